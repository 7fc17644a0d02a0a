import { afterAll, beforeAll, expect, it } from 'vitest';
import { startModbusDevice, type ModbusDevice } from '../../support/modbus-device';
import { eventually, firstToken, restClient, startTestEngine, type TestEngine } from '../../support/test-engine';
import { at, like } from '../../support/like';

let test: TestEngine;
let device: ModbusDevice;
let ask: ReturnType<typeof restClient>;
let port: number;

beforeAll(async () => {
  test = await startTestEngine();
  device = await startModbusDevice();
  ({ port } = device);
  ask = restClient((await test.listen()).url, await firstToken(test.dataDir));
  device.unit.holdingRegisters.set([2531, 0x42c8, 0x0000, 0xffff], 10);
  device.unit.inputRegisters.set([7], 3);
  device.unit.coils[5] = 1;
});
afterAll(async () => {
  await device.close();
  await test.close();
});

const registers = [
  { address: 10, register_type: 'holding_register', data_type: 'uint16', scale_factor: 0.01, offset: -5, sensor_type: 'temperature', name: 'Supply', unit: '°C' },
  { address: 11, register_type: 'holding_register', count: 2, data_type: 'float32', sensor_type: 'pressure' },
  { address: 13, register_type: 'holding_register', data_type: 'int16', sensor_type: 'level' },
  { address: 3, register_type: 'input_register', data_type: 'uint16', sensor_type: 'count' },
  { address: 5, register_type: 'coil', data_type: 'bool', sensor_type: 'pump' },
];

it('adds a device with status 201, and refuses a second one of the same id with 409', async () => {
  const body = { device_id: 'plc-1', unit_id: 1, host: '127.0.0.1', port, timeout: 1, registers };
  expect(await ask('POST', '/protocols/modbus/devices', body)).toMatchObject({ status: 201, body: { message: like.text, device_id: 'plc-1' } });
  const again = await ask('POST', '/protocols/modbus/devices', body);
  expect(again).toMatchObject({ status: 409, type: 'application/problem+json; charset=utf-8', body: { status: 409, code: 'conflict', error: like.containing('plc-1') } });
});

it('lists devices with what clients read of them', async () => {
  const { status, body } = await ask('GET', '/protocols/modbus/devices');
  expect(status).toBe(200);
  expect(body).toEqual({
    service: 'modbus',
    total_devices: 1,
    connected_devices: 0,
    devices: { 'plc-1': { unit_id: 1, host: '127.0.0.1', port, device_type: 'tcp', connected: false, register_count: 5, last_reading: null } },
  });
});

