import { afterAll, beforeAll, expect, it } from 'vitest';
import { startModbusDevice, type ModbusDevice } from '../../support/modbus-device';
import { firstToken, restClient, startTestEngine, type TestEngine } from '../../support/test-engine';
import { at } from '../../support/like';

const DEVICES = '/protocols/modbus/devices';
let test: TestEngine;
let device: ModbusDevice;
let ask: ReturnType<typeof restClient>;

beforeAll(async () => {
  test = await startTestEngine();
  device = await startModbusDevice();
  ask = restClient((await test.listen()).url, await firstToken(test.dataDir));
  device.unit.holdingRegisters.set([0x1234, 0x12a4, 0x69b9, 0x65e6, 0x0004, 0x0506, 0x0708, 0x0180, 0xb3c5], 0);
  device.unit.holdingRegisters.set([0x3f80, 0, 0x4000, 0, 0x4040, 0], 40);
  const holding = (address: number, sensor_type: string, more: object) => ({ address, register_type: 'holding_register', sensor_type, ...more });
  const registers = [
    holding(0, 'digits', { data_type: 'bcd16' }),
    holding(1, 'damaged', { data_type: 'bcd16' }),
    holding(2, 'clock', { data_type: 'unix32' }),
    holding(4, 'energy', { data_type: 'uint48', byte_order: 'efabcd' }),
    holding(7, 'gain', { data_type: 'q7.8' }),
    holding(8, 'mode', { data_type: 'uint16', bit: 4, bit_count: 4 }),
    holding(40, 'zone', { data_type: 'float32', elements: 3, name: 'Zone' }),
  ];
  await ask('POST', DEVICES, { device_id: 'meter', unit_id: 1, host: '127.0.0.1', port: device.port, timeout: 1, registers });
  await ask('POST', `${DEVICES}/meter/connect`);
});
afterAll(async () => {
  await device.close();
  await test.close();
});

it('reads each type, arrays as a reading for each element, times as text too, and damaged digits as bad', async () => {
  const { body } = await ask('GET', `${DEVICES}/meter/data`);
  const value = (key: string): unknown => at(body, `readings.${key}.processed_value`);
  expect(value('digits_0')).toBe(1234);
  expect(at(body, 'readings.damaged_1')).toMatchObject({ processed_value: null, raw_value: [0x12a4], quality: 'bad', error: 'Not bcd16, A is no BCD digit' });
  expect(at(body, 'readings.clock_2')).toMatchObject({ processed_value: 0x69b965e6, processed_time: '2026-03-17T14:32:06Z' });
  expect(value('energy_4')).toBe(0x050607080004);
  expect(value('gain_7')).toBe(1.5);
  expect(['zone_40', 'zone_42', 'zone_44'].map(value)).toEqual([1, 2, 3]);
});

it('answers the register map as it was posted, an element a register, with the order in capitals', async () => {
  const { body } = await ask('GET', `${DEVICES}/meter`);
  expect(at(body, 'register_count')).toBe(9);
  expect(at(body, 'registers.3')).toMatchObject({ address: 4, count: 3, data_type: 'uint48', byte_order: 'EFABCD' });
  expect(at(body, 'registers.5')).toMatchObject({ address: 8, data_type: 'uint16', bit: 4, bit_count: 4 });
  expect(at(body, 'registers.7')).toMatchObject({ address: 42, data_type: 'float32', name: 'Zone[1]' });
});

it('writes a time as text and BCD as a number, and says what does not fit', async () => {
  expect(await ask('POST', `${DEVICES}/meter/write`, { address: 2, value: '2026-03-17T15:32:07+01:00', verify: true })).toMatchObject({ status: 200, body: { verified: true } });
  expect(Array.from(device.unit.holdingRegisters.subarray(2, 4))).toEqual([0x69b9, 0x65e7]);
  expect(await ask('POST', `${DEVICES}/meter/write`, { address: 0, value: 9876, verify: true })).toMatchObject({ status: 200, body: { verified: true } });
  expect(device.unit.holdingRegisters[0]).toBe(0x9876);
  expect(await ask('POST', `${DEVICES}/meter/write`, { address: 0, value: 10_000 })).toMatchObject({ status: 400 });
  expect(await ask('POST', `${DEVICES}/meter/write`, { address: 2, value: '2026-03-17 15:32:07' })).toMatchObject({ status: 400 });
});

it('reads and writes addresses that are not mapped in any order, and names an order that is none', async () => {
  const order = { address: 60, register_type: 'holding_register', data_type: 'uint48', byte_order: 'EFABCD' };
  expect(await ask('POST', `${DEVICES}/meter/write`, { ...order, value: 0x010203040506 })).toMatchObject({ status: 200 });
  expect(Array.from(device.unit.holdingRegisters.subarray(60, 63))).toEqual([0x0506, 0x0102, 0x0304]);
  expect(at((await ask('POST', `${DEVICES}/meter/read`, { ...order, count: 3 })).body, 'values')).toEqual([0x010203040506]);
  for (const byte_order of ['EFAB', 'AABB', 'ABC', 'ABCDEFGHI']) {
    expect(await ask('POST', `${DEVICES}/meter/read`, { ...order, count: 3, byte_order }), byte_order).toMatchObject({ status: 400, body: { fields: [{ path: 'byte_order' }] } });
  }
  expect(await ask('POST', `${DEVICES}/meter/read`, { ...order, count: 4, data_type: 'uint32' })).toMatchObject({ status: 400, body: { fields: [{ path: 'byte_order' }] } });
});
