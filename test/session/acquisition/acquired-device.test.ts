import { describe, expect, it } from 'vitest';
import { Acquisition } from '../../../electron/acquisition/acquisition';
import { PointCache } from '../../../electron/acquisition/point-cache';
import { SampleBus } from '../../../electron/acquisition/sample-bus';
import { GOOD, bad } from '../../../shared/domain/quality';
import { makeDevice, makePoint } from '../../support/domain-fixtures';
import { DrivenTime, settle } from '../../support/driven-time';
import type { BusSample } from '../../../electron/acquisition/sample-bus';
import type { Point } from '../../../shared/domain/point';
import type { Diagnostics } from '../../../shared/contract/devices';
import type { Driver, PollCapability, PushCapability, Reading } from '../../../electron/protocols/protocol';

const noDiagnostics: Diagnostics = {
  requests: 0, responses: 0, timeouts: 0, bytesSent: 0, bytesReceived: 0, roundTripMs: null, histogram: [], load: null, counters: [], lastError: null,
};

/** A driver that answers after `latencyMs` with what `answer` says, and notes when it was asked. */
class FakeDriver implements Driver {
  readonly asked: { at: number; points: readonly Point[]; urgent: boolean }[] = [];
  points: readonly Point[] = [];
  listener: ((readings: readonly Reading[]) => void) | null = null;
  latencyMs = 0;
  answer: (point: Point) => Partial<Reading> = () => ({ value: 1 });
  fail: Error | null = null;
  readonly poll?: PollCapability;
  readonly push?: PushCapability;

  constructor(readonly time: DrivenTime, kinds: readonly ('poll' | 'push')[] = ['poll']) {
    if (kinds.includes('poll')) this.poll = { read: (points, options) => this.#read(points, options.urgent) };
    if (kinds.includes('push')) {
      this.push = {
        subscribe: (listener) => {
          this.listener = listener;
          return () => {
            this.listener = null;
          };
        },
      };
    }
  }

  async #read(points: readonly Point[], urgent: boolean): Promise<Reading[]> {
    this.asked.push({ at: this.time.monotonicMs(), points, urgent });
    if (this.fail !== null) throw this.fail;
    if (this.latencyMs > 0) await new Promise<void>((resolve) => void this.time.after(this.latencyMs, resolve));
    return points.map((point) => this.reading(point));
  }

  reading(point: Point): Reading {
    return { pointId: point.id, value: null, raw: null, quality: GOOD, sourceTime: null, receivedTime: this.time.nowMicros(), ...this.answer(point) };
  }

  connect() {}
  async disconnect() {}
  setPoints(points: readonly Point[]) {
    this.points = points;
  }
  diagnostics() {
    return noDiagnostics;
  }
  roundTripMs() {
    return null;
  }
  async close() {}
}

function makeHouse() {
  const time = new DrivenTime();
  const bus = new SampleBus({ info: () => {}, warn: () => {}, error: () => {}, failure: (what) => what });
  const cache = new PointCache();
  const samples: BusSample[] = [];
  bus.subscribe((batch) => samples.push(...batch));
  const acquisition = new Acquisition({ clock: time, timers: time, bus, cache });
  const failures: unknown[] = [];
  const add = (driver: Driver, points: Point[], interval: number | null = null) =>
    acquisition.add({ device: makeDevice(points, { pollIntervalMs: interval }), driver, defaultPollIntervalMs: 1000, onFailure: (error) => failures.push(error) });
  return { time, bus, cache, samples, failures, add };
}

const intervals = (times: readonly number[]) => times.slice(1).map((time, at) => Math.round(time - times[at]!));

