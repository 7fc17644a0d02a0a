import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf, type Caller } from '../../support/engine-caller';
import { at, like } from '../../support/like';
import { madeUpProtocol } from '../../support/made-up-protocol';
import { eventually, startTestEngine, type TestEngine } from '../../support/test-engine';

const { protocol, device: held, lines } = madeUpProtocol();
let test: TestEngine;
let caller: Caller;
const edit = (deviceId: string, lineSettings: Record<string, string> = {}) => ({ deviceId, description: '', protocol: 'madeup', lineName: null, lineSettings, settings: {}, pollIntervalMs: null });
const project = async () => (await caller.call('project.current', {}))!.project;

beforeAll(async () => {
  test = await startTestEngine({ protocols: [protocol] });
  caller = callerOf(test.engine);
});
afterAll(() => test.close());

it('starts headless with a project called Default', async () => {
  expect(await project()).toMatchObject({ name: 'Default', devices: [], lines: [] });
});

it('adds devices on one line where their line is the same, and each change leaves the other undisturbed', async () => {
  const { id: first } = await caller.call('device.add', { ...edit('one', { key: 'a' }), enabled: true });
  await caller.call('device.add', { ...edit('two', { key: 'a' }), enabled: true });
  expect((await project()).lines).toHaveLength(1);
  expect(lines.made).toBe(1);
  expect([held('one').made, held('two').made]).toEqual([1, 1]);
  await caller.call('device.update', { id: first, ...edit('one', { key: 'b' }) });
  expect(new Set((await project()).lines.map(({ settings }) => settings['key']))).toEqual(new Set(['a', 'b']));
  expect([held('one').made, held('two').made]).toEqual([2, 1]);
  await caller.call('project.undo', {});
  expect((await project()).lines.map(({ settings }) => settings['key'])).toEqual(['a']);
  expect([held('one').made, held('two').made]).toEqual([3, 1]);
  await eventually('both are connected', async () => (await caller.call('device.statuses', {})).every(({ state }) => state === 'connected'));
});

it('refuses an edit that does not fit, naming the field, and changes nothing', async () => {
  const before = (await caller.call('project.current', {}))!.revision;
  expect(await caller.answer('device.add', { ...edit('one'), enabled: false })).toMatchObject({ ok: false, error: { code: 'conflict', details: { reason: 'duplicate_device' } } });
  expect(await caller.answer('device.add', { ...edit('three'), protocol: 'nothing', enabled: false })).toMatchObject({ ok: false, error: { code: 'bad_input', details: { fields: [{ path: 'protocol' }] } } });
  expect((await caller.call('project.current', {}))!.revision).toBe(before);
});

it('keeps a secret in the vault and its reference in the project, and opens it for the driver alone', async () => {
  const { id } = await caller.call('device.add', { ...edit('secretive', { key: 's', password: 'geheim-4711' }), enabled: false });
  const line = (await project()).lines.find(({ settings }) => settings['key'] === 's')!;
  expect(line.settings['password']).toMatch(/^vault:/);
  const files = readdirSync(test.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of files) expect(readFileSync(join(entry.parentPath, entry.name), 'latin1'), entry.name).not.toContain('geheim-4711');
  expect(test.logLines.join('')).not.toContain('geheim-4711');
  expect(Buffer.from((await caller.call('project.export', {})).contentBase64, 'base64').toString()).not.toContain('vault:');
  await caller.call('device.remove', { ids: [id] });
});

it('asks for a secret again when the line is moved to another peer, and takes its reference for no line to another', async () => {
  const { id } = await caller.call('device.add', { ...edit('moving', { key: 'here', password: 'geheim-4712' }), enabled: false });
  const password = z.string().parse((await project()).lines.find(({ settings }) => settings['key'] === 'here')!.settings['password']);
  const message = 'was kept for here, and this is there: enter it again';
  expect(await caller.answer('device.update', { id, ...edit('moving', { key: 'there', password }) })).toMatchObject({
    error: { code: 'bad_input', message: `Password ${message}.`, details: { fields: [{ path: 'lineSettings.password', message }] } },
  });
  expect(await caller.answer('device.add', { ...edit('thief', { key: 'there', password }), enabled: true })).toMatchObject({ error: { code: 'bad_input' } });
  await caller.call('device.update', { id, ...edit('moving', { key: 'here', password, retries: '3' }) });
  await caller.call('device.update', { id, ...edit('moving', { key: 'there', password: 'geheim-4712' }) });
  expect((await project()).lines.find(({ settings }) => settings['key'] === 'there')!.settings['password']).not.toBe(password);
  await caller.call('device.remove', { ids: [id] });
});

it('takes no secret as a default for new lines', async () => {
  expect(await caller.answer('protocol.configure', { protocol: 'madeup', enabled: true, lineDefaults: { password: 'geheim' }, deviceDefaults: {} })).toMatchObject({
    error: { code: 'bad_input', details: { fields: [{ path: 'lineDefaults.password', message: 'is entered for each line, not as a default' }] } },
  });
});

