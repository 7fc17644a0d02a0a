import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Gate } from '../../../electron/doors/gate';
import { IpcDoor } from '../../../electron/doors/ipc';
import { permissions } from '../../../shared/contract/procedure';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf, type Caller } from '../../support/engine-caller';
import { startModbusDevice, type ModbusDevice } from '../../support/modbus-device';
import { SocketClient } from '../../support/socket-client';
import { eventually, restClient, startTestEngine, type RestAnswer, type TestEngine } from '../../support/test-engine';
import { at } from '../../support/like';

/** Two tenants with a device of the same id each, running at once: neither sees anything of the other. */
interface Side {
  readonly tenantId: string;
  readonly token: string;
  readonly caller: Caller;
  readonly device: ModbusDevice;
  readonly ask: (method: string, path: string, body?: unknown) => Promise<RestAnswer>;
  readonly pointId: string;
}
let test: TestEngine;
let url: string;
let a: Side;
let b: Side;

async function makeSide(tenantId: string, name: string, value: number): Promise<Side> {
  const token = await test.engine.tokens.create({ name, permissions: [...permissions], tenantIds: [tenantId] });
  const session = test.engine.tokenSession(token)!;
  const caller = callerOf(test.engine, session);
  const device = await startModbusDevice();
  device.unit.holdingRegisters[0] = value;
  const ask = restClient(url, token);
  await ask('POST', '/protocols/modbus/devices', { device_id: 'plc', unit_id: 1, host: '127.0.0.1', port: device.port, registers: [{ address: 0, register_type: 'holding_register', sensor_type: 'level' }] });
  await ask('POST', '/protocols/modbus/devices/plc/connect');
  const { project } = (await caller.call('project.current', {}))!;
  return { tenantId, token, caller, device, ask, pointId: project.devices[0]!.points[0]!.id };
}

beforeAll(async () => {
  test = await startTestEngine();
  ({ url } = await test.listen());
  const other = await test.engine.addTenant({ name: 'Other', color: '#112233', demonstration: false });
  a = await makeSide(test.engine.homeTenantId, 'a', 11);
  b = await makeSide(other.id, 'b', 22);
});
afterAll(async () => {
  await Promise.all([a.device.close(), b.device.close()]);
  await test.close();
});

it('gives each tenant the values of its own device of the same id', async () => {
  const read = async ({ ask }: Side) => at((await ask('GET', '/protocols/modbus/devices/plc/data')).body, 'readings.level_0.processed_value');
  expect([await read(a), await read(b)]).toEqual([11, 22]);
  expect([await at((await a.ask('GET', '/protocols/modbus/devices')).body, 'devices.plc.port'), at((await b.ask('GET', '/protocols/modbus/devices')).body, 'devices.plc.port')]).toEqual([a.device.port, b.device.port]);
});

it('writes to its own device only', async () => {
  await a.ask('POST', '/protocols/modbus/devices/plc/write', { address: 5, value: 4711 });
  expect([a.device.unit.holdingRegisters[5], b.device.unit.holdingRegisters[5]]).toEqual([4711, 0]);
});

