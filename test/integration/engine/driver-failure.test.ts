import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { callerOf, type Caller } from '../../support/engine-caller';
import { makePoint } from '../../support/domain-fixtures';
import { madeUpProtocol, type MadeUpDevice } from '../../support/made-up-protocol';
import { eventually, startTestEngine, type TestEngine } from '../../support/test-engine';
import { like } from '../../support/like';

const { protocol, device: held, lines } = madeUpProtocol();
let test: TestEngine;
let caller: Caller;
let sick: MadeUpDevice;
let ids: { sick: string; well: string };

beforeAll(async () => {
  test = await startTestEngine({ protocols: [protocol] });
  caller = callerOf(test.engine);
  const add = (deviceId: string) =>
    caller.call('device.add', { deviceId, description: '', protocol: 'madeup', lineName: null, lineSettings: {}, settings: {}, pollIntervalMs: null, enabled: true });
  ids = { sick: (await add('sick')).id, well: (await add('well')).id };
  for (const deviceId of [ids.sick, ids.well]) await caller.call('points.add', { deviceId, points: [makePoint({ address: { at: 'a' } })] });
  sick = held('sick');
});
afterAll(() => test.close());

const status = async (id: string) => (await caller.call('device.statuses', {})).find(({ deviceId }) => deviceId === id)!;
const isConnected = (id: string) => eventually('it is connected and has values', async () => (await status(id)).state === 'connected' && (await status(id)).pointsGood === 1);

beforeEach(async () => {
  sick.trouble = 'none';
  await isConnected(ids.sick);
  await isConnected(ids.well);
});

for (const [what, trouble] of [['rejects a read', 'read'], ['can not even be made', 'make'], ['throws in a guarded function of a socket', 'guarded'], ['throws when it is connected', 'connect']] as const) {
  it(`takes down one device alone when its driver ${what}, logs it with an id, and brings it back`, async () => {
    const wellBefore = { since: (await status(ids.well)).since, made: held('well').made, line: lines.made };
    const madeBefore = sick.made;
    sick.trouble = trouble;
    if (trouble !== 'read') {
      await caller.call('device.disconnect', { deviceId: ids.sick });
      if (trouble === 'make') {
        const { project } = (await caller.call('project.current', {}))!;
        const device = project.devices.find(({ id }) => id === ids.sick)!;
        await caller.call('device.update', { id: device.id, deviceId: 'sick', description: '', protocol: 'madeup', lineName: null, lineSettings: {}, settings: { again: sick.made }, pollIntervalMs: null });
      }
      await caller.call('device.connect', { deviceId: ids.sick });
    }
    await eventually('it is in error', async () => (await status(ids.sick)).state === 'error');
    const { errorId, reason, nextTryAt, pointsGood } = await status(ids.sick);
    expect(errorId).toMatch(/^E-[0-9A-F]{8}$/);
    expect(reason).toContain(errorId);
    expect(nextTryAt).not.toBeNull();
    expect(pointsGood).toBe(0);
    const entry = (await caller.call('log.recent', { deviceId: ids.sick })).findLast((each) => each.errorId === errorId);
    expect(entry).toMatchObject({ level: 'error', source: 'sick', message: `The driver failed and is made anew. The log file has the cause under ${errorId}.` });
    const line = test.logLines.find((each) => each.includes(errorId!))!;
    expect(JSON.parse(line)).toMatchObject({ level: 50, err: { stack: like.containing('made-up-protocol') } });

    const well = await status(ids.well);
    expect(well).toMatchObject({ state: 'connected', pointsGood: 1, since: wellBefore.since });
    expect({ made: held('well').made, line: lines.made }).toEqual({ made: wellBefore.made, line: wellBefore.line });

    sick.trouble = 'none';
    await isConnected(ids.sick);
    expect(sick.made).toBeGreaterThan(madeBefore);
    expect((await status(ids.sick)).errorId).toBeNull();
  }, 40_000);
}

it('does not hear what the driver of before still calls back', async () => {
  const before = sick.context!;
  sick.trouble = 'read';
  await eventually('it is in error', async () => (await status(ids.sick)).state === 'error');
  before.onState({ state: 'lost', reason: 'from the grave', nextTryAt: null });
  before.guard(() => {
    throw new Error('from the grave');
  })();
  expect((await status(ids.sick)).reason).not.toContain('grave');
  expect(test.logLines.filter((line) => line.includes('from the grave'))).toEqual([]);
}, 40_000);
