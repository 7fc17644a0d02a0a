import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommandSender } from '../../../electron/protocols/dnp3/command-sender';
import { FLAG, IIN } from '../../../electron/stacks/dnp3';
import type { Opaque } from '../../../shared/domain/point';
import { startStation, type Station } from '../../support/dnp3-station';
import { ActingDevice } from '../../support/dnp3-acting-device';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf, type Caller } from '../../support/engine-caller';
import { like } from '../../support/like';
import { eventually, startTestEngine, type TestEngine } from '../../support/test-engine';

const device = new ActingDevice();
let station: Station;
let test: TestEngine;
let caller: Caller;
let deviceId: string;

const output = makePoint({ name: 'Breaker', dataType: 'boolean', access: 'read-write', address: { type: 'binary-output', index: 0 } });
const position = makePoint({ name: 'Position', dataType: 'boolean', address: { type: 'binary-input', index: 0 } });
const setpoint = makePoint({ name: 'Setpoint', dataType: 'float32', scale: 0.1, access: 'read-write', address: { type: 'analog-output', index: 1 } });
const counter = makePoint({ name: 'Strokes', dataType: 'uint32', address: { type: 'counter', index: 0 } });
const crob = (more: Opaque = {}): Opaque => ({ mode: 'select', operation: 'latchOn', tripClose: 'nul', clear: false, queue: false, count: 1, onTimeMs: 100, offTimeMs: 200, ...more });
const order = (more: Partial<{ options: Opaque; feedback: { pointId: string; expected?: boolean | number | null; withinMs?: number } | null; reason: string }> = {}) => ({ commandId: randomUUID(), pointId: output.id, options: crob(), feedback: { pointId: output.id, expected: true }, ...more });
const set = (type: 'binary' | 'analog' | 'binary-output' | 'analog-output' | 'counter', index: number, value: number): void => {
  station.database.update(type, index, { value, flags: FLAG.online, time: Date.now() }, performance.now());
};
const state = async () => (await caller.call('device.statuses', {})).find((status) => status.deviceId === deviceId)?.state;
const auditLines = (): string => {
  const root = join(test.dataDir, 'tenants');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /audit.*\.jsonl$/.test(name))
    .map((name) => readFileSync(join(root, name), 'utf8'))
    .join('');
};

beforeAll(async () => {
  station = await startStation({ device, attributes: [{ variation: 252, value: 'Maker' }, { variation: 250, value: 'RTU 7' }] });
  test = await startTestEngine();
  caller = callerOf(test.engine);
  await caller.call('project.create', { name: 'Plant' });
  ({ id: deviceId } = await caller.call('device.add', {
    deviceId: 'rtu',
    description: '',
    protocol: 'dnp3',
    lineName: null,
    lineSettings: { host: '127.0.0.1', port: station.port },
    settings: { outstationAddress: 10, responseTimeoutMs: 2000, eventPollS: 0, timeSync: 'none', selectTimeoutMs: 1500 },
    pollIntervalMs: null,
    enabled: true,
  }));
  await caller.call('points.add', { deviceId, points: [output, position, setpoint, counter] });
  await caller.call('writing.arm', { armed: true, minutes: 5 });
  await vi.waitUntil(async () => (await state()) === 'connected', { timeout: 15_000, interval: 50 });
}, 30_000);
beforeEach(() => {
  device.status = 0;
  device.onOperate = ({ group, index, value }) => set(group === 12 ? 'binary-output' : 'analog-output', index, group === 12 ? Number((value.controlCode ?? 0) === 3) : (value.value ?? 0));
  set('binary-output', 0, 0);
  device.selected.length = 0;
  device.operated.length = 0;
});
afterAll(async () => {
  await test.close();
  await station.kill();
});

