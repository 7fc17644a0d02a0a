import { ChangeFilter } from './change-filter';
import { Poller } from './poller';
import { engineeringValue, qualityInRange } from './scaling';
import { changedItems } from '../../shared/domain/changed-items';
import type { Device } from '../../shared/domain/device';
import type { Point } from '../../shared/domain/point';
import type { Quality, QualityLevel } from '../../shared/domain/quality';
import type { Sample } from '../../shared/domain/sample';
import type { Micros } from '../../shared/domain/time';
import type { Clock, Driver, Reading } from '../protocols/protocol';
import type { PointCache } from './point-cache';
import type { BusSample, SampleBus } from './sample-bus';
import type { Timers } from './timers';

export interface AcquiredDeviceOptions {
  readonly device: Device;
  readonly driver: Driver;
  readonly defaultPollIntervalMs: number;
  /**
   * Our own code failed: the driver threw or rejected where it must not. Called once; polling of this device has ended,
   * and the owner closes it and makes it anew.
   */
  readonly onFailure: (error: unknown) => void;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly bus: SampleBus;
  readonly cache: PointCache;
  readonly nextPhase: () => number;
}

export interface DeviceCounters {
  /** Points whose newest sample is good or uncertain. */
  readonly good: number;
  readonly bad: number;
  readonly latePolls: number;
  /** Requests that adaptive polling spared; null where it is off. */
  readonly savedRequests: number | null;
}

interface PointState {
  point: Point;
  filter: ChangeFilter;
  level: QualityLevel | null;
  /** The last reading that was taken in beside the polls: one that was captured before it by a poll under way comes too late. */
  takenIn: { readonly at: number; readonly receivedTime: Micros } | null;
}

/**
 * One device under acquisition: asks its driver at the points' rates, or listens where the driver pushes (a driver that
 * does both is only listened to, and asked by {@link readNow}), and brings what comes into the cache and onto the bus.
 */
export class AcquiredDevice {
  readonly #options: AcquiredDeviceOptions;
  readonly #poller: Poller;
  readonly #states = new Map<string, PointState>();
  readonly #end = new AbortController();
  /** Null before the first one was taken in. */
  #device: Device | null = null;
  #endOfPush: (() => void) | null = null;
  #polling = true;
  #failed = false;
  #good = 0;
  #bad = 0;

