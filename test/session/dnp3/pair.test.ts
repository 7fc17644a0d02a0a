import { describe, expect, it } from 'vitest';
import { directOperate, selectBeforeOperate, type Command } from '../../../electron/stacks/dnp3';
import { points } from '../../support/dnp3-driven-outstation';
import { Pair } from '../../support/dnp3-pair';

const ALL = { allowed: true, classes: [], retries: 3, retryDelayMs: 1000, gatherMs: 0 };
const crob = (index: number): Command => ({ group: 12, variation: 1, index, value: { controlCode: 3, count: 1, onMs: 0, offMs: 0 } });

/** Value of counter 0's events as the master got them: each event has its own. */
const received = (pair: Pair): number[] => pair.handler.reports.filter(({ kind, type }) => kind === 'event' && type === 'counter').map(({ value }) => value.value ?? -1);

describe('a master and an outstation', () => {
  it('start, take everything, time, events and commands, with nothing repeated', () => {
    const pair = new Pair({ points: { counter: points(1), analog: points(1000) }, outstation: { unsolicited: ALL }, needTime: true });
    pair.open();
    pair.run(200);
    expect(pair.handler.reports.filter(({ type, kind }) => type === 'analog' && kind === 'static')).toHaveLength(1000);
    expect(pair.outstation.needTime).toBe(false);
    // By LAN the outstation's clock is late by the way of the first request, here 1 ms.
    expect(pair.device.times).toHaveLength(1);
    expect(pair.device.epoch - pair.handler.epoch).toBe(-1);
    for (let i = 1; i <= 50; i += 1) {
      pair.database.update('counter', 0, { value: i, flags: 1 }, pair.now);
      pair.run(1);
    }
    pair.run(50);
    expect(received(pair)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    const command = pair.submit((done) => selectBeforeOperate([crob(1)], done));
    pair.run(20);
    expect(command).toMatchObject({ outcome: { ok: true }, times: 1 });
    expect(pair.device.operated).toHaveLength(1);
    expect([pair.master.counters, pair.slave.counters]).toMatchObject([
      { retries: 0, timeouts: 0, stray: 0, malformed: 0, repeatedUnsolicited: 0 },
      { repeated: 0, malformed: 0, ignored: 0, confirmTimeouts: 0 },
    ]);
  });
});

describe('a bad channel', () => {
  it('that is good again finds both sides as if nothing had been', () => {
    const pair = new Pair({ points: { counter: points(1) }, outstation: { unsolicited: ALL } });
    pair.open();
    pair.run(100);
    pair.channel = () => [];
    pair.database.update('counter', 0, { value: 1, flags: 1 }, pair.now);
    const command = pair.submit((done) => directOperate([crob(1)], true, done));
    pair.run(5000, 5);
    expect(command.outcome).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    expect(pair.master.online).toBe(false);
    pair.channel = (octets) => [{ octets, delayMs: 1 }];
    pair.run(5000, 5);
    expect(received(pair)).toEqual([1]);
    expect(pair.master.online).toBe(true);
    expect(pair.device.operated).toEqual([]);
  });

  it('that lost a confirm shows the events twice, and counts it where the octets are the same', () => {
    const pair = new Pair({ points: { counter: points(1) }, outstation: { unsolicited: ALL } });
    pair.open();
    pair.run(100);
    let confirms = 0;
    pair.channel = (octets) => {
      const isConfirm = octets[10] !== undefined && octets[12] === 0 && (octets[3]! & 0x80) !== 0;
      if (isConfirm) confirms += 1;
      return isConfirm && confirms === 1 ? [] : [{ octets, delayMs: 1 }];
    };
    pair.database.update('counter', 0, { value: 1, flags: 1 }, pair.now);
    pair.run(2000);
    expect(confirms).toBe(2);
    expect(received(pair)).toEqual([1]);
    expect(pair.master.counters.repeatedUnsolicited).toBe(1);
  });
});