it('gives one device with its register map, and 404 for another', async () => {
  const { body } = await ask('GET', '/protocols/modbus/devices/plc-1');
  expect(body).toMatchObject({ device_id: 'plc-1', register_count: 5 });
  expect(at(body, 'registers.0')).toMatchObject({ address: 10, register_type: 'holding_register', data_type: 'uint16', scale_factor: 0.01, offset: -5, sensor_type: 'temperature', unit: '°C' });
  expect(await ask('GET', '/protocols/modbus/devices/plc-2')).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

it('answers 409 to a read of a device that is not connected', async () => {
  expect(await ask('GET', '/protocols/modbus/devices/plc-1/data')).toMatchObject({ status: 409, body: { reason: 'not_connected' } });
});

it('tests a device in steps, also while it is not connected', async () => {
  const { status, body } = await ask('POST', '/protocols/modbus/devices/plc-1/test');
  expect(status).toBe(200);
  expect(at(body, 'success')).toBe(true);
  const steps = at(body, 'steps') as unknown[];
  expect(steps.length).toBeGreaterThan(1);
  for (const step of steps) expect(step).toEqual({ name: like.text, ok: like.anything, duration_ms: like.number, message: like.text });
  expect(at(body, 'diagnosis')).toEqual(like.text);
});

it('connects with an empty body, whatever the content type says', async () => {
  const answer = await ask('POST', '/protocols/modbus/devices/plc-1/connect', undefined, { 'content-type': 'text/plain' });
  expect(answer).toMatchObject({ status: 200, body: { message: like.text, device_id: 'plc-1' } });
  expect(at((await ask('GET', '/protocols/modbus/devices')).body, 'connected_devices')).toBe(1);
});

it('reads now: raw registers, and raw x scale_factor + offset', async () => {
  const { status, body } = await ask('GET', '/protocols/modbus/devices/plc-1/data');
  expect(status).toBe(200);
  expect(body).toMatchObject({ device_id: 'plc-1', success: true, timestamp: like.matching(/^\d{4}-\d\d-\d\dT.*Z$/) });
  expect(Object.keys(at(body, 'readings') as object).toSorted()).toEqual(['count_3', 'level_13', 'pressure_11', 'pump_5', 'temperature_10']);
  expect(at(body, 'readings.temperature_10')).toEqual({
    name: 'Supply', sensor_type: 'temperature', register_type: 'holding_register', address: 10, raw_value: [2531], processed_value: like.near(20.31, 9),
    data_type: 'uint16', unit: '°C', quality: 'good', timestamp: like.matching(/Z$/),
  });
  expect(at(body, 'readings.pressure_11')).toMatchObject({ raw_value: [0x42c8, 0], processed_value: 100, quality: 'good' });
  expect(at(body, 'readings.level_13')).toMatchObject({ raw_value: [0xffff], processed_value: -1 });
  expect(at(body, 'readings.count_3')).toMatchObject({ register_type: 'input_register', processed_value: 7 });
  expect(at(body, 'readings.pump_5')).toMatchObject({ register_type: 'coil', raw_value: [1], processed_value: true, data_type: 'boolean' });
  device.unit.holdingRegisters[10] = 3000;
  expect(at((await ask('GET', '/protocols/modbus/devices/plc-1/data')).body, 'readings.temperature_10.processed_value')).toBeCloseTo(25, 9);
});

it('keeps a register that the device refuses in the list, bad and with its error', async () => {
  const map = [...registers, { address: 500, register_type: 'holding_register', data_type: 'uint16', sensor_type: 'ghost' }];
  expect(await ask('POST', '/protocols/modbus/devices/plc-1/registers', { registers: map })).toMatchObject({ status: 200, body: { device_id: 'plc-1', register_count: 6 } });
  const { status, body } = await ask('GET', '/protocols/modbus/devices/plc-1/data');
  expect(status).toBe(200);
  expect(at(body, 'success')).toBe(true);
  expect(at(body, 'error')).toContain('1 of 6');
  expect(at(body, 'readings.ghost_500')).toMatchObject({ quality: 'bad', processed_value: null, raw_value: [], error: like.containing('Exception 2') });
  expect(at(body, 'readings.temperature_10.quality')).toBe('good');
});

it('refuses a map in which two registers would answer to one key with 409, and names every bad field with 400', async () => {
  const twice = [registers[0], { ...registers[0], register_type: 'input_register' }];
  expect(await ask('POST', '/protocols/modbus/devices/plc-1/registers', { registers: twice })).toMatchObject({ status: 409, body: { reason: 'duplicate_key' } });
  const bad = await ask('POST', '/protocols/modbus/devices/plc-1/registers', { registers: [{ address: -1, register_type: 'nothing', sensor_type: 'a b' }] });
  expect(bad.status).toBe(400);
  expect((at(bad.body, 'fields') as { path: string }[]).map((field) => field.path).toSorted()).toEqual(['registers.0.address', 'registers.0.register_type', 'registers.0.sensor_type']);
  const count = await ask('POST', '/protocols/modbus/devices/plc-1/registers', { registers: [{ address: 1, register_type: 'holding_register', data_type: 'float32', count: 4, sensor_type: 'x' }] });
  expect(count).toMatchObject({ status: 400, body: { fields: [{ path: 'registers.0.count' }] } });
});

it('reads addresses that are not mapped', async () => {
  device.unit.holdingRegisters.set([1, 2, 3, 4], 50);
  expect(await ask('POST', '/protocols/modbus/devices/plc-1/read', { address: 50, count: 4, register_type: 'holding_register' })).toMatchObject({ status: 200, body: { device_id: 'plc-1', address: 50, values: [1, 2, 3, 4], timestamp: like.text } });
  expect(at((await ask('POST', '/protocols/modbus/devices/plc-1/read', { address: 50, count: 4, register_type: 'holding_register', data_type: 'uint32' })).body, 'values')).toEqual([65_538, 196_612]);
  expect(at((await ask('POST', '/protocols/modbus/devices/plc-1/read', { address: 50, count: 2, register_type: 'holding_register', data_type: 'uint32', byte_order: 'CDAB' })).body, 'values')).toEqual([131_073]);
  expect(at((await ask('POST', '/protocols/modbus/devices/plc-1/read', { address: 4, count: 3, register_type: 'coil' })).body, 'values')).toEqual([false, true, false]);
});

it('answers a refused read with 422 and the exception by name', async () => {
  const answer = await ask('POST', '/protocols/modbus/devices/plc-1/read', { address: 300, count: 1, register_type: 'holding_register' });
  expect(answer).toMatchObject({ status: 422, body: { code: 'refused', exception: like.matching(/illegal data address/i) } });
});

it('writes engineering values where the address is mapped', async () => {
  device.unit.holdingRegisters[10] = 2000;
  const answer = await ask('POST', '/protocols/modbus/devices/plc-1/write', { address: 10, value: 30.25, verify: true });
  expect(answer).toMatchObject({ status: 200, body: { device_id: 'plc-1', address: 10, value: 30.25, previous_value: 15, verified: true } });
  expect(device.unit.holdingRegisters[10]).toBe(3525);
  expect(await ask('POST', '/protocols/modbus/devices/plc-1/write', { address: 10, value: 30.123 })).toMatchObject({ status: 400, body: { fields: [{ path: 'value' }] } });
  expect(await ask('POST', '/protocols/modbus/devices/plc-1/write', { address: 10, value: 1000 })).toMatchObject({ status: 400 });
  expect(device.unit.holdingRegisters[10]).toBe(3525);
});

it('writes raw values where it is not, and several in a row in one request', async () => {
  expect(await ask('POST', '/protocols/modbus/devices/plc-1/write', { address: 60, value: 4711 })).toMatchObject({ status: 200, body: { value: 4711, previous_value: 0, verified: false } });
  const several = await ask('POST', '/protocols/modbus/devices/plc-1/write', { address: 61, values: [1, 2, 3], verify: true });
  expect(several).toMatchObject({ status: 200, body: { value: [1, 2, 3], previous_value: [0, 0, 0], verified: true } });
  expect(Array.from(device.unit.holdingRegisters.subarray(60, 64))).toEqual([4711, 1, 2, 3]);
  expect(await ask('POST', '/protocols/modbus/devices/plc-1/write', { address: 70, value: -123_456, data_type: 'int32', byte_order: 'CDAB' })).toMatchObject({ status: 200 });
  expect(Array.from(device.unit.holdingRegisters.subarray(70, 72))).toEqual([0x1dc0, 0xfffe]);
  expect(await ask('POST', '/protocols/modbus/devices/plc-1/write', { address: 8, value: true, register_type: 'coil', verify: true })).toMatchObject({ status: 200, body: { previous_value: false, verified: true } });
  expect(device.unit.coils[8]).toBe(1);
});

it('answers a refused write with 422, and a body with neither value nor values with 400', async () => {
  expect(await ask('POST', '/protocols/modbus/devices/plc-1/write', { address: 300, value: 1 })).toMatchObject({ status: 422, body: { exception: like.matching(/illegal data address/i) } });
  expect(await ask('POST', '/protocols/modbus/devices/plc-1/write', { address: 60 })).toMatchObject({ status: 400, body: { fields: [{ path: 'value' }] } });
});

it('changes only what a PUT gives', async () => {
  expect(await ask('PUT', '/protocols/modbus/devices/plc-1', { timeout: 0.5 })).toMatchObject({ status: 200, body: { device_id: 'plc-1' } });
  const { body } = await ask('GET', '/protocols/modbus/devices/plc-1');
  expect(body).toMatchObject({ unit_id: 1, host: '127.0.0.1', port, register_count: 6, device_type: 'tcp' });
  expect(await ask('PUT', '/protocols/modbus/devices/plc-1', { device_id: 'other' })).toMatchObject({ status: 400, body: { fields: [{ path: 'device_id' }] } });
  await eventually('it is connected again with its new settings', async () => at((await ask('GET', '/protocols/modbus/devices')).body, 'connected_devices') === 1);
});

it('says what this version does not offer, and names the field', async () => {
  const base = { device_id: 'x', unit_id: 1, host: '127.0.0.1' };
  expect(await ask('POST', '/protocols/modbus/devices', { ...base, device_type: 'udp', tls: { enabled: true } })).toMatchObject({ status: 400, body: { fields: [{ path: 'tls' }] } });
  expect(await ask('POST', '/protocols/modbus/devices', { ...base, tls: { enabled: true, ca: 'plant-ca' } })).toMatchObject({ status: 400, body: { fields: [{ path: 'tls.ca' }] } });
  expect(await ask('POST', '/protocols/modbus/devices', { ...base, tls: { enabled: true, key: '-----BEGIN PRIVATE KEY-----' } })).toMatchObject({ status: 400, body: { fields: [{ path: 'line.certificate' }] } });
  expect(await ask('POST', '/protocols/modbus/devices', { device_id: 'x', unit_id: 1 })).toMatchObject({ status: 400, body: { fields: [{ path: 'host' }] } });
  expect(await ask('POST', '/protocols/modbus/devices', { device_id: 'x', unit_id: 1, device_type: 'rtu' })).toMatchObject({ status: 400, body: { fields: [{ path: 'serial' }] } });
});

it('shows a lost device as disconnected within 10 s, answers 502 or 504 meanwhile, and connects again without a call', async () => {
  await device.close();
  await eventually('it is shown disconnected', async () => at((await ask('GET', '/protocols/modbus/devices')).body, 'connected_devices') === 0, 10_000);
  const data = await ask('GET', '/protocols/modbus/devices/plc-1/data');
  expect([502, 504]).toContain(data.status);
  expect(at(data.body, 'error')).toContain('plc-1');
  const unified = (await ask('GET', '/protocols/unified/devices')).body;
  expect(at(unified, 'devices.plc-1')).toMatchObject({ protocol: 'modbus', status: 'disconnected' });
  expect(at(unified, 'summary')).toMatchObject({ total_devices: 1, connected_devices: 0, connection_rate: 0, protocols: { modbus: { total: 1, connected: 0 } } });
  const status = at((await ask('GET', '/protocols/status')).body, 'protocols.modbus');
  expect(status).toMatchObject({ available: true, connected: false, status: 'reconnecting', is_recovering: true, error: { code: 'device_lost', message: like.text } });
  device = await startModbusDevice(port);
  await eventually('it is connected again', async () => at((await ask('GET', '/protocols/modbus/devices')).body, 'connected_devices') === 1, 31_000);
  expect((await ask('GET', '/protocols/modbus/devices/plc-1/data')).status).toBe(200);
});

it('gives the status of every published protocol', async () => {
  const { body } = await ask('GET', '/protocols/status');
  expect(Object.keys(at(body, 'protocols') as object)).toEqual(['modbus', 'dnp3', 'opcua', 'mqtt', 'simulator']);
  expect(at(body, 'protocols.modbus')).toMatchObject({ name: 'modbus', status: 'ready', connected: true, is_heartbeat_stale: false, availability_level: 'fully_available', metrics: { active_devices: 1, total_registers: 6 }, demo: false });
  expect(at(body, 'protocols.dnp3')).toMatchObject({ available: true, connected: false, metrics: { active_outstations: 0, data_points: 0 } });
  expect(at(body, 'protocols.opcua')).toMatchObject({ status: 'not_initialized', available: false });
  expect(at(body, 'summary')).toMatchObject({ total_protocols: 5, active_protocols: 1, supported_protocols: like.listWith('modbus'), health_score: like.number });
});

it('disconnects and removes', async () => {
  expect(await ask('POST', '/protocols/modbus/devices/plc-1/disconnect', '', { 'content-type': 'application/json' })).toMatchObject({ status: 200 });
  expect(at((await ask('GET', '/protocols/modbus/devices')).body, 'connected_devices')).toBe(0);
  expect(await ask('DELETE', '/protocols/modbus/devices/plc-1')).toMatchObject({ status: 200, body: { device_id: 'plc-1' } });
  expect(await ask('GET', '/protocols/modbus/devices/plc-1')).toMatchObject({ status: 404 });
});

it('answers 502 to a connect where nobody listens, and goes on trying', async () => {
  await ask('POST', '/protocols/modbus/devices', { device_id: 'nobody', unit_id: 1, host: '127.0.0.1', port: 1, timeout: 1 });
  expect(await ask('POST', '/protocols/modbus/devices/nobody/connect')).toMatchObject({ status: 502, body: { code: 'unreachable', error: like.containing('refuses the connection') } });
  expect(at((await ask('GET', '/protocols/status')).body, 'protocols.modbus')).toMatchObject({ is_recovering: true });
  await ask('DELETE', '/protocols/modbus/devices/nobody');
});

it('makes one line of one serial port, and answers 409 to a second device that names another baud rate', async () => {
  const serial = { path: '/dev/ttyNOBODY', baud_rate: 9600, parity: 'none' };
  expect(await ask('POST', '/protocols/modbus/devices', { device_id: 'rtu-1', unit_id: 1, device_type: 'rtu', serial })).toMatchObject({ status: 201 });
  expect(await ask('POST', '/protocols/modbus/devices', { device_id: 'rtu-2', unit_id: 2, device_type: 'rtu', serial })).toMatchObject({ status: 201 });
  expect(await ask('POST', '/protocols/modbus/devices', { device_id: 'rtu-3', unit_id: 3, device_type: 'rtu', serial: { ...serial, baud_rate: 19_200 } })).toMatchObject({ status: 409, body: { reason: 'other_line_settings', error: like.containing('9600') } });
  expect(at((await ask('GET', '/protocols/modbus/devices')).body, 'devices.rtu-1')).toMatchObject({ unit_id: 1, host: null, port: null, device_type: 'rtu' });
  const { body } = await ask('POST', '/procedures/project.current');
  expect(at(body, 'project.lines')).toMatchObject([{ protocol: 'modbus', settings: { transport: 'rtu', serialPath: '/dev/ttyNOBODY', baudRate: 9600, parity: 'none', dataBits: 8, stopBits: 1 } }]);
  expect(await ask('PUT', '/protocols/modbus/devices/rtu-1', { serial: { baud_rate: 38_400 } })).toMatchObject({ status: 200 });
  expect(at((await ask('POST', '/procedures/project.current')).body, 'project.lines')).toMatchObject([{ settings: { baudRate: 38_400, parity: 'none' } }]);
  for (const device_id of ['rtu-1', 'rtu-2']) await ask('DELETE', `/protocols/modbus/devices/${device_id}`);
  expect(at((await ask('POST', '/procedures/project.current')).body, 'project.lines')).toEqual([]);
});
