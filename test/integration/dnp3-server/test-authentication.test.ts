import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Opaque } from '../../../shared/domain/point';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf, type Caller } from '../../support/engine-caller';
import { startTestEngine, type TestEngine } from '../../support/test-engine';

const KEY = '0123456789abcdef0123456789abcdef';
const OTHER_KEY = 'fedcba9876543210fedcba9876543210';
const POINTS = [makePoint({ name: 'Voltage', address: { type: 'analog-input', index: 0 } })];
const WAIT = { timeout: 15_000, interval: 50 };

let test: TestEngine;
let caller: Caller;
let port = 0;

beforeAll(async () => {
  test = await startTestEngine();
  caller = callerOf(test.engine);
  await caller.call('project.create', { name: 'Substation' });
  // Three outstations, so that wrong keys at one are not held against the others.
  const unit = (outstationAddress: number, more: Opaque = {}) => ({ settings: { outstationAddress, authentication: true, users: [{ updateKey: KEY }], ...more }, from: { kind: 'points' as const, points: POINTS } });
  const { simulatorId } = await caller.call('simulator.add', { name: 'RTU', protocol: 'dnp3', ports: [{ port: 0 }], units: [unit(20), unit(21), unit(22, { authentication: false }), unit(23, { alsoCritical: 'reads' })], enabled: true });
  const address = async (): Promise<string> => (await caller.call('simulators.status', {})).find((each) => each.simulatorId === simulatorId)?.ports[0]?.address ?? '';
  await vi.waitUntil(async () => /:\d+$/.test(await address()), WAIT);
  port = Number((await address()).split(':').at(-1));
}, 30_000);
afterAll(() => test.close());

const edit = (settings: Opaque, enabled = false) => ({
  deviceId: 'MASTER',
  description: '',
  protocol: 'dnp3',
  lineName: null,
  lineSettings: { host: '127.0.0.1', port },
  settings: { outstationAddress: 20, responseTimeoutMs: 500, authentication: true, updateKey: KEY, ...settings },
  pollIntervalMs: null,
  enabled,
});
const tried = async (settings: Opaque) => caller.call('device.test', { deviceId: null, edit: edit(settings) });
const stepOf = ({ steps }: Awaited<ReturnType<typeof tried>>) => steps.find(({ name }) => name === 'Secure authentication');

describe('the connection test of a device with secure authentication', () => {
  it('gets session keys with the right update key, and goes on to the points', async () => {
    const result = await tried({});
    expect(stepOf(result)).toMatchObject({ ok: true, message: 'User 1 has session keys: the update key fits' });
    expect(result).toMatchObject({ success: true });
    expect(result.steps.at(-1)?.name).toBe('Application');
  });

  it('says that the update key does not fit, and what to try', async () => {
    const result = await tried({ outstationAddress: 21, updateKey: OTHER_KEY });
    expect(result).toMatchObject({ success: false, diagnosis: 'The update key of user 1 does not fit: the outstation has another one' });
    expect(result.suggestions[0]?.title).toBe('Enter the same update key on both sides');
    expect(JSON.stringify(result)).not.toContain(OTHER_KEY);
  });

  it('says that the outstation does not know the user, and that no key was entered', async () => {
    expect(await tried({ userNumber: 7 })).toMatchObject({ success: false, diagnosis: 'The outstation does not know user 7' });
    expect(await tried({ updateKey: '' })).toMatchObject({ success: false, diagnosis: 'No update key of user 1 is entered' });
  });

  it('says that the outstation has no secure authentication', async () => {
    const result = await tried({ outstationAddress: 22 });
    expect(result.success).toBe(false);
    expect(result.suggestions[0]?.title).toBe('Look whether it has secure authentication version 5 switched on');
  });

  it('takes a challenge of a read for what it is', async () => {
    const reader = { ...edit({ outstationAddress: 23 }), deviceId: 'READER' };
    const { id } = await caller.call('device.add', reader);
    await caller.call('points.add', { deviceId: id, points: POINTS });
    expect(await caller.call('device.test', { deviceId: id, edit: reader })).toMatchObject({ success: true, diagnosis: 'Outstation 23 answers, and asks for authentication of reads' });
    const result = await caller.call('device.test', { deviceId: id, edit: { ...reader, settings: { ...reader.settings, authentication: false } } });
    expect(result).toMatchObject({ success: false, diagnosis: 'Outstation 23 asks for authentication' });
  });

  it('leaves the session keys of a connected device alone', async () => {
    const { id } = await caller.call('device.add', edit({}, true));
    await expect.poll(async () => (await caller.call('device.statuses', {})).find(({ deviceId }) => deviceId === id)?.state, WAIT).toBe('connected');
    const result = await caller.call('device.test', { deviceId: id, edit: edit({}, true) });
    expect(stepOf(result)).toMatchObject({ ok: null });
    expect(result.success).toBe(true);
  });
});
