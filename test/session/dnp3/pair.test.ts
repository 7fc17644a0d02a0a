import { describe, expect, it } from 'vitest';
import { directOperate, selectBeforeOperate, type Command, type TaskOutcome } from '../../../electron/stacks/dnp3';
import { points } from '../../support/dnp3-driven-outstation';
import { DATAGRAMS, noisy, Pair, type Channel, type PairOptions } from '../../support/dnp3-pair';

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

interface Story {
  readonly name: string;
  readonly channel: Channel;
  readonly options: Partial<PairOptions>;
}

const STORIES: readonly Story[] = [
  { name: 'a serial line with 0.05 % octet errors', channel: noisy(0.0005), options: {} },
  { name: 'a serial line with 0.05 % octet errors and link confirms', channel: noisy(0.0005), options: { link: { confirmed: 'always', timeoutMs: 20 } } },
  { name: 'a serial line with 1 % octet errors and link confirms', channel: noisy(0.01), options: { link: { confirmed: 'always', timeoutMs: 20 } } },
  { name: 'datagrams lost, doubled and overtaken', channel: DATAGRAMS, options: {} },
  { name: 'datagrams, polled only', channel: DATAGRAMS, options: { master: { unsolicitedClasses: [], eventPoll: { classes: [1, 2, 3], everyMs: 200 } } } },
];

describe('a bad channel', () => {
  it.each(STORIES)('($name) loses no event and carries no command out twice', ({ channel, options }) => {
    for (let seed = 1; seed <= 3; seed += 1) {
      const pair = new Pair({ points: { counter: points(1), binary: points(50) }, outstation: { unsolicited: ALL }, ...options, seed });
      pair.channel = channel;
      pair.open();
      const commands: { readonly index: number; readonly held: { outcome: TaskOutcome | undefined; times: number } }[] = [];
      const total = 100;
      for (let i = 1; i <= total; i += 1) {
        pair.database.update('counter', 0, { value: i, flags: 1 }, pair.now);
        if (i % 10 === 0) commands.push({ index: i, held: pair.submit((done) => (i % 20 === 0 ? directOperate([crob(i)], true, done) : selectBeforeOperate([crob(i)], done))) });
        pair.run(100, 5);
        if (i === 50) {
          pair.close();
          pair.run(100, 5);
          pair.open();
        }
      }
      pair.channel = (octets) => [{ octets, delayMs: 1 }];
      pair.run(40_000, 10);
      const got = received(pair);
      expect([...new Set(got)].sort((a, b) => a - b), `seed ${seed}`).toEqual(Array.from({ length: total }, (_, i) => i + 1));
      expect(pair.slave.events).toEqual({ waiting: 0, lost: 0, overflow: false });
      // An event comes twice only where its confirm was lost: by a timeout, a newer request, or the channel that broke.
      const twice = got.length - new Set(got).size;
      expect(twice === 0 || pair.slave.counters.confirmTimeouts + pair.master.counters.timeouts > 0).toBe(true);
      for (const { index, held } of commands) {
        const carriedOut = pair.device.operated.filter(({ command }) => command.index === index).length;
        expect(held.times).toBe(1);
        expect(carriedOut).toBeLessThanOrEqual(1);
        expect(held.outcome?.ok === true ? carriedOut : 1).toBe(1);
      }
      // The channel was bad indeed.
      const counted = [pair.master, pair.slave].map((side) => side.wire());
      const repeats = counted.reduce((sum, { linkRepeats, transport }) => sum + linkRepeats.sent + linkRepeats.received + transport.repeated, 0);
      expect(repeats + pair.master.counters.timeouts + pair.master.counters.stray + pair.slave.counters.confirmTimeouts).toBeGreaterThan(0);
    }
  });

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
