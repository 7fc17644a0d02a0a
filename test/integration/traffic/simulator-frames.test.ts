import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DeviceTestResult } from '../../../shared/contract/devices';
import type { FrameRow } from '../../../shared/contract/frames';
import type { Opaque } from '../../../shared/domain/point';
import { requireDebian } from '../../support/debian';
import { callerOf, type Caller } from '../../support/engine-caller';
import { openPtyPair, temporaryFolder } from '../../support/modbus-peers';
import { eventually, startTestEngine, type TestEngine } from '../../support/test-engine';

let test: TestEngine;
let screen: Caller;
/** The simulators' ids. */
let boiler: string;
let feeder: string;
let addresses: readonly string[];
let feederPort: number;
let near: string;
const open: { close(): unknown }[] = [];

beforeAll(async () => {
  requireDebian(['tshark', 'socat']);
  const folder = temporaryFolder();
  const pty = await openPtyPair(folder.path);
  near = pty.near;
  test = await startTestEngine();
  open.push(folder, pty, test);
  screen = callerOf(test.engine);
  ({ simulatorId: boiler } = await screen.call('simulator.add', {
    name: 'Boiler',
    protocol: 'modbus',
    ports: [{ transport: 'tcp', port: 0 }, { transport: 'udp', port: 0 }, { transport: 'rtu-over-tcp', port: 0 }, { transport: 'rtu', serialPath: pty.far, parity: 'none' }],
    units: [{ settings: { unitId: 3 }, from: { kind: 'points', points: [{ name: 'Supply', address: { table: 'holding-register', address: 0 }, dataType: 'uint16' }] } }],
    enabled: true,
  }));
  ({ simulatorId: feeder } = await screen.call('simulator.add', {
    name: 'Feeder',
    protocol: 'dnp3',
    ports: [{ port: 0 }],
    units: [{ settings: { outstationAddress: 20 }, from: { kind: 'points', points: [{ name: 'Current', address: { type: 'analog-input', index: 0 }, dataType: 'int32' }] } }],
    enabled: true,
  }));
  await eventually('all ports open', async () => (await screen.call('simulators.status', {})).every(({ ports }) => ports.every(({ state }) => state === 'open')));
  const statuses = await screen.call('simulators.status', {});
  addresses = statuses.find(({ simulatorId }) => simulatorId === boiler)!.ports.map(({ address }) => address);
  feederPort = portOf(statuses.find(({ simulatorId }) => simulatorId === feeder)!.ports[0]!.address);
}, 300_000);
afterAll(async () => {
  for (const each of open.toReversed()) await each.close();
});

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}

async function tried(protocol: string, lineSettings: Opaque, settings: Opaque): Promise<DeviceTestResult> {
  return screen.call('device.test', { deviceId: null, edit: { deviceId: 'tried', description: '', protocol, lineName: null, lineSettings, settings, pollIntervalMs: null } });
}

async function framesOf(sourceId: string): Promise<FrameRow[]> {
  return (await screen.call('frames.list', { sourceIds: [sourceId], limit: 1000 })).rows;
}

const told = ({ direction, station, function: name, mark }: FrameRow): string => `${direction === 'sent' ? '->' : '<-'} ${station} ${name}${mark === 'none' ? '' : ` [${mark}]`}`;

it('keeps nothing of simulators before the capture is started, but what a failed test sent, and says where', async () => {
  const failed = await tried('modbus', { host: '127.0.0.1', port: portOf(addresses[0]!) }, { unitId: 9, timeoutMs: 100, retries: 1 });
  expect(failed).toMatchObject({ success: false, frames: { count: 2 } });
  const rows = await framesOf(failed.frames!.sourceId);
  expect(rows.map(told)).toEqual(['-> Unit 9 03 Read holding registers', '-> Unit 9 03 Read holding registers']);
  expect(rows[0]!.seq).toBe(failed.frames!.first);
  const { recording, sources } = await screen.call('frames.state', {});
  expect(recording).toBe(false);
  expect(sources).toMatchObject([{ sourceId: failed.frames!.sourceId, kind: 'test', name: addresses[0], protocol: 'modbus', frames: 2 }]);
  const refused = await tried('modbus', { host: '127.0.0.1', port: 1 }, { unitId: 1, timeoutMs: 100 });
  expect(refused).toMatchObject({ success: false, frames: null });
});