describe('a command with its options', () => {
  it('offers its form with the same output as feedback', async () => {
    const { form } = await caller.call('point.commandForm', { pointId: output.id });
    expect(form).toMatchObject({ takesValue: false, feedbackPointId: output.id });
    expect(form?.fields.map(({ key }) => key)).toEqual(['operation', 'tripClose', 'count', 'onTimeMs', 'offTimeMs', 'clear', 'queue', 'mode']);
    expect(await caller.call('point.commandForm', { pointId: position.id })).toEqual({ form: null });
    const prepared = await caller.call('point.prepareCommand', { pointId: output.id, options: crob() });
    expect(prepared).toMatchObject({ operation: 'Select before operate: Latch on, count 1, on 100 ms, off 200 ms', twoSteps: false, expected: true, problem: '' });
  });

  it('is selected, operated, seen in its feedback, and says so step by step', async () => {
    const given = order({ options: crob({ count: 2, onTimeMs: 77 }), reason: 'commissioning' });
    const run = await caller.call('point.command', given);
    expect(run).toMatchObject({ state: 'ended', verdict: 'feedback', message: like.matching(/^Feedback seen after .*Breaker shows on$/) });
    expect(run.events.map(({ step }) => step)).toEqual(like.listWith('prepared', 'selected', 'accepted', 'feedback', 'verdict'));
    expect(run.events.every(({ afterMs }, at) => at === 0 || run.events[at - 1]?.step === 'accepted' || afterMs >= (run.events[at - 1]?.afterMs ?? 0))).toBe(true);
    expect(device.selected).toHaveLength(1);
    expect(device.operated).toMatchObject([{ how: 'selected', command: { index: 0, value: { controlCode: 3, count: 2, onMs: 77, offMs: 200 } } }]);
    expect(await caller.call('point.commandRun', { commandId: given.commandId })).toEqual({ run });
    expect(auditLines()).toContain('rtu Breaker: Select before operate: Latch on, count 2, on 77 ms, off 200 ms');
    expect(auditLines()).toContain('commissioning');
  });

  it('is never carried out twice by the same id', async () => {
    const given = order();
    await caller.call('point.command', given);
    await expect(caller.call('point.command', given)).rejects.toThrow('given already');
    expect(device.operated).toHaveLength(1);
  });

  it('is not said to be unsent when the driver fails under it', async () => {
    const send = vi.spyOn(CommandSender.prototype, 'send').mockRejectedValueOnce(new Error('broken'));
    const given = order();
    expect(await caller.call('point.command', given)).toMatchObject({ state: 'ended', verdict: 'no_answer', message: like.containing('The driver failed while the command was under way. It may have been carried out') });
    send.mockRestore();
    // The driver is made anew, as after any failure of its own.
    await eventually('the device is back', async () => (await caller.call('device.statuses', {})).find((each) => each.deviceId === deviceId)?.state === 'connected');
  });

  it('was accepted, but nothing followed', async () => {
    device.onOperate = () => undefined;
    const run = await caller.call('point.command', order({ feedback: { pointId: output.id, expected: true, withinMs: 400 } }));
    expect(run).toMatchObject({ verdict: 'no_feedback', message: 'Accepted, but Breaker did not change as it should within 400 ms: it shows off', advice: like.containing('not repeated') });
    expect(device.operated).toHaveLength(1);
  });

  it('watches another point for any change', async () => {
    set('binary', 0, 0);
    await caller.call('device.readNow', { deviceId });
    device.onOperate = () => {
      setTimeout(() => set('binary', 0, 1), 150);
    };
    const run = await caller.call('point.command', order({ feedback: { pointId: position.id, expected: null } }));
    expect(run).toMatchObject({ verdict: 'feedback', message: like.containing('Position shows on') });
  });

  it('is refused under local control, with what to do', async () => {
    device.status = 7;
    const run = await caller.call('point.command', order());
    expect(run).toMatchObject({ verdict: 'refused', message: like.containing('7 LOCAL'), advice: 'Switch the outstation from local to remote, then command again' });
    expect(device.operated).toHaveLength(0);
  });

  it('without acknowledgement is judged by its feedback alone', async () => {
    const run = await caller.call('point.command', order({ options: crob({ mode: 'direct-no-ack' }) }));
    expect(run.verdict).toBe('feedback');
    expect(run.events.map(({ step }) => step)).toContain('sent');
    expect(device.operated).toMatchObject([{ how: 'direct-no-ack' }]);
    expect((await caller.call('point.command', order({ options: crob({ mode: 'direct-no-ack' }), feedback: null }))).verdict).toBe('sent');
  });

  it('to an analog output is sent by the chosen variation and seen in engineering units', async () => {
    const run = await caller.call('point.command', { commandId: randomUUID(), pointId: setpoint.id, value: 12.3, options: { mode: 'direct', variation: '3' }, feedback: { pointId: setpoint.id, expected: 12.3 } });
    expect(run).toMatchObject({ verdict: 'feedback', message: like.containing('12.3') });
    expect(device.operated).toMatchObject([{ command: { group: 41, variation: 3, value: { value: 123 } } }]);
  });

  it('is not sent while read-only is on', async () => {
    await caller.call('writing.arm', { armed: false, minutes: 5 });
    await expect(caller.call('point.command', order())).rejects.toThrow('not armed');
    await caller.call('writing.arm', { armed: true, minutes: 5 });
    expect(device.selected).toHaveLength(0);
  });
});

