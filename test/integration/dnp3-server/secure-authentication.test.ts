import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { SimulatorStatus } from '../../../shared/contract/simulators';
import type { Opaque } from '../../../shared/domain/point';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf, type Caller } from '../../support/engine-caller';
import { startTestEngine, type TestEngine } from '../../support/test-engine';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

const KEY = '0123456789abcdef0123456789abcdef';
const OTHER_KEY = 'fedcba9876543210fedcba9876543210';
const LONG_KEY = `${KEY}${OTHER_KEY}`;
const POINTS = [makePoint({ name: 'Voltage', address: { type: 'analog-input', index: 0 } }), makePoint({ name: 'Close', dataType: 'boolean', access: 'read-write', address: { type: 'binary-output', index: 0 } })];
const WAIT = { timeout: 15_000, interval: 50 };

interface Plant {
  readonly test: TestEngine;
  readonly caller: Caller;
  readonly deviceId: string;
  readonly unitId: string;
  readonly simulatorId: string;
  state(): Promise<{ readonly state: string; readonly reason: string }>;
  /** Trouble and daily business that the device tells of authentication. */
  told(): Promise<string>;
  counter(label: string): Promise<number>;
  setVoltage(value: number): Promise<void>;
  /** Everything is read by hand until this voltage is seen. */
  reads(voltage: number): Promise<void>;
  close(): Promise<{ readonly outcome: string; readonly message: string }>;
  /** How often masters sent the object of group 120. */
  asked(objects: string): Promise<number>;
  edit(settings: Opaque): Promise<void>;
  order(switchId: string, on?: boolean): Promise<unknown>;
}

/** A simulated outstation that asks for authentication, and a device with these settings. */
async function plant(settings: Opaque, unitSettings: Opaque = { users: [{ updateKey: KEY }] }): Promise<Plant> {
  const test = await startTestEngine();
  open.push(test);
  const caller = callerOf(test.engine);
  await caller.call('project.create', { name: 'Substation' });
  const unit = { outstationAddress: 20, authentication: true, ...unitSettings };
  const { simulatorId } = await caller.call('simulator.add', { name: 'RTU', protocol: 'dnp3', ports: [{ port: 0 }], units: [{ settings: unit, from: { kind: 'points', points: POINTS } }], enabled: true });
  const status = async (): Promise<SimulatorStatus | undefined> => (await caller.call('simulators.status', {})).find((each) => each.simulatorId === simulatorId);
  await expect.poll(async () => (await status())?.ports[0]?.address, WAIT).toMatch(/:\d+$/);
  const port = Number(/:(\d+)$/.exec((await status())?.ports[0]?.address ?? '')?.[1]);
  const given = (own: Opaque) => ({
    deviceId: 'MASTER',
    description: '',
    protocol: 'dnp3',
    lineName: null,
    lineSettings: { host: '127.0.0.1', port },
    settings: { outstationAddress: 20, eventPollS: 0, responseTimeoutMs: 1000, ...own },
    pollIntervalMs: null,
    enabled: true,
  });
  const { id } = await caller.call('device.add', given(settings));
  await caller.call('points.add', { deviceId: id, points: POINTS });
  await caller.call('writing.arm', { armed: true, minutes: 5 });
  const simulated = (await caller.call('project.current', {}))!.project.simulators[0]!.units[0]!;
  const idOf = (name: string): string => POINTS.find((point) => point.name === name)!.id;
  const voltage = async () => (await caller.call('points.latest', { pointIds: [idOf('Voltage')] }))[0]?.value;
  return {
    test,
    caller,
    deviceId: id,
    unitId: simulated.id,
    simulatorId,
    state: async () => (await caller.call('device.statuses', {})).find((each) => each.deviceId === id)!,
    told: async () => ((await caller.call('device.diagnostics', { deviceId: id })).conditions ?? []).filter((each) => each.id === 'SECURE_AUTHENTICATION').map(({ title, next, trouble }) => `${trouble ? '! ' : ''}${title}. ${next}`).join('\n'),
    counter: async (label) => (await caller.call('device.diagnostics', { deviceId: id })).counters.find((each) => each.label === label)?.value ?? -1,
    setVoltage: async (value) => void (await caller.call('simulator.setValue', { simulatorId, pointId: simulated.points.find(({ name }) => name === 'Voltage')!.id, value })),
    reads: async (wanted) => {
      const read = async () => {
        await caller.call('device.readNow', { deviceId: id });
        return voltage();
      };
      await expect.poll(read, WAIT).toBe(wanted);
    },
    close: () => caller.call('point.write', { pointId: idOf('Close'), value: true }),
    asked: async (objects) => (await caller.call('simulator.asked', { simulatorId })).asked.filter((each) => each.operation.startsWith('32') && each.addresses.startsWith(objects)).reduce((sum, { count }) => sum + count, 0),
    edit: async (own) => void (await caller.call('device.update', { ...given(own), id })),
    order: (switchId, on = true) => caller.call('simulator.switch', { simulatorId, unitId: simulated.id, switchId, on }),
  };
}

