import { describe, expect, it } from 'vitest';
import { COMMAND_STATUS, Database, directOperate, eventPoll, type Command, type TaskOutcome } from '../../../electron/stacks/dnp3';
import { DrivenOutstation, type DrivenOutstationOptions } from '../../support/dnp3-driven-outstation';
import { Pair } from '../../support/dnp3-pair';

const CLASS_1 = '01 3C 02 06';
/** Direct operate of output 3: latch on, once. */
const LATCH_ON = '05 0C 01 17 01 03 03 01 00 00 00 00 00 00 00 00 00';

/** Outputs 3 with command events of class 1; the clock says 0x4571 at the start. */
function outstation(options: DrivenOutstationOptions = {}, analog = {}, binary = {}): DrivenOutstation {
  const driven = new DrivenOutstation({ points: { 'binary-output': [{ index: 3, commandEventClass: 1, ...binary }, { index: 4 }], 'analog-output': [{ index: 3, commandEventClass: 1, ...analog }] }, ...options });
  driven.device.epoch = 0x4571;
  driven.ask('CF 02 50 01 00 07 07 00');
  return driven;
}

const crob = (code: string): string => `05 0C 01 17 01 03 ${code} 01 00 00 00 00 00 00 00 00 00`;

describe('command events of an outstation', () => {
  it('tell the commanded state, the status and the time of a binary output that was operated', () => {
    const driven = outstation();
    expect(driven.ask(`C0 ${LATCH_ON}`)).toEqual(['C0 81 02 00 0C 01 17 01 03 03 01 00 00 00 00 00 00 00 00 00']);
    expect(driven.ask(`C1 ${CLASS_1}`)).toEqual(['E1 81 00 00 0D 02 17 01 03 80 71 45 00 00 00 00']);
    driven.ask('C1 00');
    driven.device.status = COMMAND_STATUS.local;
    driven.advance(1);
    driven.ask(`C2 ${crob('04')}`);
    expect(driven.ask(`C3 ${CLASS_1}`)).toEqual(['E3 81 00 00 0D 02 17 01 03 07 72 45 00 00 00 00']);
  });

  it.each([
    ['pulse on', '01', '80'],
    ['pulse off', '02', '00'],
    ['latch on', '03', '80'],
    ['latch off', '04', '00'],
    ['pulse on close', '41', '80'],
    ['pulse on trip', '81', '00'],
    ['nul', '00', '00'],
    ['a reserved operation', '07', '00'],
  ])('of %s have their state by the trip-close code, else by the operation', (_, code, octet) => {
    const driven = outstation({}, {}, { commandEventVariation: 1 });
    driven.ask(`C0 ${crob(code)}`);
    expect(driven.ask(`C1 ${CLASS_1}`)).toEqual([`E1 81 00 00 0D 01 17 01 03 ${octet}`]);
  });

  it.each([
    ['32-bit', '29 01 17 01 03 01 00 01 00 00', '2B 03 17 01 03 00 01 00 01 00 71 45 00 00 00 00'],
    ['16-bit', '29 02 17 01 03 FE FF 00', '2B 04 17 01 03 00 FE FF 71 45 00 00 00 00'],
    ['single precision', '29 03 17 01 03 00 00 C7 42 00', '2B 07 17 01 03 00 00 00 C7 42 71 45 00 00 00 00'],
    ['double precision', '29 04 17 01 03 9A 99 99 99 99 99 B9 3F 00', '2B 08 17 01 03 00 9A 99 99 99 99 99 B9 3F 71 45 00 00 00 00'],
  ])('of analog outputs commanded as %s have the variation with time that holds the value', (_, command, event) => {
    const driven = outstation();
    driven.ask(`C0 05 ${command}`);
    expect(driven.ask(`C1 ${CLASS_1}`)).toEqual([`E1 81 00 00 ${event}`]);
  });

  it.each([
    [1, '2B 01 17 01 03 00 07 00 00 00'],
    [2, '2B 02 17 01 03 00 07 00'],
    [3, '2B 03 17 01 03 00 07 00 00 00 71 45 00 00 00 00'],
    [4, '2B 04 17 01 03 00 07 00 71 45 00 00 00 00'],
    [5, '2B 05 17 01 03 00 00 00 E0 40'],
    [6, '2B 06 17 01 03 00 00 00 00 00 00 00 1C 40'],
    [7, '2B 07 17 01 03 00 00 00 E0 40 71 45 00 00 00 00'],
    [8, '2B 08 17 01 03 00 00 00 00 00 00 00 1C 40 71 45 00 00 00 00'],
  ])('of analog outputs are given as variation %i, by the setting of the point and by what a read asks for', (variation, event) => {
    const set = outstation({}, { commandEventVariation: variation });
    set.ask('C0 05 29 02 17 01 03 07 00 00');
    expect(set.ask(`C1 ${CLASS_1}`)).toEqual([`E1 81 00 00 ${event}`]);
    const asked = outstation();
    asked.ask('C0 05 29 02 17 01 03 07 00 00');
    expect(asked.ask(`C1 01 2B 0${variation} 06`)).toEqual([`E1 81 00 00 ${event}`]);
  });

  it('keep a value that the variation asked for cannot hold: a status cannot say "over range"', () => {
    const driven = outstation();
    driven.ask('C0 05 29 03 17 01 03 00 00 C7 42 00');
    expect(driven.ask('C1 01 2B 02 06')).toEqual(['E1 81 00 00 2B 07 17 01 03 00 00 00 C7 42 71 45 00 00 00 00']);
    const small = outstation({}, { commandEventVariation: 2 });
    small.ask('C0 05 29 01 17 01 03 00 00 01 00 00');
    expect(small.ask(`C1 ${CLASS_1}`)).toEqual(['E1 81 00 00 2B 08 17 01 03 00 00 00 00 00 00 00 F0 40 71 45 00 00 00 00']);
  });

  it('are made by an operate after its select and by one without acknowledgement, not by a select, nor where the device was not asked', () => {
    const driven = outstation({ settings: { maxControls: 1 } });
    driven.ask(`C0 03${LATCH_ON.slice(2)}`);
    expect(driven.session.events.waiting).toBe(0);
    driven.ask(`C1 04${LATCH_ON.slice(2)}`);
    expect(driven.session.events.waiting).toBe(1);
    driven.ask(`C2 04${LATCH_ON.slice(2)}`);
    expect(driven.session.events.waiting).toBe(1);
    driven.ask(`C3 06${LATCH_ON.slice(2)}`);
    expect(driven.session.events.waiting).toBe(2);
    driven.ask('C4 05 0C 01 17 02 04 03 01 00 00 00 00 00 00 00 00 00 03 03 01 00 00 00 00 00 00 00 00 00');
    expect(driven.session.events.waiting).toBe(2);
  });

  it('are not made of points without a class for them, whatever the class of their states, until a master assigns one', () => {
    const driven = outstation();
    const other = '05 0C 01 17 01 04 03 01 00 00 00 00 00 00 00 00 00';
    driven.ask(`C0 ${other}`);
    expect(driven.session.events.waiting).toBe(0);
    expect(driven.ask('C1 16 3C 03 06 0C 00 00 04 04')).toEqual(['C1 81 00 00']);
    driven.ask(`C2 ${other}`);
    expect(driven.ask('C3 01 3C 03 06')).toEqual(['E3 81 00 00 0D 02 17 01 04 80 71 45 00 00 00 00']);
    driven.ask('C3 00');
    expect(driven.ask('C4 16 3C 01 06 29 00 06 0C 00 00 03 09')).toEqual(['C4 81 00 04']);
    driven.ask(`C5 ${LATCH_ON}`);
    driven.ask('C6 05 29 02 17 01 03 07 00 00');
    expect(driven.session.events.waiting).toBe(0);
  });

  it('are limited apart from the events of the same points: neither pushes the other out', () => {
    const driven = outstation({ settings: { eventLimit: () => 1 } });
    driven.ask(`C0 ${LATCH_ON}`);
    driven.update('binary-output', 3, 1);
    expect(driven.session.events).toEqual({ waiting: 2, lost: 0, overflow: false });
    driven.ask(`C1 ${crob('04')}`);
    expect(driven.session.events).toEqual({ waiting: 2, lost: 1, overflow: true });
    expect(driven.ask(`C2 ${CLASS_1}`)).toEqual(['E2 81 00 08 0B 01 17 01 03 81 0D 02 17 01 03 00 71 45 00 00 00 00']);
    driven.ask('C2 00');
    expect(driven.session.events).toEqual({ waiting: 0, lost: 1, overflow: false });
  });

  it('need a point that is commanded and a variation that there is', () => {
    expect(() => new Database({ binary: [{ index: 0, commandEventClass: 1 }] })).toThrow(/not commanded/);
    expect(() => new Database({ 'binary-output': [{ index: 0, commandEventClass: 1, commandEventVariation: 3 }] })).toThrow(/Group 13 has no variation 3/);
    expect(() => new Database({ 'analog-output': [{ index: 0, commandEventVariation: 0 }] })).toThrow(/Group 43 has no variation 0/);
  });
});

