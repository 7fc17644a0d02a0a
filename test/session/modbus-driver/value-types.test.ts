import { expect, it } from 'vitest';
import { serve } from '../../../electron/stacks/modbus';
import { answering, connectedDevice, countingUnit, drive, scriptedLines } from '../../support/scripted-line';
import { registerPoint } from '../../support/modbus-line';

const scripted = scriptedLines();
const always = new AbortController().signal;

const holding = (...registers: number[]) => ({ ...countingUnit(), readRegisters: (_table: string, address: number, quantity: number) => Uint16Array.from(registers).slice(address, address + quantity) });

it('calls octets that are no value of the type bad with the reason, keeps them, and reads the neighbours', async () => {
  const peer = scripted('tcp', (_id, request) => serve(holding(0x12a4, 0x1234, 0x1a0d, 0x110e, 0x2006, 0x1a03, 0x110e, 0x2006), request) ?? 'silence');
  const points = [registerPoint(0, { dataType: 'bcd16' }), registerPoint(1, { dataType: 'bcd16' }), registerPoint(2, { dataType: 'date48ymd' }), registerPoint(5, { dataType: 'date48ymd' })];
  const device = await connectedDevice(peer, {}, points);
  const [bad, good, noDate, date] = await drive(device.read());
  expect(bad).toMatchObject({ value: null, quality: { level: 'bad', reason: 'Not bcd16', flags: ['A is no BCD digit'] } });
  expect([...bad!.raw!]).toEqual([0x12, 0xa4]);
  expect(good).toMatchObject({ value: 1234, quality: { level: 'good' } });
  expect(noDate).toMatchObject({ value: null, quality: { level: 'bad', reason: 'Not date48ymd', flags: ['13 is no month'] } });
  expect(date).toMatchObject({ value: Date.parse('2026-03-17T14:32:06Z') / 1000, quality: { level: 'good' } });
});

it('reads several named fields of one register in one request', async () => {
  const peer = scripted('tcp', (_id, request) => serve(holding(0xb3c5), request) ?? 'silence');
  const field = (bit: number, bitCount: number, dataType: 'uint16' | 'int16' = 'uint16') => registerPoint(0, { bit, bitCount, dataType });
  const device = await connectedDevice(peer, {}, [registerPoint(0), field(0, 4), field(4, 8), field(12, 4, 'int16'), registerPoint(0, { dataType: 'boolean', bit: 15 })]);
  peer.requests.length = 0;
  expect(await drive(device.values())).toEqual([0xb3c5, 5, 0x3c, -5, true]);
  expect(peer.requests).toHaveLength(1);
});

it('writes a field of bits by mask, and by reading the register where the device has no mask write', async () => {
  const written: number[][] = [];
  const peer = scripted('tcp', answering({ 1: countingUnit([], written) }));
  const point = registerPoint(0x0c53, { bit: 4, bitCount: 3, dataType: 'uint16', access: 'read-write' });
  const device = await connectedDevice(peer, {}, [point]);
  const prepared = device.driver.write!.prepare(point, 6, Uint8Array.of(0x0c, 0x53));
  expect(prepared).toMatchObject({ ok: true, raw: Uint8Array.of(0x0c, 0x63) });
  await drive(device.driver.write!.execute(point, 6, always));
  expect(written).toEqual([[0x0c53, 0x0c63]]);
  const plain = await connectedDevice(scripted('tcp', answering({ 1: countingUnit([], written) })), { bitWrite: 'read-modify-write' }, [point]);
  await drive(plain.driver.write!.execute(point, 1, always));
  expect(written.at(-1)).toEqual([0x0c53, 0x0c13]);
  expect(device.driver.write!.prepare(point, 8, null)).toEqual({ ok: false, problem: '8 does not fit into 3 bits (0 to 7)' });
});

it('writes each type with the octets by which it is read', async () => {
  const written: number[][] = [];
  const peer = scripted('tcp', answering({ 1: countingUnit([], written) }));
  const types = [
    [registerPoint(0, { dataType: 'bcd32', byteOrder: 'CDAB', access: 'read-write' }), 12_345_678, [0x5678, 0x1234]],
    [registerPoint(0, { dataType: 'uint48', byteOrder: 'EFABCD', access: 'read-write' }), 0x0102_0304_0506, [0x0506, 0x0102, 0x0304]],
    [registerPoint(0, { dataType: 'q7.8', byteOrder: 'BA', access: 'read-write' }), 1.5, [0x8001]],
    [registerPoint(0, { dataType: 'date48mdy', access: 'read-write' }), Date.parse('2009-12-31T23:59:59Z') / 1000, [0x0c1f, 0x6d17, 0x3b3b]],
  ] as const;
  const device = await connectedDevice(peer, {}, types.map(([point]) => point));
  for (const [point, value, registers] of types) {
    written.length = 0;
    await drive(device.driver.write!.execute(point, value, always));
    expect(written, point.dataType).toEqual([[0, ...registers]]);
  }
});

it('says of an order what is wrong with it for the type', async () => {
  const peer = scripted('tcp', answering({ 1: countingUnit() }));
  const device = await connectedDevice(peer, {}, [registerPoint(0, { dataType: 'uint32', byteOrder: 'EFABCD' }), registerPoint(4, { dataType: 'float32', bit: 0, bitCount: 4 })]);
  const [order, bits] = await drive(device.read());
  expect(order!.quality.flags[0]).toBe('Byte order EFABCD is for values of 6 octets, this one has 4');
  expect(bits!.quality.flags[0]).toContain('boolean, uint16 or int16');
});

it('ranks what is likely to be meant ahead, and leaves out what the octets can not be', async () => {
  const peer = scripted('tcp', (_id, request) => serve(holding(0x69b9, 0x6b26, 0x1a03, 0x110e), request) ?? 'silence');
  const point = registerPoint(0, { dataType: 'uint32' });
  const device = await connectedDevice(peer, {}, [point, registerPoint(2, { dataType: 'uint32' })]);
  const [reading] = await drive(device.read());
  const readings = device.driver.inspect!.readings(point, reading!.raw!);
  expect(readings[0]).toMatchObject({ label: 'uint32 ABCD', current: true });
  expect(readings.find(({ label }) => label === 'unix32 ABCD')).toMatchObject({ value: '2026-03-17 14:54:30Z', group: 'Time', likely: true });
  expect(readings.some(({ label }) => label.startsWith('bcd32'))).toBe(false);
  const firstUnlikely = readings.findIndex(({ likely, current }) => !likely && !current);
  expect(readings.slice(firstUnlikely).some(({ likely }) => likely)).toBe(false);
});