it('copies a device with its points under new identities, not connected', async () => {
  const one = (await project()).devices.find(({ deviceId }) => deviceId === 'one')!;
  await caller.call('points.add', { deviceId: one.id, points: [makePoint({ address: { at: 'x' }, sensorType: 'level' })] });
  const { id } = await caller.call('device.duplicate', { id: one.id, deviceId: 'copy' });
  const copy = (await project()).devices.find((device) => device.id === id)!;
  expect(copy).toMatchObject({ deviceId: 'copy', enabled: false, lineId: one.lineId });
  expect(copy.points).toHaveLength(1);
  expect(copy.points[0]?.id).not.toBe((await project()).devices.find((device) => device.id === one.id)?.points[0]?.id);
});

it('takes a protocol off: its devices are disconnected and refuse, and come back when it is on', async () => {
  await caller.call('protocol.configure', { protocol: 'madeup', enabled: false, lineDefaults: {}, deviceDefaults: {} });
  const statuses = await caller.call('device.statuses', {});
  expect(statuses.map(({ state }) => state)).toEqual(statuses.map(() => 'off'));
  const one = (await project()).devices[0]!;
  expect(await caller.answer('device.connect', { deviceId: one.id })).toMatchObject({ error: { code: 'conflict', details: { reason: 'protocol_off' } } });
  await caller.call('protocol.configure', { protocol: 'madeup', enabled: true, lineDefaults: {}, deviceDefaults: {} });
  await eventually('it is connected again', async () => (await caller.call('device.statuses', {})).find(({ deviceId }) => deviceId === one.id)?.state === 'connected');
});

it('exports a project and takes it in again with everything in it', async () => {
  const before = await project();
  const file = await caller.call('project.export', {});
  const { projectId, devices } = await caller.call('project.import', file);
  expect(devices).toBe(before.devices.length);
  const after = await project();
  expect(after.id).toBe(projectId);
  expect(after.devices.map(({ deviceId, settings }) => ({ deviceId, settings }))).toEqual(before.devices.map(({ deviceId, settings }) => ({ deviceId, settings })));
  await caller.call('project.open', { projectId: before.id });
});

it('reads a point list back as it was written, in a worker', async () => {
  const one = (await project()).devices.find(({ points }) => points.length > 0)!;
  for (const format of ['csv', 'xlsx'] as const) {
    const { contentBase64, name } = await caller.call('points.export', { deviceId: one.id, format });
    expect(name).toBe(`${one.deviceId}.${format}`);
    const { rows } = await caller.call('points.preview', { deviceId: one.id, format, contentBase64 });
    expect(rows).toMatchObject([{ action: 'same', problems: [] }]);
  }
  expect(await caller.answer('points.preview', { deviceId: one.id, format: 'xlsx', contentBase64: 'bm9uZQ==' })).toMatchObject({ error: { code: 'bad_input' } });
});

it('makes a CSV of samples as a job, whose file is fetched', async () => {
  const one = (await project()).devices.find(({ points }) => points.length > 0)!;
  const pointId = one.points[0]!.id;
  await eventually('there are samples', async () => (await caller.call('history.stats', {})).samples > 0);
  const now = Date.now() * 1000;
  const { id } = await caller.call('history.exportCsv', { pointIds: [pointId], from: now - 60_000_000, to: now + 1_000_000 });
  await eventually('it is done', async () => (await caller.call('job.list', {}))[0]?.state === 'done');
  const { name, contentBase64, part, parts } = await caller.call('job.result', { jobId: id });
  expect({ part, parts }).toEqual({ part: 0, parts: 1 });
  expect(await caller.answer('job.result', { jobId: id, part: 1 })).toMatchObject({ ok: false, error: { code: 'bad_input' } });
  expect(name).toMatch(/^samples .* UTC\.csv$/);
  expect(Buffer.from(contentBase64, 'base64').toString()).toContain(one.deviceId);
});

it('says what the engine measures about itself', async () => {
  const metrics = await caller.call('system.metrics', {});
  expect(metrics).toMatchObject({ eventLoopDelayP99Ms: like.number, points: 2, historyError: null, diskFreeBytes: like.number });
  expect(at(metrics, 'heapUsedBytes')).toBeGreaterThan(1e6);
});

it('goes on with the open project where another one cannot be opened', async () => {
  const { id } = await project();
  expect(await caller.answer('project.open', { projectId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' })).toMatchObject({ ok: false, error: { code: 'not_found', details: { reason: 'no_project' } } });
  expect((await project()).id).toBe(id);
  expect(held('one').closed).toBe(held('one').made - 1);
});

it('opens the last project again at the next start, and none after one was closed', async () => {
  const { id } = await project();
  await caller.call('preferences.set', { key: 'layout', value: { wide: true } });
  test = await test.restart();
  caller = callerOf(test.engine);
  expect((await project()).id).toBe(id);
  expect(await caller.call('preferences.get', { key: 'layout' })).toEqual({ value: { wide: true } });
  await eventually('what was connected is connected again', async () => (await caller.call('device.statuses', {})).some(({ state }) => state === 'connected'));
  await caller.call('project.close', {});
  expect(await caller.call('project.current', {})).toBeNull();
  expect(await caller.answer('points.latest', { pointIds: [] })).toMatchObject({ error: { code: 'conflict', details: { reason: 'no_project_open' } } });
  expect(await caller.call('device.statuses', {})).toEqual([]);
});