describe('command events at a master', () => {
  it.each([true, false])('come as events with value, status and time, by unsolicited response %s', (unsolicited) => {
    const pair = new Pair({ points: { 'binary-output': [{ index: 3, eventClass: 0, commandEventClass: 1 }], 'analog-output': [{ index: 5, eventClass: 0, commandEventClass: 1 }] }, outstation: { unsolicited: { allowed: unsolicited, classes: [], retries: 3, retryDelayMs: 1000, gatherMs: 0 } }, master: { pollOnIndication: false } });
    pair.open();
    pair.run(100);
    pair.device.status = COMMAND_STATUS.blocked;
    const trip: Command = { group: 12, variation: 1, index: 3, value: { controlCode: 0x81, count: 1, onMs: 100, offMs: 0 } };
    const command = pair.submit<TaskOutcome>((done) => directOperate([trip, { group: 41, variation: 3, index: 5, value: { value: 99.5 } }], true, done));
    pair.run(50);
    expect(command.outcome).toMatchObject({ ok: false, failure: { kind: 'command' } });
    if (!unsolicited) pair.submit<TaskOutcome>((done) => eventPoll([1], done));
    pair.run(100);
    const at = pair.device.epoch;
    const seen = pair.handler.reports.filter(({ group }) => group === 13 || group === 43);
    expect(seen).toMatchObject([
      { group: 13, variation: 2, kind: 'event', index: 3, value: { value: 0, status: COMMAND_STATUS.blocked }, unsolicited },
      { group: 43, variation: 7, kind: 'event', index: 5, value: { value: 99.5, status: COMMAND_STATUS.blocked }, unsolicited },
    ]);
    for (const { value } of seen) expect((value.time ?? 0) - at).toBeGreaterThan(0);
    expect(pair.slave.events.waiting).toBe(0);
    expect(pair.master.counters.events).toBe(2);
  });
});
