import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../../shared/contract/common';
import { liveReportSchema, type LiveReport } from '../../../shared/contract/map-tools';
import { snapshotComparisonSchema, type SnapshotComparison } from '../../../shared/contract/snapshots';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf, type Caller } from '../../support/engine-caller';
import { like } from '../../support/like';
import { startPymodbusServer, type Peer } from '../../support/modbus-peers';
import { eventually, startTestEngine, type TestEngine } from '../../support/test-engine';

let test: TestEngine;
let server: Peer;
let screen: Caller;
let deviceId: string;
const holding = (name: string, address: number, fields: Parameters<typeof makePoint>[0] = {}) => makePoint({ name, address: { table: 'holding-register', address }, dataType: 'uint16', access: 'read-write', ...fields });
const points = {
  setpoint: holding('Setpoint', 100, { scale: 0.1, unit: '°C' }),
  limit: holding('Limit', 101),
  counter: holding('Counter', 102, { dataType: 'uint64' }),
  fixed: holding('Fixed', 110, { access: 'read' }),
  refused: holding('Refused', 1500),
  input: makePoint({ name: 'Input', address: { table: 'input-register', address: 5 }, dataType: 'uint16' }),
};

/** What another master writes, with pymodbus's own client. */
function otherMasterWrites(address: number, values: readonly number[]): void {
  execFileSync('/usr/bin/python3', ['-c', `from pymodbus.client import ModbusTcpClient
c = ModbusTcpClient("127.0.0.1", port=${server.port}); c.connect()
assert not c.write_registers(${address}, [${values.join(',')}], slave=1).isError(); c.close()`]);
}

async function ended(job: Job): Promise<Job> {
  let now = job;
  await eventually(`${job.title} ends`, async () => {
    now = (await screen.call('job.list', {})).find(({ id }) => id === job.id) ?? now;
    return now.state !== 'running';
  }, 30_000);
  return now;
}

async function resultOf(started: Job): Promise<unknown> {
  const job = await ended(started);
  expect(job).toMatchObject({ state: 'done', hasFile: true });
  const { contentBase64, parts } = await screen.call('job.result', { jobId: job.id, part: 0 });
  expect(parts).toBe(1);
  return JSON.parse(Buffer.from(contentBase64, 'base64').toString());
}

async function comparison(snapshotId: string): Promise<SnapshotComparison> {
  return snapshotComparisonSchema.parse(await resultOf(await screen.call('snapshot.compare', { snapshotId, with: { kind: 'now' } })));
}

async function take(name: string): Promise<string> {
  expect(await ended(await screen.call('snapshot.take', { name }))).toMatchObject({ state: 'done' });
  const { snapshots, problems } = await screen.call('snapshots.list', {});
  expect(problems).toEqual([]);
  return snapshots[0]!.id;
}

beforeAll(async () => {
  test = await startTestEngine();
  server = await startPymodbusServer();
  screen = callerOf(test.engine);
  ({ id: deviceId } = await screen.call('device.add', { deviceId: 'plc', description: '', protocol: 'modbus', lineName: null, lineSettings: { host: '127.0.0.1', port: server.port }, settings: { timeoutMs: 1000 }, pollIntervalMs: 60_000, enabled: true }));
  await screen.call('points.add', { deviceId, points: Object.values(points) });
  await eventually('the values are there', async () => (await screen.call('points.latest', { pointIds: [points.setpoint.id] }))[0]?.quality.level === 'good');
});
afterAll(async () => {
  await server?.close();
  await test?.close();
});

