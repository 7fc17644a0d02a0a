import { describe, expect, it } from 'vitest';
import { directOperate, selectBeforeOperate, type Command, type TaskOutcome } from '../../../electron/stacks/dnp3';
import { DrivenMaster } from '../../support/dnp3-driven-master';
import { points } from '../../support/dnp3-driven-outstation';
import { DATAGRAMS, noisy, Pair, PERFECT, type Channel, type PairOptions } from '../../support/dnp3-pair';
import { Witness } from '../../support/dnp3-witness';

/**
 * What a bad channel, and peers that restart in the middle, may do to events, sequence numbers and commands: nothing.
 * Every fragment on the wire is looked at by a witness that does not ask the sessions.
 */

const UNSOLICITED = { unsolicited: { allowed: true, classes: [], retries: 3, retryDelayMs: 1000, gatherMs: 0 } };
const POLLED = { unsolicitedClasses: [], eventPoll: { classes: [1, 2, 3] as const, everyMs: 200 } };
const CONFIRMED = { confirmed: 'always', timeoutMs: 20 } as const;
const EVENTS = 120;
const SEEDS = [1, 2, 3, 4, 5, 6];

interface Story {
  readonly name: string;
  readonly channel: Channel;
  readonly options: Partial<PairOptions>;
}

const STORIES: readonly Story[] = [
  { name: 'a serial line with 0.05 % octet errors', channel: noisy(0.0005), options: { outstation: UNSOLICITED } },
  { name: 'the same with link confirms', channel: noisy(0.0005), options: { outstation: UNSOLICITED, link: CONFIRMED } },
  { name: 'the same polled, in small fragments', channel: noisy(0.0005), options: { master: POLLED, outstation: { maxSent: 249 } } },
  { name: 'a serial line with 1 % octet errors and link confirms', channel: noisy(0.01), options: { outstation: UNSOLICITED, link: CONFIRMED } },
  { name: 'datagrams lost, doubled and overtaken', channel: DATAGRAMS, options: { outstation: UNSOLICITED } },
  { name: 'such datagrams, polled, in small fragments', channel: DATAGRAMS, options: { master: POLLED, outstation: { maxSent: 249 } } },
];

const crob = (index: number): Command => ({ group: 12, variation: 1, index, value: { controlCode: 3, count: 1, onMs: 0, offMs: 0 } });

/** What happens after the 40th and the 80th event. */
type Blow = (pair: Pair, witness: Witness) => void;

interface Told {
  readonly pair: Pair;
  readonly witness: Witness;
  readonly commands: readonly { readonly index: number; readonly held: { readonly outcome: TaskOutcome | undefined; readonly times: number } }[];
}

/** Events every 100 ms and commands among them on a bad channel, which is good again at the end. */
function tell({ channel, options }: Story, seed: number, blow: Blow): Told {
  const pair = new Pair({ points: { counter: points(1), binary: points(400) }, ...options, seed });
  const witness = new Witness(pair);
  pair.channel = channel;
  pair.open();
  const commands: { index: number; held: { outcome: TaskOutcome | undefined; times: number } }[] = [];
  for (let i = 1; i <= EVENTS; i += 1) {
    witness.event();
    // Three in a row, so that what is held back of the first is overtaken by the others.
    if (i % 10 === 5) for (const index of [i, i + 1000, i + 2000]) commands.push({ index, held: pair.submit((done) => (i % 20 === 5 ? directOperate([crob(index)], true, done) : selectBeforeOperate([crob(index)], done))) });
    pair.run(100, 5);
    if (i === 40 || i === 80) blow(pair, witness);
  }
  pair.channel = PERFECT;
  pair.run(40_000, 10);
  return { pair, witness, commands };
}

const received = ({ handler }: Pair, from = 0): number[] => handler.reports.slice(from).flatMap(({ kind, type, value }) => (kind === 'event' && type === 'counter' && value.value !== undefined ? [value.value] : []));
const all = Array.from({ length: EVENTS }, (_, i) => i + 1);
const ascending = (values: Iterable<number>): number[] => [...values].sort((a, b) => a - b);

/** How often each event was reported beyond the first time. */
function repeats(got: readonly number[]): Map<number, number> {
  const times = new Map<number, number>();
  for (const event of got) times.set(event, (times.get(event) ?? -1) + 1);
  return times;
}