describe('a command in two steps', () => {
  const given = () => order({ options: crob({ mode: 'two-steps' }) });

  it('waits selected, and is operated by the second one', async () => {
    const { commandId, ...rest } = given();
    const run = await caller.call('point.command', { commandId, ...rest });
    expect(run).toMatchObject({ state: 'selected', verdict: null });
    expect(run.selectedUntil).toBeGreaterThan(Date.now() * 1000);
    expect(device.operated).toHaveLength(0);
    expect(await caller.call('point.operate', { commandId })).toMatchObject({ verdict: 'feedback' });
    expect(device.operated).toMatchObject([{ how: 'selected' }]);
    await expect(caller.call('point.operate', { commandId })).rejects.toThrow('Nothing is selected');
    expect(auditLines()).toContain('rtu Breaker: operate, Select, then operate: Latch on');
  });

  it('is never operated once it was cancelled, and the outstation is asked other things again', async () => {
    const { commandId, ...rest } = given();
    await caller.call('point.command', { commandId, ...rest });
    await caller.call('point.cancelCommand', { commandId });
    expect((await caller.call('point.commandRun', { commandId })).run).toMatchObject({ verdict: 'cancelled' });
    await expect(caller.call('point.operate', { commandId })).rejects.toThrow('Nothing is selected');
    expect(await caller.call('device.readNow', { deviceId })).toMatchObject({ good: 4 });
    expect(device.operated).toHaveLength(0);
  });

  it('lapses by itself when the time of the select is over', async () => {
    const { commandId, ...rest } = given();
    await caller.call('point.command', { commandId, ...rest });
    await expect.poll(async () => (await caller.call('point.commandRun', { commandId })).run?.verdict, { timeout: 10_000 }).toBe('cancelled');
    await expect(caller.call('point.operate', { commandId })).rejects.toThrow('Nothing is selected');
    expect(device.operated).toHaveLength(0);
  });

  it('ends at once where the select is refused', async () => {
    device.status = 10;
    expect(await caller.call('point.command', given())).toMatchObject({ verdict: 'refused', message: like.containing('AUTOMATION_INHIBIT') });
  });
});