it.each([
  ['TCP', 0, (address: string) => ({ transport: 'tcp', host: '127.0.0.1', port: portOf(address) })],
  ['UDP', 1, (address: string) => ({ transport: 'udp', host: '127.0.0.1', port: portOf(address) })],
  ['RTU over TCP', 2, (address: string) => ({ transport: 'rtu-over-tcp', host: '127.0.0.1', port: portOf(address) })],
  ['a serial line', 3, () => ({ transport: 'rtu', serialPath: near, parity: 'none' })],
])('shows what a Modbus simulator was asked and answered over %s, the answer paired with its request', async (_name, at, lineSettings) => {
  await screen.call('frames.clear', {});
  await screen.call('frames.start', {});
  const result = await tried('modbus', lineSettings(addresses[at]!), { unitId: 3, timeoutMs: 2000 });
  expect(result.success).toBe(true);
  await screen.call('frames.stop', {});
  const [request, answer, ...others] = await framesOf(boiler);
  expect([told(request!), told(answer!), others]).toEqual(['<- Unit 3 03 Read holding registers', '-> Unit 3 03 Read holding registers', []]);
  expect(answer).toMatchObject({ answers: request!.seq, roundTripMs: expect.any(Number) as number, peer: request!.peer, deviceId: null });
  expect(request!.peer).toMatch(at === 3 ? /^\/.*/ : /^127\.0\.0\.1:\d+$/);
  const detail = await screen.call('frames.get', { seq: answer!.seq });
  expect(detail.fields.map(({ name }) => name)).toContain('Register 0 Supply');
  expect((await screen.call('frames.get', { seq: request!.seq })).answeredBy).toBe(answer!.seq);
  // The same exchange from the other side: the time that our simulator took is less than what its client waited.
  const [asked, came] = await framesOf(result.frames!.sourceId);
  expect([told(asked!), told(came!)]).toEqual(['-> Unit 3 03 Read holding registers', '<- Unit 3 03 Read holding registers']);
  expect(answer!.roundTripMs!).toBeLessThan(came!.roundTripMs!);
  expect((await screen.call('frames.state', {})).sources).toEqual(expect.arrayContaining([expect.objectContaining({ sourceId: boiler, kind: 'simulator', name: 'Boiler', frames: 2 })]));
});

it('shows what a DNP3 outstation was asked and answered, with the names of its points', async () => {
  await screen.call('frames.clear', {});
  await screen.call('frames.start', {});
  expect((await tried('dnp3', { host: '127.0.0.1', port: feederPort }, { outstationAddress: 20 })).success).toBe(true);
  await eventually('quiet', async () => (await framesOf(feeder)).some((row) => row.function.startsWith('129')));
  await screen.call('frames.stop', {});
  const rows = await framesOf(feeder);
  const answers = rows.filter(({ function: name }) => name === '129 Response');
  expect(answers.length).toBeGreaterThan(0);
  for (const { direction, answers: to, station, roundTripMs } of answers) {
    expect([direction, station, roundTripMs !== null]).toEqual(['sent', 'Outstation 20', true]);
    expect(rows.find(({ seq }) => seq === to)).toMatchObject({ direction: 'received', station: 'Outstation 20' });
  }
  // The link status that the test asks for first, and its answer.
  const status = rows.find(({ function: name, direction }) => direction === 'received' && /status/.test(name));
  expect(rows.find(({ answers: to }) => to === status?.seq)).toMatchObject({ direction: 'sent' });
});

