import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FrameRow } from '../../../shared/contract/frames';
import { permissions } from '../../../shared/contract/procedure';
import { requireDebian } from '../../support/debian';
import { startStation, type Station } from '../../support/dnp3-station';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf, type Caller } from '../../support/engine-caller';
import { startModbusDevice, type ModbusDevice } from '../../support/modbus-device';
import { eventually, startTestEngine, type TestEngine } from '../../support/test-engine';

let test: TestEngine;
let screen: Caller;
let viewer: Caller;
let device: ModbusDevice;
let station: Station;
let plc: string;
let rtu: string;

const modbus = (port: number) => ({ deviceId: 'PLC-1', description: '', protocol: 'modbus', lineName: 'Boiler house', lineSettings: { host: '127.0.0.1', port }, settings: { unitId: 1, timeoutMs: 2000 }, pollIntervalMs: 86_400_000 });
const dnp3 = (port: number) => ({ deviceId: 'RTU-7', description: '', protocol: 'dnp3', lineName: 'Feeder', lineSettings: { transport: 'tcp', host: '127.0.0.1', port }, settings: { masterAddress: 1, outstationAddress: 10 }, pollIntervalMs: null });

beforeAll(async () => {
  requireDebian(['tshark']);
  test = await startTestEngine();
  screen = callerOf(test.engine);
  const token = await test.engine.tokens.create({ name: 'viewer', permissions: permissions.filter((permission) => permission === 'view'), tenantIds: null });
  viewer = callerOf(test.engine, test.engine.tokenSession(token)!);
  device = await startModbusDevice();
  station = await startStation();
  ({ id: plc } = await screen.call('device.add', { ...modbus(device.port), enabled: true }));
  await screen.call('points.add', {
    deviceId: plc,
    points: [makePoint({ name: 'Supply temperature', address: { table: 'holding-register', address: 100 }, dataType: 'uint16', sensorType: 'supply' }), makePoint({ name: 'Return temperature', address: { table: 'holding-register', address: 101 }, dataType: 'uint16', sensorType: 'return' })],
  });
  ({ id: rtu } = await screen.call('device.add', { ...dnp3(station.port), enabled: false }));
  await screen.call('points.add', { deviceId: rtu, points: [makePoint({ name: 'Feeder current', address: { type: 'analog-input', index: 1 }, dataType: 'float64', sensorType: 'current' })] });
  await eventually('connected', async () => (await screen.call('device.statuses', {})).some(({ deviceId, state }) => deviceId === plc && state === 'connected'));
}, 300_000);
afterAll(async () => {
  await test.close();
  await device.close();
  await station.kill();
});

/** The frames of one device, as they are told apart from the others. */
async function framesOf(deviceId: string): Promise<FrameRow[]> {
  const { rows } = await screen.call('frames.list', { limit: 1000 });
  return rows.filter((row) => row.deviceId === deviceId);
}

const told = ({ direction, station: who, function: name, summary, mark }: FrameRow): string => `${direction === 'sent' ? '->' : '<-'} ${who} ${name}: ${summary}${mark === 'none' ? '' : ` [${mark}]`}`;

/** What tshark makes of a capture, packet by packet: the protocols, and what it finds wrong. */
function tshark(file: string, fields: readonly string[]): string[][] {
  const output = execFileSync('tshark', ['-r', file, '-T', 'fields', '-E', 'separator=|', ...fields.flatMap((field) => ['-e', field])], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000 });
  return output.split('\n').filter(Boolean).map((line) => line.split('|'));
}

async function capture(sourceIds: string[] | null): Promise<string> {
  const job = await screen.call('frames.export', { sourceIds });
  await eventually('written', async () => (await screen.call('job.list', {})).find(({ id }) => id === job.id)?.state === 'done');
  const { name, contentBase64 } = await screen.call('job.result', { jobId: job.id, part: 0 });
  expect(name).toMatch(/^Default \d{4}-\d\d-\d\d \d{4} UTC\.pcapng$/);
  const file = join(test.dataDir, 'capture.pcapng');
  writeFileSync(file, Buffer.from(contentBase64, 'base64'));
  return file;
}

it('keeps nothing before it is told to, and lets nobody start it who may only look', async () => {
  await screen.call('device.readNow', { deviceId: plc });
  expect(await viewer.call('frames.state', {})).toMatchObject({ recording: false, seen: 0, sources: [] });
  for (const name of ['frames.start', 'frames.stop', 'frames.clear'] as const) expect(await viewer.answer(name, {})).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  expect(await screen.answer('frames.export', {})).toMatchObject({ ok: false, error: { details: { reason: 'no_frames' } } });
});

