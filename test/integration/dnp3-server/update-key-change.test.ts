import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { ActionResult } from '../../../shared/contract/device-actions';
import type { Opaque } from '../../../shared/domain/point';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf, type Caller } from '../../support/engine-caller';
import { startTestEngine, type TestEngine } from '../../support/test-engine';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

const KEY = '0123456789abcdef0123456789abcdef';
const NEW_KEY = '00112233445566778899aabbccddeeff';
const AUTHORITY = 'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf';
const OTHER_AUTHORITY = 'b0a1a2a3a4a5a6a7a8a9aaabacadaeaf';
const LONG = (key: string): string => `${key}${key}`;
const POINTS = [makePoint({ name: 'Close', dataType: 'boolean', access: 'read-write', address: { type: 'binary-output', index: 0 } })];
const WAIT = { timeout: 20_000, interval: 50 };
const CONFIRMED = 'Other masters that go by the same user cannot command this outstation until they have the new key too.';

interface Plant {
  readonly test: TestEngine;
  readonly caller: Caller;
  readonly deviceId: string;
  readonly simulatorId: string;
  readonly unitId: string;
  settings(): Promise<Opaque>;
  told(): Promise<string>;
  change(values: Opaque): Promise<ActionResult>;
  find(): Promise<ActionResult>;
  close(): Promise<{ readonly outcome: string }>;
}

/** A simulated outstation with an authority, and a device whose user has a name. */
async function plant(settings: Opaque = {}, unit: Opaque = {}): Promise<Plant> {
  const test = await startTestEngine();
  open.push(test);
  const caller = callerOf(test.engine);
  await caller.call('project.create', { name: 'Substation' });
  const users = [{ number: 5, name: 'Engineer', updateKey: KEY }];
  const served = { outstationAddress: 20, authentication: true, users, authorityKey: AUTHORITY, outstationName: 'RTU 20', ...unit };
  const { simulatorId } = await caller.call('simulator.add', { name: 'RTU', protocol: 'dnp3', ports: [{ port: 0 }], units: [{ settings: served, from: { kind: 'points', points: POINTS } }], enabled: true });
  const address = async () => (await caller.call('simulators.status', {}))[0]?.ports[0]?.address ?? '';
  await expect.poll(address, WAIT).toMatch(/:\d+$/);
  const port = Number(/:(\d+)$/.exec(await address())?.[1]);
  const { id } = await caller.call('device.add', {
    deviceId: 'MASTER',
    description: '',
    protocol: 'dnp3',
    lineName: null,
    lineSettings: { host: '127.0.0.1', port },
    settings: { outstationAddress: 20, eventPollS: 0, responseTimeoutMs: 1000, authentication: true, userNumber: 5, userName: 'Engineer', outstationName: 'RTU 20', updateKey: KEY, authorityKey: AUTHORITY, ...settings },
    pollIntervalMs: null,
    enabled: true,
  });
  await caller.call('points.add', { deviceId: id, points: POINTS });
  await caller.call('writing.arm', { armed: true, minutes: 5 });
  const project = async () => (await caller.call('project.current', {}))!.project;
  return {
    test,
    caller,
    deviceId: id,
    simulatorId,
    unitId: (await project()).simulators[0]!.units[0]!.id,
    settings: async () => (await project()).devices[0]!.settings,
    told: async () => ((await caller.call('device.diagnostics', { deviceId: id })).conditions ?? []).filter((each) => each.id === 'SECURE_AUTHENTICATION').map(({ title, trouble }) => `${trouble ? '! ' : ''}${title}`).join('\n'),
    change: (values) => caller.call('device.actWriting', { deviceId: id, request: { action: 'change-update-key', values }, confirmed: CONFIRMED, reason: 'Key of the year' }),
    find: () => caller.call('device.act', { deviceId: id, request: { action: 'find-update-key', values: {} } }),
    close: () => caller.call('point.write', { pointId: POINTS[0]!.id, value: true }),
  };
}

const hasKeys = async (given: Plant): Promise<void> => {
  await expect.poll(() => given.told(), WAIT).toBe('User 5 has session keys');
};

it('gives the outstation a new key, which it proves to have; commands go on, and the key of before works no more', async () => {
  const given = await plant();
  await hasKeys(given);
  const before = await given.settings();
  const result = await given.change({ method: '3', newKey: NEW_KEY });
  expect(result).toMatchObject({ outcome: 'done', message: 'The outstation has shown that it has the new update key of user 5. It is in use from now on' });
  await hasKeys(given);
  expect((await given.close()).outcome).toBe('verified');
  const after = await given.settings();
  expect(after['updateKey']).toMatch(/^vault:/);
  expect(after['updateKey']).not.toBe(before['updateKey']);
  expect(after['otherUpdateKey']).toBe('');
  // The driver was not made anew for it, and it is no step to undo.
  expect((await given.caller.call('project.current', {}))?.undoLabel).not.toContain('key');
  await given.caller.call('device.disconnect', { deviceId: given.deviceId });
  await given.caller.call('device.connect', { deviceId: given.deviceId });
  await hasKeys(given);
}, 60_000);

it("with method 4 the application makes the key, and the authority's key comes from the dialog", async () => {
  const given = await plant({ authorityKey: '' }, { authorityKey: LONG(AUTHORITY) });
  await hasKeys(given);
  expect(await given.change({ method: '4' })).toMatchObject({ outcome: 'not_sent', message: "The authority's key is needed: in this dialog, or in the settings of the device" });
  expect(await given.change({ method: '4', authorityKey: AUTHORITY })).toMatchObject({ outcome: 'not_sent' });
  expect(await given.change({ method: '4', authorityKey: LONG(AUTHORITY) })).toMatchObject({ outcome: 'done' });
  await hasKeys(given);
  expect((await given.close()).outcome).toBe('verified');
  expect((await given.settings())['authorityKey']).toBe('');
}, 60_000);