it('saves what went over the ports of simulators so that tshark knows it, with the clients where they are', async () => {
  await screen.call('frames.clear', {});
  await screen.call('frames.start', {});
  for (const [at, transport] of ['tcp', 'udp'].entries()) await tried('modbus', { transport, host: '127.0.0.1', port: portOf(addresses[at]!) }, { unitId: 3 });
  await tried('modbus', { transport: 'rtu', serialPath: near, parity: 'none' }, { unitId: 3 });
  await tried('dnp3', { host: '127.0.0.1', port: feederPort }, { outstationAddress: 20 });
  await screen.call('frames.stop', {});
  const rows = [...(await framesOf(boiler)), ...(await framesOf(feeder))].toSorted((one, other) => one.seq - other.seq);
  const job = await screen.call('frames.export', { sourceIds: [boiler, feeder] });
  await eventually('written', async () => (await screen.call('job.list', {})).find(({ id }) => id === job.id)?.state === 'done');
  const file = join(test.dataDir, 'simulators.pcapng');
  writeFileSync(file, Buffer.from((await screen.call('job.result', { jobId: job.id, part: 0 })).contentBase64, 'base64'));
  const fields = ['frame.interface_name', 'frame.protocols', '_ws.malformed', 'ip.src', 'tcp.srcport', 'udp.srcport', 'ip.dst', 'tcp.dstport', 'udp.dstport'];
  const output = execFileSync('tshark', ['-r', file, '-T', 'fields', '-E', 'separator=|', ...fields.flatMap((field) => ['-e', field])], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000 });
  const seen = output.split('\n').filter(Boolean).map((line) => line.split('|'));
  expect(seen).toHaveLength(rows.length);
  expect(new Set(seen.map(([name, protocols = '']) => `${name?.replace(/[\d:. ]+$/, '').replace(/,.*/, '')} ${protocols.split(':').slice(-2).join(':')}`))).toEqual(
    new Set(['Simulator Boiler mbtcp:modbus', 'Simulator Boiler mbudp:modbus', 'Simulator Boiler mbrtu:modbus', 'Simulator Feeder tcp:dnp3']),
  );
  expect(seen.filter(([, , malformed]) => malformed !== '')).toEqual([]);
  // Serial frames have no addresses there.
  const clients = seen.map(([, , , from = '', tcpFrom = '', udpFrom = '', to = '', tcpTo = '', udpTo = ''], at) => (from === '' ? rows[at]!.peer : rows[at]!.direction === 'sent' ? `${to}:${tcpTo}${udpTo}` : `${from}:${tcpFrom}${udpFrom}`));
  expect(clients).toEqual(rows.map(({ peer }) => peer));
  expect(seen.filter(([, , , from]) => from !== '').length).toBeGreaterThanOrEqual(8);
});

it('finds the frames of a test on a line that is open already, as the capture runs or not', async () => {
  const lineSettings = { host: '127.0.0.1', port: portOf(addresses[0]!) };
  const edit = { deviceId: 'PLC', description: '', protocol: 'modbus', lineName: 'Hall', lineSettings, settings: { unitId: 3, timeoutMs: 2000 }, pollIntervalMs: 86_400_000 };
  const { id } = await screen.call('device.add', { ...edit, enabled: true });
  await eventually('connected', async () => (await screen.call('device.statuses', {})).some(({ deviceId, state }) => deviceId === id && state === 'connected'));
  const { lineId } = (await screen.call('project.current', {}))!.project.devices.find((device) => device.id === id)!;
  await screen.call('frames.clear', {});
  const without = await screen.call('device.test', { deviceId: id, edit });
  expect(without.frames?.sourceId).not.toBe(lineId);
  expect((await framesOf(without.frames!.sourceId)).map(told)).toContain('<- Unit 3 03 Read holding registers');
  expect(await framesOf(lineId)).toEqual([]);
  await screen.call('frames.start', {});
  const during = await screen.call('device.test', { deviceId: id, edit });
  await screen.call('frames.stop', {});
  expect(during.frames?.sourceId).toBe(lineId);
  const rows = await framesOf(lineId);
  expect(rows.find(({ seq }) => seq === during.frames!.first)).toMatchObject({ direction: 'sent', deviceId: id });
  // Each exchange stands once: under the line, and not under a test again.
  expect((await screen.call('frames.state', {})).sources.filter(({ kind }) => kind === 'test')).toHaveLength(1);
});