/** What is the same whatever happens: rules of the wire, and no command twice. */
function expectOrder({ pair, witness, commands }: Told, seed: number): void {
  expect(witness.faults, `seed ${seed}`).toEqual([]);
  expect(witness.requests).toBeGreaterThan(EVENTS / 10);
  expect(pair.slave.events).toEqual({ waiting: 0, lost: 0, overflow: false });
  for (const { index, held } of commands) {
    const carriedOut = pair.device.operated.filter(({ command }) => command.index === index).length;
    expect(carriedOut, `command ${index}, seed ${seed}`).toBeLessThanOrEqual(1);
    expect(held.times).toBeLessThanOrEqual(1);
    expect(held.outcome?.ok === true ? carriedOut : 1).toBe(1);
  }
  expect(commands.filter(({ held }) => held.outcome?.ok === true).length).toBeGreaterThan(0);
}

describe.each(STORIES)('$name', (story) => {
  it('loses no event, and repeats those alone whose confirm was lost, as many as are counted', () => {
    let lostConfirms = 0;
    for (const seed of SEEDS) {
      const told = tell(story, seed, (pair, witness) => {
        pair.close();
        witness.closed();
        pair.run(100, 5);
        pair.open();
      });
      expectOrder(told, seed);
      const { pair, witness, commands } = told;
      const got = received(pair);
      expect(ascending(new Set(got)), `seed ${seed}`).toEqual(all);
      const again = repeats(got);
      // Each report beyond the first is of another fragment, not of the same one come twice.
      for (const [event, times] of again) expect(times, `event ${event}, seed ${seed}`).toBeLessThan(witness.arrivals.get(event)?.size ?? 0);
      expect(got.length - again.size).toBeLessThanOrEqual(pair.slave.unconfirmedEvents);
      expect(got.length - again.size === 0 || witness.confirms > 0).toBe(true);
      // First reports come in the order of the events.
      expect([...again.keys()]).toEqual(all);
      // Every command ends, each once.
      expect(commands.every(({ held }) => held.times === 1)).toBe(true);
      lostConfirms += pair.slave.unconfirmedEvents + pair.master.counters.timeouts + pair.master.counters.retries + pair.slave.counters.confirmTimeouts;
    }
    // The channel was bad indeed.
    expect(lostConfirms).toBeGreaterThan(0);
  });

  it('loses no event where the master is restarted in the middle', () => {
    for (const seed of SEEDS) {
      const lives: number[] = [];
      const told = tell(story, seed, (pair, witness) => {
        lives.push(pair.handler.reports.length);
        witness.masterRestarts();
        pair.restartMaster();
      });
      expectOrder(told, seed);
      const { pair } = told;
      expect(ascending(new Set(received(pair))), `seed ${seed}`).toEqual(all);
      // The last master alone: what it got twice was given up by the outstation in between.
      const got = received(pair, lives[1]);
      expect(got.length - new Set(got).size).toBeLessThanOrEqual(pair.slave.unconfirmedEvents);
    }
  });

  it('tells of a restart of the outstation, reads everything again, and loses no event of the time after', () => {
    for (const seed of SEEDS) {
      const gone: number[] = [];
      const taken: (() => number)[] = [];
      const told = tell(story, seed, (pair, witness) => {
        gone.push(...witness.outstationRestarts());
        pair.restartOutstation();
        const from = pair.handler.reports.length;
        taken.push(() => pair.handler.reports.slice(from).filter(({ kind, type }) => kind === 'static' && type === 'binary').length);
      });
      expectOrder(told, seed);
      const { pair } = told;
      const got = new Set(received(pair));
      // Only what the outstation took with it when it died may be missing.
      expect(all.filter((event) => !got.has(event) && !gone.includes(event)), `seed ${seed}`).toEqual([]);
      expect(taken.map((count) => count() >= 400)).toEqual([true, true]);
      expect((pair.handler.indications.at(-1) ?? 0) & 0x80).toBe(0);
      const last = pair.handler.reports.findLast(({ type }) => type === 'counter');
      expect(last?.value.value).toBe(EVENTS);
    }
  });
});

it('an outstation that restarts while its master is enabling unsolicited responses is read whole all the same', () => {
  const master = DrivenMaster.ready({ unsolicitedClasses: [1] });
  expect(master.answer('F0 82 80 00')).toEqual(['D0 00']);
  expect(master.answer('C1 81 80 00')).toEqual(['C2 02 50 01 00 07 07 00']);
  expect(master.answer('C2 81 00 00')).toEqual(['C3 01 3C 02 06 3C 03 06 3C 04 06 3C 01 06']);
  expect(master.answer('C3 81 00 00')).toEqual(['C4 14 3C 02 06']);
});