it('answers 404 where the other tenant is asked for by name', async () => {
  for (const [own, other] of [[a, b], [b, a]] as const) {
    expect(await own.ask('GET', `/protocols/modbus/devices?tenant_id=${other.tenantId}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    const ipc = new IpcDoor(new Gate(test.engine), test.engine.tokenSession(own.token));
    expect(await ipc.invoke('project.current', {}, other.tenantId)).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(ipc.subscribe('devices', {}, async () => undefined, other.tenantId)).toMatchObject({ code: 'not_found' });
    const socket = await SocketClient.open(url);
    await socket.login(own.token);
    expect(await socket.request({ call: 'device.statuses', input: {}, tenantId: other.tenantId })).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(await socket.request({ subscribe: 'log', filter: {}, tenantId: other.tenantId })).toMatchObject({ ok: false, error: { code: 'not_found' } });
    socket.close();
  }
});

it('lists only the tenant that a token may see', async () => {
  expect((await a.caller.call('tenants.list', {})).map(({ id }) => id)).toEqual([a.tenantId]);
  expect((await b.caller.call('tenants.list', {})).map(({ id }) => id)).toEqual([b.tenantId]);
});

it('finds nothing by the ids of the other: points, devices, jobs, history, log', async () => {
  const device = (await b.caller.call('project.current', {}))!.project.devices[0]!;
  const { code } = { code: 'not_found' };
  expect(await a.caller.answer('point.inspect', { pointId: b.pointId })).toMatchObject({ error: { code } });
  expect(await a.caller.answer('device.diagnostics', { deviceId: device.id })).toMatchObject({ error: { code } });
  expect(await a.caller.answer('line.diagnostics', { lineId: device.lineId })).toMatchObject({ error: { code } });
  expect(await a.caller.answer('points.add', { deviceId: device.id, points: [makePoint()] })).toMatchObject({ error: { code } });
  expect(await a.caller.call('points.latest', { pointIds: [b.pointId, a.pointId] })).toMatchObject([{ pointId: a.pointId }]);
  const now = Date.now() * 1000;
  await eventually('b has a history', async () => (await b.caller.call('history.stats', {})).samples > 0);
  const [series] = await a.caller.call('history.range', { pointIds: [b.pointId], from: now - 60_000_000, to: now + 60_000_000 });
  expect(series?.times).toEqual([]);
  const job = await b.caller.call('history.exportCsv', { pointIds: [b.pointId], from: now - 60_000_000, to: now });
  expect(await a.caller.answer('job.result', { jobId: job.id })).toMatchObject({ error: { code } });
  expect(await a.caller.call('job.list', {})).toEqual([]);
  expect((await a.caller.call('log.recent', {})).filter(({ deviceId }) => deviceId === device.id)).toEqual([]);
});

it('sends the samples of a point to its own tenant only', async () => {
  const socket = await SocketClient.open(url);
  await socket.login(a.token);
  const foreign = await socket.request({ subscribe: 'samples', filter: { pointIds: [b.pointId] } });
  const own = await socket.request({ subscribe: 'samples', filter: { pointIds: [a.pointId] } });
  await socket.wait('own samples', (message) => message['subscription'] === at(own, 'value.subscription') && at(message, 'payload.0') !== undefined);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(socket.messages.filter((message) => message['subscription'] === at(foreign, 'value.subscription') && at(message, 'payload.0') !== undefined)).toEqual([]);
  socket.close();
});

it('tells nothing that happens in one tenant to a subscriber of the other, on any topic', async () => {
  const socket = await SocketClient.open(url);
  await socket.login(a.token);
  const topics = ['devices', 'lines', 'project', 'log', 'jobs', 'writing'] as const;
  const subscriptions = new Map<unknown, string>();
  for (const topic of topics) subscriptions.set(at(await socket.request({ subscribe: topic, filter: {} }), 'value.subscription'), topic);
  await eventually('every topic has told its present state', () => new Set(socket.messages.map((message) => subscriptions.get(message['subscription']))).size > topics.length);
  const { device, lineId } = (await b.caller.call('project.current', {}))!.project.devices.map((each) => ({ device: each.id, lineId: each.lineId }))[0]!;
  const before = socket.messages.length;
  // Each of these is told on a topic of b's.
  await b.ask('POST', '/protocols/modbus/devices/plc/disconnect');
  await b.ask('POST', '/protocols/modbus/devices/plc/connect');
  await b.caller.call('project.rename', { name: 'Secret of B' });
  await b.caller.call('writing.arm', { armed: true, minutes: 1 });
  const job = await b.caller.call('history.exportCsv', { pointIds: [b.pointId], from: 0, to: 1 });
  await eventually('the job has ended', async () => (await b.caller.call('job.list', {})).find(({ id }) => id === job.id)?.state === 'done');
  await b.caller.call('writing.arm', { armed: false });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const heard = socket.messages.slice(before).filter((message) => message['subscription'] !== undefined);
  // The devices and lines of a go on telling their round trips; nothing else has happened there.
  expect(new Set(heard.map((message) => subscriptions.get(message['subscription'])))).toEqual(new Set(['devices', 'lines']));
  const text = JSON.stringify(socket.messages);
  for (const secret of [device, lineId, job.id, b.pointId, b.tenantId, 'Secret of B', String(b.device.port)]) expect(text).not.toContain(secret);
  socket.close();
});

it('writes files, log and audit trail of a tenant into its own folder only', async () => {
  const job = await b.caller.call('history.exportCsv', { pointIds: [b.pointId], from: 0, to: 1 });
  await eventually('the job has ended', async () => (await b.caller.call('job.list', {})).find(({ id }) => id === job.id)?.hasFile === true);
  const files = (tenantId: string): string[] => readdirSync(join(test.dataDir, 'tenants', tenantId), { recursive: true, encoding: 'utf8' });
  expect(files(b.tenantId)).toContain(join('exports', job.id));
  expect(files(a.tenantId).filter((name) => name.includes(job.id))).toEqual([]);
  const projectOf = async ({ caller }: Side) => (await caller.call('project.current', {}))!.project.id;
  expect(files(a.tenantId).some((name) => name.endsWith('history.db'))).toBe(true);
  expect(files(a.tenantId).join()).not.toContain(await projectOf(b));
  const audit = readFileSync(join(test.dataDir, 'tenants', a.tenantId, 'audit.jsonl'), 'utf8');
  expect(audit).toContain('"user":"a"');
  expect(audit).not.toContain('"user":"b"');
  const shared = readdirSync(test.dataDir, { recursive: true, encoding: 'utf8' }).filter((name) => !name.startsWith('tenants'));
  for (const name of shared.filter((each) => statSync(join(test.dataDir, each)).isFile())) expect(readFileSync(join(test.dataDir, name), 'utf8')).not.toContain(b.pointId);
});

it('does not tell of the demonstration\'s tenant to a session that may not see it, nor lets it start or stop it', async () => {
  expect(await a.caller.call('demo.state', {})).toEqual({ running: false, tenantId: null });
  expect(await a.caller.answer('demo.start', {})).toMatchObject({ ok: false, error: { code: 'not_found' } });
  const all = callerOf(test.engine);
  const { tenantId } = await all.call('demo.start', {});
  expect(await a.caller.call('demo.state', {})).toEqual({ running: true, tenantId: null });
  for (const name of ['demo.start', 'demo.stop'] as const) {
    const answer = await a.caller.answer(name, {});
    expect(answer).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(JSON.stringify(answer)).not.toContain(tenantId);
  }
  const token = await test.engine.tokens.create({ name: 'demo', permissions: [...permissions], tenantIds: [tenantId] });
  const allowed = callerOf(test.engine, test.engine.tokenSession(token)!);
  expect(await allowed.call('demo.state', {})).toEqual({ running: true, tenantId });
  await allowed.call('demo.stop', {});
});

it('arms writing for one tenant only', async () => {
  await a.caller.call('writing.arm', { armed: true });
  expect((await a.caller.call('writing.state', {})).armed).toBe(true);
  expect((await b.caller.call('writing.state', {})).armed).toBe(false);
  await a.caller.call('writing.arm', { armed: false });
});

it('runs the demonstration plant in a tenant of its own, beside the others', async () => {
  const all = callerOf(test.engine);
  const { tenantId, projectId } = await all.call('demo.start', {});
  expect([a.tenantId, b.tenantId]).not.toContain(tenantId);
  const demo = callerOf(test.engine, test.engine.desktopSession('tester'), tenantId);
  await eventually('all its devices are connected', async () => {
    const statuses = await demo.call('device.statuses', {});
    return statuses.length > 0 && statuses.every(({ state }) => state === 'connected');
  });
  expect((await demo.call('project.current', {}))?.project).toMatchObject({ id: projectId, simulated: true });
  expect((await a.caller.call('project.current', {}))?.project.devices.map(({ deviceId }) => deviceId)).toEqual(['plc']);
  await all.call('demo.stop', {});
  expect(await all.call('demo.state', {})).toEqual({ running: false, tenantId });
  expect((await all.call('demo.start', {})).projectId).toBe(projectId);
  await eventually('its devices are connected again, on other ports', async () => (await demo.call('device.statuses', {})).every(({ state }) => state === 'connected'));
  await all.call('demo.stop', {});
});