describe('an acquired device', () => {
  it('asks for each point at its own rate, or the device\'s, or the protocol\'s', async () => {
    const { time, add } = makeHouse();
    const fast = makePoint({ pollIntervalMs: 100 });
    const usual = makePoint();
    const driver = new FakeDriver(time);
    add(driver, [fast, usual]);
    await time.advance(10_000);
    const readsOf = (point: Point) => driver.asked.filter(({ points }) => points.some(({ id }) => id === point.id)).length;
    expect(readsOf(fast)).toBe(100);
    expect(readsOf(usual)).toBe(10);
  });

  it('does not drift: after an hour of answers that take long, reading n is still due at start + n x interval', async () => {
    const { time, add } = makeHouse();
    const driver = new FakeDriver(time);
    driver.latencyMs = 730;
    const device = add(driver, [makePoint()]);
    await time.advance(3_600_000);
    const times = driver.asked.map(({ at }) => at);
    expect(times.at(-1)! - times[0]!).toBe((times.length - 1) * 1000);
    expect(times).toHaveLength(3600);
    expect(device.counters().latePolls).toBe(0);
  });

  it('counts a turn that comes while the last reading is under way as late, and never asks twice at once', async () => {
    const { time, add } = makeHouse();
    const driver = new FakeDriver(time);
    driver.latencyMs = 2500;
    const device = add(driver, [makePoint()]);
    await time.advance(9700);
    expect(new Set(intervals(driver.asked.map(({ at }) => at)))).toEqual(new Set([3000]));
    expect(driver.asked).toHaveLength(4);
    expect(device.counters().latePolls).toBe(6);
  });

  it('leaves out the turns that went by while the process stood still, counts them, and keeps its rhythm', async () => {
    const { time, add } = makeHouse();
    const driver = new FakeDriver(time);
    const device = add(driver, [makePoint()]);
    await time.advance(3000);
    const before = driver.asked.length;
    const rhythm = driver.asked[0]!.at % 1000;
    time.stall(60_000);
    await time.advance(2000);
    expect(driver.asked.length - before).toBeLessThanOrEqual(3);
    expect(driver.asked.at(-1)!.at % 1000).toBeCloseTo(rhythm, 6);
    expect(device.counters().latePolls).toBeGreaterThanOrEqual(58);
  });

  it('spreads 500 devices over their interval: no 10 ms has more than a tenth of them', async () => {
    const { time, add } = makeHouse();
    const driver = new FakeDriver(time);
    for (let n = 0; n < 500; n += 1) add(driver, [makePoint()]);
    await time.advance(1000);
    const counts = new Map<number, number>();
    for (const { at } of driver.asked) counts.set(Math.floor(at / 10), (counts.get(Math.floor(at / 10)) ?? 0) + 1);
    expect(driver.asked).toHaveLength(500);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(10);
  });

  it('reads a point of a slow group within a second of its start', async () => {
    const { time, add } = makeHouse();
    const driver = new FakeDriver(time);
    for (let n = 0; n < 20; n += 1) add(driver, [makePoint({ pollIntervalMs: 3_600_000 })]);
    await time.advance(1000);
    expect(driver.asked).toHaveLength(20);
    await time.advance(3_600_000);
    expect(driver.asked).toHaveLength(40);
  });

  it('scales, limits, caches and publishes what it reads', async () => {
    const { time, add, cache, samples } = makeHouse();
    const point = makePoint({ scale: 0.1, high: 70, unit: '°C' });
    const driver = new FakeDriver(time);
    driver.answer = () => ({ value: 785 });
    const device = add(driver, [point]);
    await time.advance(1000);
    expect(cache.latest(point.id)).toMatchObject({ value: 785 * 0.1, quality: { level: 'uncertain', reason: 'Out of range' } });
    expect(samples[0]).toMatchObject({ pointId: point.id, changed: true, record: true });
    expect(device.counters()).toEqual({ good: 1, bad: 0, latePolls: 0, savedRequests: null });
  });

  it('reports an error of the driver once, stops asking it, and leaves other devices alone', async () => {
    const { time, add, failures } = makeHouse();
    const broken = new FakeDriver(time);
    const sound = new FakeDriver(time);
    add(broken, [makePoint({ pollIntervalMs: 100 }), makePoint()]);
    add(sound, [makePoint()]);
    await time.advance(2000);
    broken.fail = new Error('undefined is not a function');
    const before = broken.asked.length;
    await time.advance(5000);
    expect(failures).toEqual([broken.fail]);
    expect(broken.asked.length).toBe(before + 1);
    expect(sound.asked).toHaveLength(7);
  });

  it('reports an error thrown while it is made after the owner has it', async () => {
    const { time, add, failures } = makeHouse();
    const driver = new FakeDriver(time);
    driver.setPoints = () => {
      throw new Error('in setPoints');
    };
    add(driver, [makePoint()]);
    expect(failures).toEqual([]);
    await settle();
    expect(failures).toHaveLength(1);
  });

  it('takes pushed readings through the same path and does not ask a driver that pushes', async () => {
    const { time, add, cache } = makeHouse();
    const point = makePoint({ scale: 2 });
    const driver = new FakeDriver(time, ['poll', 'push']);
    const device = add(driver, [point]);
    driver.listener?.([{ ...driver.reading(point), value: 21 }, { ...driver.reading(makePoint()), value: 5 }]);
    await time.advance(5000);
    expect(cache.latest(point.id)?.value).toBe(42);
    expect(cache.size).toBe(1);
    expect(driver.asked).toHaveLength(0);
    device.close();
    expect(driver.listener).toBeNull();
  });

  it('drops an answer to a request made before the point had another address', async () => {
    const { time, add, cache } = makeHouse();
    const point = makePoint({ address: { register: 1 } });
    const driver = new FakeDriver(time);
    driver.latencyMs = 500;
    const device = add(driver, [point]);
    await time.advance(700);
    expect(driver.asked).toHaveLength(1);
    device.setDevice(makeDevice([{ ...point, address: { register: 2 } }]));
    expect(driver.points[0]?.address).toEqual({ register: 2 });
    await time.advance(500);
    expect(cache.latest(point.id)).toBeNull();
    await time.advance(1000);
    expect(cache.latest(point.id)?.value).toBe(1);
  });

  it('keeps the value of a point that was only renamed, and forgets a removed one', async () => {
    const { time, add, cache } = makeHouse();
    const [kept, removed] = [makePoint(), makePoint()];
    const driver = new FakeDriver(time);
    const device = add(driver, [kept, removed]);
    await time.advance(1000);
    device.setDevice(makeDevice([{ ...kept, name: 'Supply temperature' }]));
    expect(cache.latest(kept.id)?.value).toBe(1);
    expect(cache.latest(removed.id)).toBeNull();
    expect(device.counters().good).toBe(1);
  });

  it('marks every point bad when told, keeping the last good values', async () => {
    const { time, add, cache, samples } = makeHouse();
    const point = makePoint();
    const device = add(new FakeDriver(time), [point]);
    await time.advance(1000);
    device.markBad(bad('Not connected'));
    expect(samples.at(-1)).toMatchObject({ value: null, quality: { level: 'bad', reason: 'Not connected' }, changed: true, record: true });
    expect(cache.lastGood(point.id)?.value).toBe(1);
    expect(device.counters()).toMatchObject({ good: 0, bad: 1 });
  });

  it('reads at once when asked, ahead of polls, and leaves write-only points out', async () => {
    const { time, add } = makeHouse();
    const driver = new FakeDriver(time);
    const bad2 = makePoint();
    driver.answer = (point) => (point.id === bad2.id ? { quality: bad('Exception 2') } : { value: 1 });
    const device = add(driver, [makePoint(), bad2, makePoint({ access: 'write' })]);
    expect(await device.readNow(new AbortController().signal)).toMatchObject({ good: 1, bad: 1 });
    expect(driver.asked).toHaveLength(1);
    expect(driver.asked[0]).toMatchObject({ urgent: true });
    expect(driver.asked[0]?.points).toHaveLength(2);
  });

  it('takes in at once what a write has read, scaled and with its quality, and other points of it not', async () => {
    const { time, add, cache, samples } = makeHouse();
    const point = makePoint({ scale: 0.5, high: 10 });
    const driver = new FakeDriver(time);
    const device = add(driver, [point]);
    await time.advance(1000);
    samples.length = 0;
    device.takeIn([{ ...driver.reading(point), value: 30 }, { ...driver.reading(makePoint()), value: 1 }], [point]);
    expect(samples).toMatchObject([{ pointId: point.id, value: 15, quality: { level: 'uncertain' }, changed: true, record: true }]);
    expect(cache.latest(point.id)?.value).toBe(15);
    device.close();
    device.takeIn([{ ...driver.reading(point), value: 2 }], [point]);
    expect(cache.latest(point.id)?.value).toBe(15);
  });

  it('does not let a poll that was under way bring back the value from before a write', async () => {
    const { time, add, cache, samples } = makeHouse();
    const [written, other] = [makePoint(), makePoint()];
    const driver = new FakeDriver(time);
    const device = add(driver, [written, other]);
    await time.advance(1000);
    const before = time.nowMicros();
    driver.latencyMs = 400;
    // The poll has read the block already, and waits for another one.
    driver.answer = ({ id }) => (id === written.id ? { value: 1, receivedTime: before } : { value: 3 });
    while (driver.asked.length < 2) await time.advance(10);
    device.takeIn([{ ...driver.reading(written), value: 2, receivedTime: time.nowMicros() }], [written]);
    await time.advance(500);
    expect(cache.latest(written.id)?.value).toBe(2);
    expect(cache.latest(other.id)?.value).toBe(3);
    // A later poll counts again, also where the clock was set back.
    driver.answer = () => ({ value: 4, receivedTime: before });
    await time.advance(1500);
    expect(cache.latest(written.id)?.value).toBe(4);
    expect(samples.filter(({ pointId }) => pointId === written.id).map(({ value }) => value)).toEqual([1, 2, 4]);
  });

  it('asks nothing and holds no timer while polling rests and after it is closed', async () => {
    const { time, add } = makeHouse();
    const driver = new FakeDriver(time);
    const device = add(driver, [makePoint()]);
    device.setPolling(false);
    expect(time.waiting).toBe(0);
    await time.advance(5000);
    expect(driver.asked).toHaveLength(0);
    device.setPolling(true);
    await time.advance(1000);
    expect(driver.asked).toHaveLength(1);
    device.close();
    expect(time.waiting).toBe(0);
  });
});
