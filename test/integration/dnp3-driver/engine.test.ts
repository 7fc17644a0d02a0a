import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLAG } from '../../../electron/stacks/dnp3';
import { startStation, type Station } from '../../support/dnp3-station';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf, type Caller } from '../../support/engine-caller';
import { startTestEngine, type TestEngine } from '../../support/test-engine';

/** An outstation through everything: project, driver, acquisition, writes, loss and return. */
let station: Station;
let test: TestEngine;
let caller: Caller;
let deviceId: string;

const analog = makePoint({ name: 'Voltage', dataType: 'float32', scale: 0.1, address: { type: 'analog-input', index: 1 } });
const binary = makePoint({ name: 'Breaker', dataType: 'boolean', address: { type: 'binary-input', index: 1 } });
const missing = makePoint({ name: 'Not there', dataType: 'uint32', address: { type: 'counter', index: 77 } });
const output = makePoint({ name: 'Close', dataType: 'boolean', access: 'read-write', address: { type: 'binary-output', index: 0, control: 'trip-close', onTimeMs: 100 } });
const edit = (settings: Record<string, number | string> = {}, port = station.port) => ({
  deviceId: 'rtu',
  description: '',
  protocol: 'dnp3',
  lineName: null,
  lineSettings: { host: '127.0.0.1', port },
  settings: { outstationAddress: 10, responseTimeoutMs: 500, linkTimeoutMs: 300, linkRetries: 0, eventPollS: 0, ...settings },
  pollIntervalMs: null,
});
const latest = async (pointId: string) => (await caller.call('points.latest', { pointIds: [pointId] }))[0];
const state = async () => (await caller.call('device.statuses', {})).find((status) => status.deviceId === deviceId)?.state;

beforeAll(async () => {
  station = await startStation();
  test = await startTestEngine();
  caller = callerOf(test.engine);
  await caller.call('project.create', { name: 'Plant' });
  ({ id: deviceId } = await caller.call('device.add', { ...edit(), enabled: true }));
  await caller.call('points.add', { deviceId, points: [analog, binary, missing, output] });
});
afterAll(async () => {
  await test.close();
  await station.kill();
});

it('brings what the start-up integrity poll found to the screens, scaled and with its flags', async () => {
  await expect.poll(state, { timeout: 10_000 }).toBe('connected');
  await expect.poll(async () => (await latest(analog.id))?.value, { timeout: 5000 }).toBeCloseTo(0.1, 9);
  expect(await latest(binary.id)).toMatchObject({ value: true, quality: { level: 'good', flags: ['ONLINE'] } });
});

it('brings an event as it happens, with the time the outstation gave it', async () => {
  const time = Date.now() - 3000;
  station.database.update('analog', 1, { value: 42, flags: FLAG.online | FLAG.overRange, time }, performance.now());
  await expect.poll(async () => (await latest(analog.id))?.value, { timeout: 5000 }).toBeCloseTo(4.2, 6);
  expect(await latest(analog.id)).toMatchObject({ sourceTime: time * 1000, quality: { level: 'uncertain', reason: 'Over range', flags: ['ONLINE', 'OVER_RANGE'] } });
});

it('reads everything on demand, and says which point the outstation does not have', async () => {
  expect(await caller.call('device.readNow', { deviceId })).toMatchObject({ good: 3, bad: 1 });
  expect((await latest(missing.id))?.quality).toMatchObject({ level: 'bad', reason: 'The outstation has no such point' });
});

it('operates an output once, by select and operate, and tells a refusal by its status', async () => {
  await caller.call('writing.arm', { armed: true, minutes: 5 });
  const prepared = await caller.call('point.prepareWrite', { pointId: output.id, value: true });
  expect(prepared).toMatchObject({ operation: 'Select before operate: Close (pulse on)', problem: '' });
  await caller.call('point.write', { pointId: output.id, value: true });
  expect(station.device.selected).toHaveLength(1);
  expect(station.device.operated).toMatchObject([{ how: 'selected', command: { group: 12, index: 0, value: { controlCode: 0x41, count: 1, onMs: 100 } } }]);
  station.device.status = 7;
  const refused = await caller.call('point.write', { pointId: output.id, value: false });
  expect(refused).toMatchObject({ outcome: 'refused' });
  expect(refused.message).toContain('Command status 7 LOCAL, the output is under local control');
  expect(refused.message).toContain('Switch the outstation from local to remote');
  expect(station.device.operated).toHaveLength(1);
  station.device.status = 0;
});