describe('a Modbus exchange', () => {
  it('gives exactly its frames, the answer paired with its request', async () => {
    device.unit.holdingRegisters[100] = 452;
    await screen.call('frames.start', {});
    await screen.call('device.readNow', { deviceId: plc });
    await screen.call('device.request', { deviceId: plc, request: { function: '3', values: { address: 9000, quantity: 1 } } });
    await screen.call('frames.stop', {});
    await screen.call('device.readNow', { deviceId: plc });
    const rows = await framesOf(plc);
    expect(rows.map(told)).toEqual([
      '-> Unit 1 03 Read holding registers: address 100 to 101',
      '<- Unit 1 03 Read holding registers: 2 registers',
      '-> Unit 1 03 Read holding registers: address 9000',
      '<- Unit 1 03 Read holding registers: Exception 2, illegal data address [notice]',
    ]);
    expect(rows.map(({ answers }) => answers)).toEqual([null, rows[0]!.seq, null, rows[2]!.seq]);
    expect(rows.map(({ roundTripMs }) => roundTripMs !== null && roundTripMs >= 0)).toEqual([false, true, false, true]);
  });

  it('takes an answer apart with the addresses that were asked for and the names of the points', async () => {
    const rows = await framesOf(plc);
    const detail = await viewer.call('frames.get', { seq: rows[1]!.seq });
    const fields = detail.fields.map(({ level, name, text }) => `${'  '.repeat(level)}${name}: ${text}`);
    expect(fields).toContain('    Register 100 Supply temperature: 452 (0x01C4)');
    expect(detail.fields.map(({ name, layer, level }) => (level === 0 ? `${name} ${layer}` : '')).filter(Boolean)).toEqual(['MBAP header link', 'PDU application']);
    const register = detail.fields.find(({ name }) => name.startsWith('Register 100'));
    expect(detail.octets.slice(2 * register!.offset, 2 * (register!.offset + register!.length))).toBe('01C4');
    expect((await viewer.call('frames.get', { seq: rows[0]!.seq })).answeredBy).toBe(rows[1]!.seq);
  });

  it('is opened by tshark as Modbus, with nothing malformed', async () => {
    const seen = tshark(await capture(null), ['frame.protocols', '_ws.malformed', 'modbus.func_code', 'modbus.exception_code', 'frame.interface_name']);
    expect(seen.map(([protocols]) => protocols)).toEqual(Array.from({ length: 4 }, () => 'eth:ethertype:ip:tcp:mbtcp:modbus'));
    expect(seen.map(([, malformed]) => malformed)).toEqual(['', '', '', '']);
    expect(seen.map(([, , code, exception]) => [code, exception])).toEqual([['3', ''], ['3', ''], ['3', ''], ['3', '2']]);
    expect(new Set(seen.map(([, , , , name]) => name))).toEqual(new Set(['Boiler house']));
  });
});