it('refused by the outstation the key of before stays in use, found out by trying it', async () => {
  const given = await plant();
  await hasKeys(given);
  const before = await given.settings();
  const result = await given.change({ method: '3', authorityKey: OTHER_AUTHORITY, newKey: NEW_KEY });
  expect(result.outcome).toBe('refused');
  expect(result.message).toContain('authentication failed');
  expect(result.message).toContain('The outstation still has the update key of before of user 5');
  expect(result.rows).toEqual([{ label: 'Key of before', value: 'works' }]);
  expect(await given.settings()).toEqual(before);
  expect((await given.close()).outcome).toBe('verified');
}, 60_000);

it('an outstation without authority refuses, and so does the application without names, armed writing or agreement', async () => {
  const given = await plant({ userName: '' }, { authorityKey: '' });
  await hasKeys(given);
  expect(await given.change({ method: '3', newKey: NEW_KEY })).toMatchObject({ outcome: 'not_sent', message: "The authority knows the user by a name: enter the user's name in the settings of the device" });
  const request = { action: 'change-update-key', values: { method: '3', newKey: NEW_KEY } };
  expect(await given.caller.answer('device.actWriting', { deviceId: given.deviceId, request, confirmed: '', reason: '' })).toMatchObject({ ok: false, error: { details: { reason: 'not_confirmed' } } });
  await given.caller.call('writing.arm', { armed: false, minutes: 5 });
  expect(await given.caller.answer('device.actWriting', { deviceId: given.deviceId, request, confirmed: CONFIRMED, reason: '' })).toMatchObject({ ok: false });
  expect(await given.caller.answer('device.act', { deviceId: given.deviceId, request })).toMatchObject({ ok: false, error: { details: { reason: 'changes_device' } } });
}, 60_000);

it.each([
  ['the new one', NEW_KEY, 'The outstation has the new update key of user 5'],
  ['the one of before', KEY, 'The outstation still has the update key of before of user 5'],
])('after a lost answer it tells by trying that the outstation has %s', async (_name, has, message) => {
  // What a lost answer leaves: two keys in the vault.
  const given = await plant({ otherUpdateKey: NEW_KEY }, { users: [{ number: 5, name: 'Engineer', updateKey: has }] });
  await expect.poll(async () => (await given.settings())['otherUpdateKey'] === '' || (await given.told()) !== '', WAIT).toBe(true);
  const found = await given.find();
  expect(found.outcome).toBe('done');
  // It may have been found out already, when the device connected.
  expect([message, 'The outstation has this update key of user 5'].filter((each) => found.message.includes(each))).toHaveLength(1);
  await hasKeys(given);
  await expect.poll(async () => (await given.settings())['otherUpdateKey'], WAIT).toBe('');
  expect((await given.close()).outcome).toBe('verified');
}, 90_000);

it('keeps both keys where the answer is lost with the connection, and settles which one is in use when it is back', async () => {
  const given = await plant();
  await hasKeys(given);
  await given.caller.call('simulator.switch', { simulatorId: given.simulatorId, unitId: given.unitId, switchId: 'dead', on: true });
  const result = await given.change({ method: '3', newKey: NEW_KEY });
  expect(result).toMatchObject({ outcome: 'no_answer' });
  expect(result.message).toContain('Both keys are in the vault');
  expect((await given.settings())['otherUpdateKey']).toMatch(/^vault:/);
  expect(await given.change({ method: '3', newKey: NEW_KEY })).toMatchObject({ outcome: 'not_sent', message: 'An earlier change has not come to its end: find out which update key works first' });
  await given.caller.call('simulator.switch', { simulatorId: given.simulatorId, unitId: given.unitId, switchId: 'dead', on: false });
  await expect.poll(async () => (await given.settings())['otherUpdateKey'], { ...WAIT, timeout: 60_000 }).toBe('');
  await hasKeys(given);
}, 120_000);

it('keeps all keys to the vault: in no project, export, log, diagnostics, audit trail or answer', async () => {
  const given = await plant();
  await hasKeys(given);
  const results = [await given.change({ method: '3', authorityKey: OTHER_AUTHORITY, newKey: NEW_KEY }), await given.change({ method: '3', authorityKey: AUTHORITY, newKey: NEW_KEY }), await given.caller.answer('device.actWriting', { deviceId: given.deviceId, request: { action: 'change-update-key', values: { newKey: `${NEW_KEY}0`, authorityKey: `${AUTHORITY}1` } }, confirmed: CONFIRMED, reason: '' })];
  await hasKeys(given);
  const exported = await given.caller.call('project.export', {});
  const files = readdirSync(given.test.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name}: ${readFileSync(join(entry.parentPath, entry.name), 'latin1')}`);
  expect(files.some((file) => file.includes('Change update key over the line'))).toBe(true);
  const sources = {
    results,
    exported: Buffer.from(exported.contentBase64, 'base64').toString('latin1'),
    project: await given.caller.call('project.current', {}),
    diagnostics: await given.caller.call('device.diagnostics', { deviceId: given.deviceId }),
    log: given.test.logLines,
  };
  for (const key of [KEY, NEW_KEY, AUTHORITY, OTHER_AUTHORITY]) {
    for (const [name, source] of Object.entries(sources)) expect(JSON.stringify(source).toLowerCase(), name).not.toContain(key);
    for (const file of files) expect(file.toLowerCase(), file.slice(0, 60)).not.toContain(key);
  }
  expect(sources.exported).not.toContain('vault:');
}, 60_000);