describe('snapshots of a device that another master writes to', () => {
  let snapshotId: string;

  it('keep every value as found, bad ones with their reason', async () => {
    snapshotId = await take('As found');
    const { head, devices } = await screen.call('snapshot.get', { snapshotId });
    expect(head).toMatchObject({ name: 'As found', takenBy: 'tester', devices: ['plc'], values: 6, bad: 1 });
    const values = Object.fromEntries(devices[0]!.values.map((value) => [value.name, value]));
    expect(values['Setpoint']).toMatchObject({ value: 10, raw: '0064', quality: { level: 'good' } });
    // 102, 103, 104, 105 in four registers: more than a number holds exactly.
    expect(values['Counter']).toMatchObject({ value: (102n * 2n ** 48n + 103n * 2n ** 32n + 104n * 2n ** 16n + 105n).toString() });
    expect(values['Refused']).toMatchObject({ value: null, quality: { level: 'bad', reason: 'Exception 2' } });
    const { contentBase64 } = await screen.call('snapshot.exportCsv', { snapshotId });
    expect(Buffer.from(contentBase64, 'base64').toString()).toContain('plc,Setpoint,100,uint16,10,°C,good');
  });

  it('differ in what the other master changed, and in nothing else', async () => {
    otherMasterWrites(100, [250, 7]);
    otherMasterWrites(102, [0, 0, 0, 9]);
    otherMasterWrites(110, [4711]);
    const { rows } = await comparison(snapshotId);
    const byName = new Map(rows.map((row) => [row.name, row]));
    expect(byName.get('Setpoint')).toMatchObject({ state: 'different', old: { value: 10 }, now: { value: 25 }, delta: 15, notRestorable: '' });
    expect(byName.get('Limit')).toMatchObject({ state: 'different', delta: -94 });
    expect(byName.get('Counter')).toMatchObject({ state: 'different', delta: (9n - (102n * 2n ** 48n + 103n * 2n ** 32n + 104n * 2n ** 16n + 105n)).toString() });
    expect(byName.get('Fixed')).toMatchObject({ state: 'different', notRestorable: 'Is read-only' });
    expect(byName.get('Refused')).toMatchObject({ state: 'unknown', notRestorable: 'Was bad: Exception 2' });
    expect(byName.get('Input')).toMatchObject({ state: 'same' });
  });

  it('are restored by armed screens only, chosen values only, each written once, read back and in the audit trail', async () => {
    const { rows } = await comparison(snapshotId);
    const chosen = rows.filter(({ name }) => name !== 'Input' && name !== 'Limit').map(({ pointId, now }) => ({ pointId, expectedRaw: now?.raw ?? null }));
    expect(await screen.answer('snapshot.restore', { snapshotId, values: chosen })).toMatchObject({ ok: false, error: { code: 'conflict', details: { reason: 'not_armed' } } });
    await screen.call('writing.arm', { armed: true, minutes: 5 });
    const job = await ended(await screen.call('snapshot.restore', { snapshotId, values: chosen, reason: 'as found' }));
    expect(job).toMatchObject({ state: 'done', done: 4, total: 4 });
    const restored = Object.fromEntries((await screen.call('snapshot.restored', { jobId: job.id })).rows.map(({ pointId, ...row }) => [pointId, row]));
    expect(restored[points.setpoint.id]).toMatchObject({ outcome: 'verified' });
    expect(restored[points.counter.id]).toMatchObject({ outcome: 'verified' });
    expect(restored[points.fixed.id]).toEqual({ outcome: 'skipped', message: 'Is read-only' });
    expect(restored[points.refused.id]).toEqual({ outcome: 'skipped', message: 'Was bad: Exception 2' });
    const after = await comparison(snapshotId);
    expect(after.rows.filter(({ state }) => state === 'different').map(({ name }) => name)).toEqual(['Limit', 'Fixed']);
    const markers = await screen.call('history.markers', { pointIds: [points.setpoint.id], from: 0, to: Number.MAX_SAFE_INTEGER });
    expect(markers).toEqual([expect.objectContaining({ user: 'tester', oldValue: 25, newValue: 10, outcome: 'verified' })]);
  });

  it('leave a value alone that has changed again since it was shown', async () => {
    const { rows } = await comparison(snapshotId);
    const limit = rows.find(({ name }) => name === 'Limit')!;
    otherMasterWrites(101, [8]);
    const job = await ended(await screen.call('snapshot.restore', { snapshotId, values: [{ pointId: limit.pointId, expectedRaw: limit.now?.raw ?? null }] }));
    const [row] = (await screen.call('snapshot.restored', { jobId: job.id })).rows;
    expect(row).toMatchObject({ outcome: 'skipped', message: like.containing('has changed since it was shown') });
    expect((await comparison(snapshotId)).rows.find(({ name }) => name === 'Limit')?.now?.value).toBe(8);
  });

  it('begin no further write once writing is disarmed', async () => {
    await screen.call('writing.arm', { armed: false, minutes: 5 });
    expect(await screen.answer('snapshot.restore', { snapshotId, values: [{ pointId: points.limit.id, expectedRaw: null }] })).toMatchObject({ ok: false });
  });

  it('come along with an exported project, and stand by the points there', async () => {
    const exported = await screen.call('project.export', {});
    const { projectId: home } = { projectId: (await screen.call('project.current', {}))!.project.id };
    const imported = await screen.call('project.import', exported);
    // The tenant has these points: the new project's got ids of their own.
    expect(imported.notes.join()).toContain('identities of their own');
    const { snapshots } = await screen.call('snapshots.list', {});
    expect(snapshots).toEqual([expect.objectContaining({ name: 'As found', values: 6 })]);
    const { devices } = await screen.call('snapshot.get', { snapshotId: snapshots[0]!.id });
    const now = (await screen.call('project.current', {}))!.project.devices[0]!;
    expect(devices[0]!.values.map(({ pointId }) => pointId)).toEqual(now.points.map(({ id }) => id));
    await screen.call('project.open', { projectId: home });
  });

  it('that are damaged are named and stop nothing', async () => {
    const project = (await screen.call('project.current', {}))!.project.id;
    const { homeTenantId } = test.engine;
    const folder = join(test.engine.runtime(homeTenantId).storage.store.paths(project).snapshots);
    const file = join(folder, `${snapshotId}.jsonl`);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.split('\n').slice(0, 1).join('\n') + '\n');
    expect(await screen.answer('snapshot.get', { snapshotId })).toMatchObject({ ok: false, error: { code: 'conflict', message: like.containing('has 0 values, and should have 6') } });
    writeFileSync(file, text.slice(0, 40));
    expect((await screen.call('snapshots.list', {})).problems).toEqual([{ file: `${snapshotId}.jsonl`, message: 'is no snapshot, or it was cut short' }]);
  });
});