describe('a connection test', () => {
  it('goes through line, link, application and points, beside the device at work', async () => {
    const result = await caller.call('device.test', { deviceId, edit: edit() });
    expect(result.steps.map(({ name, ok }) => [name, ok])).toEqual([['Connection', true], ['Link status', true], ['Application', true], ['Points', false]]);
    expect(result.diagnosis).toContain('does not have 1 of 4 points');
    expect(await state()).toBe('connected');
  });

  it('reads points also of an outstation that holds reads back until its first unsolicited response is confirmed', async () => {
    const other = await startStation();
    const given = { ...edit({}, other.port), deviceId: 'other' };
    const { id } = await caller.call('device.add', { ...given, enabled: false });
    await caller.call('points.add', { deviceId: id, points: [makePoint({ dataType: 'float32', address: { type: 'analog-input', index: 1 } })] });
    try {
      const result = await caller.call('device.test', { deviceId: id, edit: given });
      expect(result.steps.map(({ name, ok }) => [name, ok])).toEqual([['Connection', true], ['Link status', true], ['Application', true], ['Points', true]]);
      expect(result.success).toBe(true);
    } finally {
      await caller.call('device.remove', { ids: [id] });
      await other.kill();
    }
  });

  it('says that nothing listens', async () => {
    const result = await caller.call('device.test', { deviceId: null, edit: { ...edit({}, 1), deviceId: 'other' } });
    expect(result).toMatchObject({ success: false, steps: [{ name: 'Connection', ok: false }] });
    expect(result.diagnosis).toContain('refuses the connection');
  });

  it('names the outstations of the line that do answer', async () => {
    const result = await caller.call('device.test', { deviceId: null, edit: { ...edit({ outstationAddress: 12 }), deviceId: 'other' } });
    expect(result).toMatchObject({ success: false, diagnosis: 'Outstation 12 does not answer, and the line works: outstation 10 of this project answers master 1' });
  }, 20_000);

  it.each([
    ['swapped addresses', { address: 1, master: 10 }, 'The addresses are swapped: outstation 1 answers master 10'],
    ['the address by the self address', { address: 77, master: 1, selfAddress: true }, "The outstation's address is 77, not 10"],
    ['another master', { address: 10, master: 100 }, 'Outstation 10 answers master 100, not master 1'],
    ['another outstation', { address: 1024, master: 1 }, 'outstation 1024 answers'],
    ['swapped addresses of one that speaks up', { address: 1, master: 10, unsolicited: true }, 'The addresses are swapped: outstation 1 speaks to master 10'],
    ['another master of one that speaks up', { address: 10, master: 4321, unsolicited: true }, 'Outstation 10 speaks to master 4321, not to master 1'],
    ['unusual addresses of one that speaks up', { address: 4322, master: 4321, unsolicited: true }, 'outstation 4322 speaks to master 4321'],
    ['nobody', { address: 4322, master: 4321 }, 'Nothing answers'],
  ])('finds %s behind silence', async (_what, options, diagnosis) => {
    const other = await startStation({ unsolicited: false, ...options });
    try {
      const result = await caller.call('device.test', { deviceId: null, edit: { ...edit({}, other.port), deviceId: 'other' } });
      expect(result.success).toBe(false);
      expect(result.diagnosis).toContain(diagnosis);
      expect(result.suggestions.length).toBeGreaterThan(0);
    } finally {
      await other.kill();
    }
  }, 20_000);
});

it('shows an outstation that stays silent on an open line', async () => {
  const silent = await startStation({ address: 500 });
  const { id } = await caller.call('device.add', { ...edit({}, silent.port), deviceId: 'silent', enabled: true });
  const status = async () => (await caller.call('device.statuses', {})).find((each) => each.deviceId === id);
  await expect.poll(async () => (await status())?.state, { timeout: 10_000 }).toBe('lost');
  expect((await status())?.reason).toContain('outstation 10 does not answer master 1');
  await caller.call('device.remove', { ids: [id] });
  await silent.kill();
}, 20_000);

it('says bad when the outstation is gone, and comes back by itself with everything read again', async () => {
  const { port } = station;
  await station.kill();
  await expect.poll(async () => (await latest(analog.id))?.quality.level, { timeout: 5000 }).toBe('bad');
  expect(await state()).toBe('lost');
  station = await startStation({ port });
  station.database.update('analog', 1, { value: 7, flags: FLAG.online }, performance.now());
  await expect.poll(state, { timeout: 15_000 }).toBe('connected');
  await expect.poll(async () => (await latest(analog.id))?.value, { timeout: 5000 }).toBeCloseTo(0.7, 6);
}, 30_000);
