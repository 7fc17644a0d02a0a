import { describe, expect, it } from 'vitest';
import { EventPathLog } from '../../../electron/protocols/dnp3/event-path';
import { spreadOf } from '../../../electron/protocols/spread';
import type { PointType, Report } from '../../../electron/stacks/dnp3';

const COUNTER = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const START = 1_700_000_000_000;

function report(kind: 'event' | 'static', type: PointType, index: number, value: number, time?: number, more: Partial<Report> = {}): Report {
  return { group: 2, variation: 2, kind, type, index, value: { value, flags: 1, ...(time === undefined ? {} : { time }) }, ...more };
}

function start() {
  const now = START * 1000;
  let repeatedResponses = 3;
  const log = new EventPathLog({
    now: () => now,
    describe: ({ type, index, value }) => ({ pointId: type === 'counter' ? COUNTER : null, address: `${type ?? ''} ${index}`, value: value.value ?? null, flags: [] }),
    repeatedResponses: () => repeatedResponses,
  });
  log.reset(COUNTER);
  return { log, repeatResponse: () => (repeatedResponses += 1) };
}

describe('the way of events', () => {
  it('tells what came by itself from what was asked for, each with its delay', () => {
    const { log } = start();
    log.take([report('event', 'binary', 0, 1, START), report('event', 'binary', 1, 1, START)], null, (START + 30) * 1000);
    log.take([report('event', 'binary', 0, 0, START)], 'event poll of class 1', (START + 4000) * 1000);
    expect(log.state()).toMatchObject({ events: 3, unsolicited: 2, asked: 1, delay: { unsolicited: { count: 2, min: 30, max: 30 }, asked: { count: 1, p50: 4000 } } });
  });

  it('says in which kind of answer each came, and counts them', () => {
    const { log } = start();
    const heard: string[] = [];
    const end = log.listen(({ way }) => heard.push(way));
    log.take([report('event', 'binary', 0, 1, START)], null, START * 1000);
    log.take([report('event', 'binary', 0, 0, START + 1), report('event', 'binary', 1, 0, START + 1)], 'event poll of class 1, 2', START * 1000);
    log.take([report('event', 'binary', 0, 1, START + 2)], 'integrity poll by hand', START * 1000);
    expect(log.state().newest.map(({ way }) => way)).toEqual(['Unsolicited', 'Event poll of class 1, 2', 'Event poll of class 1, 2', 'Integrity poll by hand']);
    expect(log.state().ways[0]).toEqual({ way: 'Event poll of class 1, 2', events: 2 });
    end();
    log.take([report('event', 'binary', 0, 0, START + 3)], null, START * 1000);
    expect(heard).toHaveLength(4);
    log.reset(null);
    expect(log.state().ways).toEqual([]);
  });

  it("takes out of the delays what the source's clock is ahead, also for events that came before it was measured", () => {
    const { log } = start();
    log.take([report('event', 'binary', 0, 1, START + 500)], null, (START + 20) * 1000);
    expect(log.state().delay.unsolicited?.p50).toBe(-480);
    log.clock({ offsetMs: 500, roundTripMs: 10, processingMs: 0 });
    expect(log.state()).toMatchObject({ clock: { offsetMs: 500, uncertaintyMs: 5 }, delay: { unsolicited: { p50: 20 } } });
    log.forgetClock();
    expect(log.state().clock).toBeNull();
  });

  it('counts one that comes again once more, and its delay only the first time', () => {
    const { log } = start();
    const event = report('event', 'binary', 0, 1, START);
    log.take([event], 'event poll of class 1', (START + 10) * 1000);
    log.take([event], 'event poll of class 1', (START + 9000) * 1000);
    const state = log.state();
    expect(state).toMatchObject({ events: 2, repeated: 1, delay: { asked: { count: 1, max: 10 } } });
    expect(state.newest.map(({ repeated }) => repeated)).toEqual([false, true]);
  });

  it('says which had no time, and which a clock that was not set', () => {
    const { log } = start();
    log.take([report('event', 'binary', 0, 1), report('event', 'binary', 1, 1, START, { timeQuality: 'unsynchronized' })], null, START * 1000);
    expect(log.state()).toMatchObject({ withoutTime: 1, unsynchronized: 1, delay: { unsolicited: { count: 1 } } });
  });

  it('finds lost events by the gaps of a point that counts by one', () => {
    const { log } = start();
    for (const [value, time] of [[10, 0], [11, 1], [14, 2], [14, 2], [15, 3], [1, 4], [2, 5]] as const) log.take([report('event', 'counter', 0, value, START + time)], null, START * 1000);
    expect(log.state().counting).toEqual({ pointId: COUNTER, events: 7, lost: 2, repeated: 1, restarts: 1 });
  });

  it('counts a state that changed without an event when a second reading finds it too', () => {
    const { log } = start();
    const read = (value: number): void => log.take([report('static', 'binary', 0, value)], 'event poll of class 1', START * 1000);
    log.take([report('event', 'binary', 0, 1, START)], null, START * 1000);
    read(1);
    read(0);
    expect(log.state().changedWithoutEvent).toBe(0);
    read(0);
    expect(log.state().changedWithoutEvent).toBe(1);
    read(0);
    expect(log.state().changedWithoutEvent).toBe(1);
  });

  it('does not count a difference whose event was still on its way, nor a point that has no events', () => {
    const { log } = start();
    log.take([report('event', 'binary', 0, 1, START)], null, START * 1000);
    log.take([report('static', 'binary', 0, 0), report('static', 'binary', 5, 1)], 'event poll of class 1', START * 1000);
    log.take([report('event', 'binary', 0, 0, START + 1)], null, START * 1000);
    log.take([report('static', 'binary', 0, 0), report('static', 'binary', 5, 0)], 'event poll of class 1', START * 1000);
    log.take([report('static', 'binary', 0, 0), report('static', 'binary', 5, 0)], 'event poll of class 1', START * 1000);
    expect(log.state().changedWithoutEvent).toBe(0);
  });

  it('counts an overflow once for as long as it is told, and responses that came again since it began', () => {
    const { log, repeatResponse } = start();
    for (const is of [true, true, false, true]) log.overflow(is);
    repeatResponse();
    expect(log.state()).toMatchObject({ overflows: 2, repeatedResponses: 1 });
    log.reset(null);
    expect(log.state()).toMatchObject({ overflows: 0, repeatedResponses: 0, events: 0, counting: null, newest: [] });
  });

  it('keeps the newest only, however many come', () => {
    const { log } = start();
    for (let at = 0; at < 5000; at += 1) log.take([report('event', 'analog', 0, at, START + at)], null, START * 1000);
    expect(log.state()).toMatchObject({ events: 5000, repeated: 0 });
    expect(log.state().newest).toHaveLength(200);
    expect(log.state().newest.at(-1)?.value).toBe(4999);
  });
});

it('spreads delays by what share of them is within', () => {
  const delays = Array.from({ length: 100 }, (_each, at) => at + 1);
  expect(spreadOf(delays, 0)).toMatchObject({ count: 100, min: 1, p50: 50, p95: 95, max: 100 });
  expect(spreadOf(delays, 0)?.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(100);
  expect(spreadOf([], 0)).toBeNull();
});