describe('a map against its live device', () => {
  it('tells which addresses answer, which are refused by name, and which are read in the wrong order', async () => {
    // 78.5 as float32 is 429D 0000; with its words swapped it is no value of any plant.
    otherMasterWrites(200, [0x0000, 0x429d]);
    const swapped = holding('Swapped', 200, { dataType: 'float32', access: 'read' });
    const nan = holding('None', 210, { dataType: 'float32', access: 'read' });
    otherMasterWrites(210, [0x7fc0, 0]);
    await screen.call('points.add', { deviceId, points: [swapped, nan] });
    const report: LiveReport = liveReportSchema.parse(await resultOf(await screen.call('map.checkLive', { deviceId, forgetFindings: true })));
    const rows = Object.fromEntries(report.rows.map((row) => [row.name, row]));
    expect(rows['Setpoint']).toMatchObject({ outcome: 'answers', message: '' });
    expect(rows['Refused']).toMatchObject({ outcome: 'refused', message: like.containing('Exception 2: ') });
    expect(rows['Swapped']?.outcome).toBe('odd');
    expect(rows['Swapped']?.suggestions).toContainEqual(expect.objectContaining({ label: 'float32 CDAB', value: '78.5' }));
    expect(rows['None']).toMatchObject({ outcome: 'odd', message: like.containing('Not a number') });
  });

  it('shows the refused address in the picture of the address space', async () => {
    await eventually('the finding is kept', async () => (await screen.call('map.coverage', { deviceId })).tables.some(({ refused }) => refused > 0));
    const { tables } = await screen.call('map.coverage', { deviceId });
    const registers = tables.find(({ id }) => id === 'holding-register')!;
    expect(registers.stretches).toContainEqual({ from: 1500, count: 1, state: 'refused' });
  });
});