describe('actions by hand', () => {
  const act = (action: string, values: Opaque = {}) => caller.call('device.act', { deviceId, request: { action, values } });
  const actWriting = (action: string, values: Opaque = {}, confirmed = '') => caller.call('device.actWriting', { deviceId, request: { action, values }, confirmed });

  it('read everything, or the events of a class', async () => {
    expect(await act('integrity-poll')).toMatchObject({ outcome: 'done', message: 'Everything was read' });
    expect(await act('class-poll', { classes: '2' })).toMatchObject({ outcome: 'done', message: 'The events of class 2 were read' });
  });

  it('say what the outstation says of itself, and set its time by the action that it names', async () => {
    device.iin = IIN.localControl;
    await act('integrity-poll');
    const conditions = async () => (await caller.call('device.diagnostics', { deviceId })).conditions ?? [];
    expect(await conditions()).toMatchObject([{ id: 'LOCAL_CONTROL', trouble: true, next: like.containing('local to remote') }]);
    device.iin = 0;
    await act('integrity-poll');
    expect(await conditions()).toEqual([]);
    const before = device.times.length;
    expect(await actWriting('time-sync', { how: 'lan' })).toMatchObject({ outcome: 'done' });
    expect(Math.abs((device.times[before] ?? 0) - Date.now())).toBeLessThan(5000);
  });

  it('measure the delay and compare the clocks', async () => {
    device.epoch += 3_600_000;
    const result = await act('measure-delay');
    expect(result).toMatchObject({ outcome: 'done', message: like.containing('ahead of') });
    const { clock } = (await caller.call('device.eventPath', { deviceId })) ?? {};
    expect(clock?.offsetMs).toBeGreaterThan(3_500_000);
    device.epoch -= 3_600_000;
    await act('measure-delay');
  });

  it('take writing only with the permission, a restart only when it was agreed to', async () => {
    await expect(act('freeze')).rejects.toThrow('permission to write');
    await expect(actWriting('cold-restart')).rejects.toThrow('has to be confirmed');
    const { actions = [] } = (await caller.call('protocol.list', {})).find(({ name }) => name === 'dnp3') ?? {};
    device.restartMs = 1200;
    const confirm = actions.find(({ id }) => id === 'cold-restart')?.confirm ?? '';
    expect(await actWriting('cold-restart', {}, confirm)).toMatchObject({ outcome: 'done', message: 'It restarts, and is back in 1.2 s as it says' });
    expect(auditLines()).toContain('rtu Cold restart');
    await expect.poll(state, { timeout: 10_000 }).toBe('connected');
  });

  it('freeze counters, assign classes, write deadbands, and tell what is not there', async () => {
    expect(await actWriting('freeze', { points: '20', clear: false })).toMatchObject({ outcome: 'done', message: 'All counters are frozen; the frozen values were read' });
    expect(await actWriting('assign-class', { points: '30', from: 0, to: 1, eventClass: '3' })).toMatchObject({ outcome: 'done' });
    expect(station.database.point('analog', 1)?.eventClass).toBe(3);
    expect(await actWriting('assign-class', { points: '30', from: 5, to: 1, eventClass: '3' })).toMatchObject({ outcome: 'not_sent' });
    expect(await actWriting('write-deadband', { index: 900, deadband: 3, variation: '1' })).toMatchObject({ outcome: 'refused' });
    expect(auditLines()).toContain('rtu Assign a class, points 30, from 0, to 1, eventClass 3');
  });

  it('read what it says it is', async () => {
    const { sections } = await caller.call('device.identify', { deviceId });
    expect(sections).toMatchObject([{ problem: '', rows: like.listWith({ label: 'Manufacturer', value: 'Maker' }, { label: 'Product name and model', value: 'RTU 7' }) }]);
  });
});

it('follows events from the outstation to here, and finds the gap of a counting point', async () => {
  await caller.call('device.resetEventPath', { deviceId, countingPointId: counter.id });
  for (const value of [5, 6, 9]) set('counter', 0, value);
  for (const value of [7, 8]) set('analog', 1, value);
  const path = async () => caller.call('device.eventPath', { deviceId });
  await expect.poll(async () => (await path())?.counting?.events, { timeout: 10_000 }).toBe(3);
  const found = await path();
  expect(found?.counting).toMatchObject({ lost: 2, repeated: 0 });
  expect(found?.newest.findLast(({ pointId }) => pointId === counter.id)).toMatchObject({ address: 'CTR 0', value: 9, flags: ['ONLINE'], how: 'unsolicited', repeated: false });
  await expect.poll(async () => (await path())?.delay.unsolicited?.count, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
});

it('says by itself what explains that an outstation is silent', async () => {
  const other = await startStation({ address: 1, master: 10, unsolicited: false });
  const { id } = await caller.call('device.add', { deviceId: 'silent', description: '', protocol: 'dnp3', lineName: null, lineSettings: { host: '127.0.0.1', port: other.port }, settings: { outstationAddress: 10, responseTimeoutMs: 300, linkTimeoutMs: 300 }, pollIntervalMs: null, enabled: true });
  try {
    const reason = async () => (await caller.call('device.statuses', {})).find((status) => status.deviceId === id)?.reason;
    await expect.poll(reason, { timeout: 20_000 }).toContain('The addresses are swapped: outstation 1 answers master 10');
    expect(await reason()).toContain('Swap the addresses');
  } finally {
    await caller.call('device.remove', { ids: [id] });
    await other.kill();
  }
}, 30_000);