const hasKeys = async (given: Plant, timeout = WAIT.timeout): Promise<void> => {
  await expect.poll(() => given.told(), { ...WAIT, timeout }).toMatch(/^User 1 has session keys\. They are changed in 15 min$/);
};

it.each([
  ['each challenged, 128 bits', { updateKey: KEY, aggressiveMode: false }, { users: [{ updateKey: KEY }] }, 2],
  ['in aggressive mode after the first challenge, 256 bits, every response authenticated too', { updateKey: LONG_KEY, challenges: 'all' }, { users: [{ updateKey: LONG_KEY }], alsoCritical: 'all' }, 0],
])('commands with the right key are carried out: %s', async (_name, settings, unit, challenged) => {
  const given = await plant({ authentication: true, ...settings }, unit);
  await hasKeys(given);
  expect((await given.close()).outcome).toBe('verified');
  const before = await given.asked('g120v2');
  expect((await given.close()).outcome).toBe('verified');
  // Select and operate are each answered for where nothing goes in aggressive mode.
  expect((await given.asked('g120v2')) - before).toBe(challenged);
  expect(await given.state()).toMatchObject({ state: 'connected', reason: '' });
  expect(await given.counter('Session keys changed')).toBe(1);
  expect(await given.counter('Authentications that failed')).toBe(0);
});

it('is refused with a wrong key in words, while reading goes on, and works once the right one is entered', async () => {
  const given = await plant({ authentication: true, updateKey: OTHER_KEY });
  await expect.poll(async () => (await given.state()).reason, WAIT).toContain('The outstation refuses the update key of user 1');
  expect(await given.told()).toMatch(/^! The outstation refuses the update key of user 1\. It has another one: enter the same key on both sides/);
  const refused = await given.close();
  expect(refused).toMatchObject({ outcome: 'refused' });
  expect(refused.message).toContain('user 1 has no session keys; nothing was carried out');
  expect(await given.caller.call('simulator.writes', { simulatorId: given.simulatorId })).toEqual([]);
  await given.setVoltage(231.5);
  await given.reads(231.5);
  expect((await given.state()).state).toBe('connected');
  const { asked } = await given.caller.call('simulator.asked', { simulatorId: given.simulatorId });
  expect(asked.map(({ refusal }) => refusal)).toContain('User 1: authentication failed');
  await given.edit({ authentication: true, updateKey: KEY });
  await hasKeys(given);
  expect((await given.close()).outcome).toBe('verified');
});

it('without a key says that the outstation asks for one, and reads', async () => {
  const given = await plant({});
  await expect.poll(async () => (await given.state()).reason, WAIT).toContain('The outstation asks for authentication, and this device has no key. Switch secure authentication on');
  await given.setVoltage(12);
  await given.reads(12);
  const refused = await given.close();
  expect(refused.outcome).toBe('refused');
  expect(refused.message).toContain('there is no key for it here; nothing was carried out');
});

it('on without a key that was entered says so; an unknown user and a user who may only read are told apart', async () => {
  const given = await plant({ authentication: true }, { users: [{ updateKey: KEY }, { number: 7, updateKey: OTHER_KEY, role: 'viewer' }] });
  await expect.poll(() => given.told(), WAIT).toMatch(/^! Secure authentication is on, and no update key of user 1 is entered/);
  await given.edit({ authentication: true, updateKey: KEY, userNumber: 9 });
  await expect.poll(() => given.told(), WAIT).toMatch(/^! The outstation does not know user 9/);
  await given.edit({ authentication: true, updateKey: OTHER_KEY, userNumber: 7 });
  await expect.poll(() => given.told(), WAIT).toMatch(/^User 7 has session keys/);
  const refused = await given.close();
  expect(refused.outcome).toBe('refused');
  expect(refused.message).toContain('the user may not do this');
});