  constructor(options: AcquiredDeviceOptions) {
    this.#options = options;
    const { clock, timers, nextPhase } = options;
    const requestsFor = options.driver.poll?.requestsFor?.bind(options.driver.poll);
    this.#poller = new Poller({ clock, timers, nextPhase, read: (points) => this.#poll(points), requestsFor });
    this.#apply(() => {
      this.#adopt(options.device);
      this.#endOfPush = options.driver.push?.subscribe((readings) => {
        this.#apply(() => {
          this.#take(readings);
        });
      }) ?? null;
    });
  }

  /** The device as it is now configured. Points whose reading changed begin without a value. */
  setDevice(device: Device): void {
    this.#apply(() => {
      this.#adopt(device);
    });
  }

  /** Polling can rest while the device is off or its peer is known to be gone. Pushed readings come in any case. */
  setPolling(on: boolean): void {
    if (this.#polling === on) return;
    this.#polling = on;
    this.#regroup();
  }

  /** Reads every readable point at once, ahead of polls. Pushing drivers that can't be asked answer from the cache. */
  async readNow(signal: AbortSignal): Promise<{ good: number; bad: number; durationMs: number }> {
    const { clock, driver } = this.#options;
    const began = clock.monotonicMs();
    const points = this.#readable();
    if (driver.poll === undefined) return { good: this.#good, bad: this.#bad, durationMs: 0 };
    const readings = await driver.poll.read(points, { urgent: true, signal: AbortSignal.any([signal, this.#end.signal]) });
    if (!this.#end.signal.aborted) this.#take(this.#stillMeant(readings, points, began));
    const bad = readings.filter((reading) => reading.quality.level === 'bad').length;
    return { good: readings.length - bad, bad, durationMs: clock.monotonicMs() - began };
  }

  /**
   * Takes in what somebody else has just read of this device for a purpose of their own, such as what a write reads back,
   * so that screens and history have it at once. `asked`: the points as they were when they were read.
   */
  takeIn(readings: readonly Reading[], asked: readonly Point[]): void {
    if (this.#failed || this.#end.signal.aborted) return;
    const at = this.#options.clock.monotonicMs();
    const meant = this.#stillMeant(readings, asked, at);
    this.#take(meant);
    for (const { pointId, receivedTime } of meant) {
      const state = this.#states.get(pointId);
      if (state !== undefined) state.takenIn = { at, receivedTime };
    }
  }

  /** All points, when the device is lost or switched off. Their last good values stay in the cache. */
  markBad(quality: Quality): void {
    const receivedTime = this.#options.clock.nowMicros();
    this.#publish([...this.#states.values()].map(({ point }) => ({ pointId: point.id, value: null, raw: null, quality, sourceTime: null, receivedTime })));
  }

  counters(): DeviceCounters {
    return { good: this.#good, bad: this.#bad, latePolls: this.#poller.late, savedRequests: this.#poller.saved };
  }

  /** Ends polling and listening. The cache forgets the points only when told: a restarted device keeps its last values. */
  close(): void {
    this.#end.abort();
    this.#poller.close();
    this.#endOfPush?.();
    this.#endOfPush = null;
  }

  #apply(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#failed || this.#end.signal.aborted) return;
    this.#failed = true;
    this.#poller.close();
    // Later, so that the owner has what the constructor returns when it is told to close it.
    queueMicrotask(() => {
      if (!this.#end.signal.aborted) this.#options.onFailure(error);
    });
  }

  /** Looks only at the points that are not the same objects as before: of 60,000, an edit touches a few. */
  #adopt(device: Device): void {
    const { cache, driver } = this.#options;
    const { now, earlier } = changedItems(this.#device?.points ?? [], device.points);
    const left = new Set(now.map(({ item }) => item.id));
    const gone = earlier.filter(({ id }) => !left.has(id)).map(({ id }) => id);
    for (const id of gone) this.#drop(id);
    const changed: string[] = [];
    const fresh: string[] = [];
    for (const { item } of now) {
      const state = this.#states.get(item.id);
      if (state !== undefined && readsTheSame(state.point, item)) {
        state.point = item;
        continue;
      }
      if (state !== undefined) {
        this.#drop(item.id);
        changed.push(item.id);
      }
      this.#states.set(item.id, { point: item, filter: new ChangeFilter(), level: null, takenIn: null });
      fresh.push(item.id);
    }
    cache.forget(gone);
    cache.forget(changed);
    cache.hold(fresh);
    this.#device = device;
    driver.setPoints(device.points);
    this.#regroup();
  }

  #drop(pointId: string): void {
    this.#count(this.#states.get(pointId)?.level ?? null, -1);
    this.#states.delete(pointId);
  }

  #regroup(): void {
    const { driver, defaultPollIntervalMs } = this.#options;
    const asked = this.#polling && !this.#failed && !this.#end.signal.aborted && driver.poll !== undefined && driver.push === undefined;
    this.#poller.setPoints(asked ? this.#readable() : [], this.#device?.pollIntervalMs ?? defaultPollIntervalMs, this.#device?.adaptivePolling ?? null);
  }

  #readable(): Point[] {
    return this.#device?.points.filter((point) => point.access !== 'write') ?? [];
  }

  async #poll(points: readonly Point[]): Promise<void> {
    const { driver } = this.#options;
    if (driver.poll === undefined || points.length === 0) return;
    const began = this.#options.clock.monotonicMs();
    try {
      const readings = await driver.poll.read(points, { urgent: false, signal: this.#end.signal });
      if (this.#end.signal.aborted || !this.#polling) return;
      this.#take(this.#stillMeant(readings, points, began));
    } catch (error) {
      this.#fail(error);
    }
  }

  /**
   * Leaves out readings of points that were given another address or type while the request was under way, and those that
   * are older than what was taken in meanwhile: a poll of many blocks must not bring back the value before a write.
   */
  #stillMeant(readings: readonly Reading[], asked: readonly Point[], began: number): readonly Reading[] {
    const before = new Map(asked.map((point) => [point.id, point]));
    return readings.filter((reading) => {
      const then = before.get(reading.pointId);
      const state = this.#states.get(reading.pointId);
      if (state === undefined || (then !== undefined && !decodesTheSame(then, state.point))) return false;
      const { takenIn } = state;
      return takenIn === null || takenIn.at < began || reading.receivedTime >= takenIn.receivedTime;
    });
  }

  #take(readings: readonly Reading[]): void {
    const samples: Sample[] = [];
    for (const { pointId, value: rawValue, raw, quality, sourceTime, receivedTime } of readings) {
      const point = this.#states.get(pointId)?.point;
      if (point === undefined) continue;
      const value = engineeringValue(rawValue, point);
      samples.push({ pointId, value, raw, quality: qualityInRange(value, quality, point), sourceTime, receivedTime });
    }
    this.#publish(samples);
  }

  #publish(samples: readonly Sample[]): void {
    const { cache, bus } = this.#options;
    const onBus: BusSample[] = [];
    for (const sample of samples) {
      const state = this.#states.get(sample.pointId);
      if (state === undefined) continue;
      if (state.level !== sample.quality.level) {
        this.#count(state.level, -1);
        this.#count(sample.quality.level, 1);
        state.level = sample.quality.level;
      }
      cache.put(sample);
      const changed = state.filter.take(sample, state.point.deadband, onBus);
      if (sample.quality.level !== 'bad') this.#poller.note(sample.pointId, changed);
    }
    bus.publish(onBus);
  }

  #count(level: QualityLevel | null, by: number): void {
    if (level === 'bad') this.#bad += by;
    else if (level !== null) this.#good += by;
  }
}

/** False when a reading of the one would be wrong for the other. */
function decodesTheSame(before: Point, now: Point): boolean {
  if (before === now) return true;
  return before.dataType === now.dataType && (before.address === now.address || JSON.stringify(before.address) === JSON.stringify(now.address));
}

/** False when a sample of the one would be wrong for the other. */
function readsTheSame(before: Point, now: Point): boolean {
  return decodesTheSame(before, now) && before.scale === now.scale && before.offset === now.offset;
}