describe('a DNP3 session', () => {
  it('gives the start-up of a master as it was on the wire, with what the outstation says of itself', async () => {
    await screen.call('frames.clear', {});
    await screen.call('frames.start', {});
    await screen.call('device.connect', { deviceId: rtu });
    await eventually('read', async () => (await screen.call('device.statuses', {})).find(({ deviceId }) => deviceId === rtu)?.pointsGood === 1);
    await eventually('enabled', async () => (await framesOf(rtu)).some((row) => row.function.startsWith('20 ')));
    await screen.call('device.disconnect', { deviceId: rtu });
    await screen.call('frames.stop', {});
    const rows = await framesOf(rtu);
    const functions = rows.map(({ direction, function: name }) => `${direction} ${name}`);
    expect(functions).toContain('sent 01 Read');
    expect(functions).toContain('received 129 Response');
    // A null response at start carries the restart, and is confirmed.
    const restart = rows.find(({ summary }) => summary.includes('IIN1.7 device restart'));
    expect(restart).toMatchObject({ mark: 'notice', direction: 'received', station: 'Outstation 10' });
    const answered = rows.filter(({ function: name }) => name === '129 Response');
    expect(answered.every(({ answers }) => rows.some(({ seq, direction }) => seq === answers && direction === 'sent'))).toBe(true);
  });

  it('takes a response apart down to objects, flags and indications, with the names of points', async () => {
    const rows = await framesOf(rtu);
    const integrity = rows.find(({ function: name, summary }) => name === '129 Response' && summary.includes('g30v5'));
    const { fields, octets } = await screen.call('frames.get', { seq: integrity!.seq });
    expect(fields.filter(({ level }) => level === 0).map(({ name, layer }) => `${name} ${layer}`)).toEqual(expect.arrayContaining(['Link link', 'Transport link', 'Application application']));
    const point = fields.find(({ name }) => name === 'Point 1 Feeder current');
    expect(point).toMatchObject({ layer: 'data', text: expect.stringContaining('1, online') as string });
    expect(octets.slice(2 * point!.offset, 2 * (point!.offset + 1))).toBe('01');
    const restarted = await screen.call('frames.get', { seq: rows.find(({ summary }) => summary.includes('IIN1.7'))!.seq });
    expect(restarted.fields.some(({ name, text }) => name === 'IIN1.7' && text === 'device restart')).toBe(true);
    expect(restarted).toMatchObject({ mark: 'notice', problem: expect.stringContaining('IIN1.7 device restart') as string });
  });

  it('is opened by tshark as DNP3, with nothing malformed', async () => {
    const { sources } = await screen.call('frames.state', {});
    const feeder = (await screen.call('frames.list', { limit: 1000 })).rows.find((row) => row.deviceId === rtu)!.sourceId;
    const held = sources.find(({ sourceId }) => sourceId === feeder)!.frames;
    const seen = tshark(await capture([feeder]), ['frame.protocols', '_ws.malformed', 'dnp3.src', 'dnp3.dst', '_ws.expert.message']);
    expect(seen).toHaveLength(held);
    expect(seen.filter(([protocols]) => !protocols!.endsWith(':dnp3'))).toEqual([]);
    expect(seen.filter(([, malformed, , , expert]) => malformed !== '' || /malformed|checksum/i.test(expert ?? ''))).toEqual([]);
    expect(new Set(seen.map(([, , source]) => source))).toEqual(new Set(['1', '10']));
  });
});

it('takes pasted octets apart, and says what is wrong with others', async () => {
  const decode = (octets: string, protocol = 'dnp3', lineSettings = {}) => viewer.answer('frames.decode', { protocol, lineSettings, direction: 'sent', octets });
  expect(await decode('0x05,0x64,0x05,0xC0,0x01,0x00,0x00,0x04,0xE9,0x21')).toMatchObject({ ok: true, value: { station: 'Outstation 1', mark: 'none', function: 'reset link states' } });
  expect(await decode('01 03 00 00 00 02 C4 0B', 'modbus', { transport: 'rtu' })).toMatchObject({ ok: true, value: { station: 'Unit 1', mark: 'none' } });
  expect(await decode('01 03 00 00 00 02 C4 0C', 'modbus', { transport: 'rtu' })).toMatchObject({ ok: true, value: { mark: 'problem', problem: 'the checksum is wrong' } });
  expect(await decode('05 6G')).toMatchObject({ ok: false, error: { code: 'bad_input', details: { fields: [{ path: 'octets', message: '"G" is no hexadecimal digit.' }] } } });
});

it('shows no tenant the frames of another', async () => {
  const other = await test.engine.addTenant({ name: 'Other', color: '#446638', demonstration: false });
  const elsewhere = callerOf(test.engine, test.engine.desktopSession('tester'), other.id);
  await other.open(await other.storage.store.create('Elsewhere'));
  const [own] = (await screen.call('frames.list', { limit: 1 })).rows;
  expect(own).toBeDefined();
  expect(await elsewhere.call('frames.list', { limit: 10 })).toEqual({ rows: [], more: false });
  expect(await elsewhere.answer('frames.get', { seq: own!.seq })).toMatchObject({ ok: false, error: { code: 'not_found' } });
  await elsewhere.call('frames.clear', {});
  expect((await screen.call('frames.list', { limit: 1 })).rows).toHaveLength(1);
});

it('forgets what is held when it is told to, and does not use its numbers again', async () => {
  const { rows } = await screen.call('frames.list', { limit: 1 });
  expect(await screen.call('frames.clear', {})).toMatchObject({ seen: 0, sources: [] });
  expect(await screen.answer('frames.get', { seq: rows[0]!.seq })).toMatchObject({ ok: false, error: { details: { reason: 'frame_gone' } } });
  await screen.call('frames.start', {});
  await screen.call('device.readNow', { deviceId: plc });
  await screen.call('frames.stop', {});
  expect((await framesOf(plc))[0]!.seq).toBeGreaterThan(rows[0]!.seq);
});