it('comes back by itself after session keys were forgotten, and after wrong keys were set right in the outstation', async () => {
  const given = await plant({ authentication: true, updateKey: KEY });
  await hasKeys(given);
  expect((await given.close()).outcome).toBe('verified');
  await given.order('forget-keys');
  await expect.poll(async () => (await given.close()).outcome, WAIT).toBe('verified');
  expect(await given.counter('Session keys changed')).toBe(2);
  await given.order('wrong-key');
  await expect.poll(async () => ((await given.close()).outcome === 'refused' ? given.told() : ''), WAIT).toContain('The outstation refuses the update key of user 1');
  await given.order('wrong-key', false);
  // Pauses between its tries have grown.
  await hasKeys(given, 45_000);
  expect((await given.close()).outcome).toBe('verified');
}, 90_000);

it('keeps twenty users apart, and refuses one more, a number that comes twice and a key that is none', async () => {
  const keyOf = (number: number): string => number.toString(16).padStart(32, '0');
  const users = Array.from({ length: 20 }, (_, at) => ({ number: at + 1, name: `Engineer ${at + 1}`, updateKey: keyOf(at + 1) }));
  const given = await plant({ authentication: true, userNumber: 20, updateKey: keyOf(20) }, { users });
  await expect.poll(() => given.told(), WAIT).toMatch(/^User 20 has session keys/);
  await given.edit({ authentication: true, userNumber: 19, updateKey: keyOf(20) });
  await expect.poll(() => given.told(), WAIT).toMatch(/^! The outstation refuses the update key of user 19/);
  const changed = (list: Opaque[]) => given.caller.answer('simulator.updateUnit', { simulatorId: given.simulatorId, unitId: given.unitId, settings: { users: list } });
  expect(await changed([...users, { number: 21 }])).toMatchObject({ ok: false });
  expect(JSON.stringify(await changed([{ number: 3 }, { number: 3 }]))).toContain('user 3 comes twice');
  expect(JSON.stringify(await changed([{ number: 3, name: 'A' }, { number: 4, name: 'A' }]))).toContain('two users have the name A');
  expect(JSON.stringify(await changed([{ number: 3, updateKey: '12' }]))).toContain('settings.users.0.updateKey');
  expect(await changed(users.slice(0, 18))).toMatchObject({ ok: true });
  await expect.poll(() => given.told(), WAIT).toMatch(/^! The outstation does not know user 19/);
});

it('keeps update keys to the vault: in no export, project, log, diagnostics, audit trail or refusal', async () => {
  const given = await plant({ authentication: true, updateKey: KEY }, { users: [{ updateKey: KEY }, { number: 2, updateKey: OTHER_KEY }] });
  await hasKeys(given);
  await given.close();
  const bad = await given.caller.answer('simulator.updateUnit', { simulatorId: given.simulatorId, unitId: given.unitId, settings: { users: [{ updateKey: `${KEY}0` }] } });
  expect(bad).toMatchObject({ ok: false });
  const exported = await given.caller.call('project.export', {});
  const files = readdirSync(given.test.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name}: ${readFileSync(join(entry.parentPath, entry.name), 'latin1')}`);
  const sources = {
    exported: Buffer.from(exported.contentBase64, 'base64').toString('latin1'),
    bad,
    project: await given.caller.call('project.current', {}),
    diagnostics: await given.caller.call('device.diagnostics', { deviceId: given.deviceId }),
    asked: await given.caller.call('simulator.asked', { simulatorId: given.simulatorId }),
    log: given.test.logLines,
  };
  expect(files.length).toBeGreaterThan(0);
  for (const [name, source] of Object.entries(sources)) for (const key of [KEY, OTHER_KEY]) expect(JSON.stringify(source).toLowerCase(), name).not.toContain(key);
  for (const file of files) for (const key of [KEY, OTHER_KEY]) expect(file.toLowerCase(), file.slice(0, 60)).not.toContain(key);
  // Where the project names them, a reference stands; in the export nothing.
  expect(JSON.stringify((await given.caller.call('project.current', {}))!.project.simulators)).toMatch(/"number":2,"name":"","updateKey":"vault:/);
  expect(sources.exported).not.toContain('vault:');
});
