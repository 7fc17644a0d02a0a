import type { Diagnostics } from '../../../shared/contract/devices';
import type { Device, DeviceStatus, Finding } from '../../../shared/domain/device';
import type { Opaque } from '../../../shared/domain/point';
import { bad, NO_ANSWER, NOT_CONNECTED } from '../../../shared/domain/quality';
import { microsFromMillis, type Micros } from '../../../shared/domain/time';
import type { AcquiredDevice } from '../../acquisition/acquired-device';
import type { Acquisition } from '../../acquisition/acquisition';
import type { Clock, DeviceContext, Driver, DriverState } from '../../protocols/protocol';
import type { LineRuntime } from './line-runtime';
import { superviseDriver } from './supervised-driver';

const FIRST_BACKOFF_MS = 1000;
const MOST_BACKOFF_MS = 30_000;
/** A driver that ran so long without an error begins with the shortest wait again. */
const STABLE_MS = 60_000;

export interface DeviceRuntimeContext {
  readonly clock: Clock;
  readonly acquisition: Acquisition;
  onChange(deviceId: string): void;
  onFinding(deviceId: string, finding: Finding): void;
  onFindingGone(deviceId: string, kind: string, key: string): void;
  /** Keeps settings that the driver goes by already. Rejects in plain words. */
  keepSettings(deviceId: string, settings: Opaque): Promise<Opaque>;
  /** Tells of a change of state, for the log. */
  onState(device: Device, status: DeviceStatus): void;
  /** Writes the cause of a driver's error to the log and gives its id. */
  failure(device: Device, cause: unknown): string;
  /** Why a device that is off is off; empty where that is nothing but the wish. */
  readonly offReason: string;
}

interface Shown {
  readonly state: DeviceStatus['state'];
  readonly reason: string;
  readonly nextTryAt: Micros | null;
  readonly errorId: string | null;
}

/** One making of the driver; after an error there is another one, and what the old one still calls back is not heard. */
interface Making {
  readonly driver: Driver;
  readonly acquired: AcquiredDevice;
  readonly madeAt: number;
}

/**
 * Supervises one device: makes its driver, keeps it as connected as the project wants it, and when the driver throws
 * takes down this device alone: the error is logged with an id, the driver closed and made anew after 1 s, 2 s, ... 30 s.
 */
export class DeviceRuntime {
  private making: Making | null = null;
  private generation = 0;
  private shown: Shown;
  private readonly off: Shown;
  private since: Micros;
  private retry: NodeJS.Timeout | null = null;
  private failures = 0;
  private lastAnswerAt: Micros | null = null;
  private readonly waiting = new Set<() => void>();
  private closed = false;
  /** Closings under way, one after the other. */
  private ending: Promise<void> = Promise.resolve();

  constructor(
    private current: Device,
    /** Whether the connection is wanted: the device's wish, where its protocol is switched on. */
    private wanted: boolean,
    readonly line: LineRuntime,
    private readonly context: DeviceRuntimeContext,
  ) {
    this.off = { state: 'off', reason: context.offReason, nextTryAt: null, errorId: null };
    this.shown = this.off;
    this.since = context.clock.nowMicros();
    this.make();
  }

  get device(): Device {
    return this.current;
  }

  get connected(): boolean {
    return this.shown.state === 'connected';
  }

  /** Null while the driver has failed and is not made anew yet. */
  get driver(): Driver | null {
    return this.making?.driver ?? null;
  }

  get acquired(): AcquiredDevice | null {
    return this.making?.acquired ?? null;
  }

  /** Points, interval, label or wish changed; the driver stays. */
  setDevice(device: Device, wanted: boolean): void {
    const before = this.current;
    this.current = device;
    // What is left of a change that this device did not have: a protocol was switched on or off.
    if (device !== before) this.making?.acquired.setDevice(device);
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    if (wanted) this.connect();
    else void this.disconnect();
  }

  /** Settings that the driver goes by already. */
  adopt(settings: Opaque): void {
    this.current = { ...this.current, settings };
  }

  /** A good value came. */
  noteAnswer(at: Micros): void {
    this.lastAnswerAt = at;
  }

  status(): DeviceStatus {
    const counters = this.making?.acquired.counters();
    return {
      deviceId: this.current.id,
      state: this.shown.state,
      since: this.since,
      reason: this.shown.reason,
      errorId: this.shown.errorId,
      // All diagnostics of 500 devices, twice a second, would hold up everything else.
      roundTripMs: this.making?.driver.roundTripMs() ?? null,
      nextTryAt: this.shown.nextTryAt,
      lastAnswerAt: this.lastAnswerAt,
      pointsGood: counters?.good ?? 0,
      pointsBad: counters?.bad ?? 0,
      latePolls: counters?.latePolls ?? 0,
    };
  }

  /** Resolves when the device is connected, lost or in error, when the time is up, or when the signal says so. */
  async decided(withinMs: number, signal: AbortSignal): Promise<void> {
    if (this.shown.state !== 'connecting') return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(limit);
        signal.removeEventListener('abort', end);
        this.waiting.delete(end);
        resolve();
      };
      const limit = setTimeout(end, withinMs);
      signal.addEventListener('abort', end, { once: true });
      this.waiting.add(end);
    });
  }

  /** Null while there is no driver. */
  diagnostics(): Diagnostics | null {
    try {
      return this.making ? withSaved(this.making.driver.diagnostics(), this.making.acquired.counters().savedRequests) : null;
    } catch (cause) {
      this.fail(this.generation, cause);
      return null;
    }
  }

  /** Ends the driver; after it nothing is called back. */
  async close(): Promise<void> {
    this.closed = true;
    for (const end of this.waiting) end();
    this.stopRetry();
    this.end('Device removed');
    await this.ending;
  }

  private connect(): void {
    if (this.making === null) {
      this.stopRetry();
      this.make();
      return;
    }
    this.show({ state: 'connecting', reason: '', nextTryAt: null, errorId: null });
    this.making?.driver.connect();
  }

  private async disconnect(): Promise<void> {
    this.stopRetry();
    this.show(this.off);
    const { making } = this;
    making?.acquired.setPolling(false);
    await making?.driver.disconnect();
    if (!this.wanted && this.making === making) making?.acquired.markBad(bad(NOT_CONNECTED));
  }

  private make(): void {
    this.generation += 1;
    const generation = this.generation;
    const fail = (cause: unknown): void => this.fail(generation, cause);
    try {
      const { protocol, driver: lineDriver } = this.line;
      const settings = protocol.deviceSettings.parse(this.current.settings);
      const bare = lineDriver.createDevice(settings, this.deviceContext(generation));
      const driver = superviseDriver(bare, this.context.clock, fail);
      const acquired = this.context.acquisition.add({
        device: this.current,
        driver,
        defaultPollIntervalMs: protocol.description.defaultPollIntervalMs,
        onFailure: fail,
      });
      acquired.setPolling(false);
      // Taking the points may have failed already: then this making was never meant to live.
      if (this.generation !== generation) {
        this.endMaking({ driver, acquired, madeAt: 0 });
        return;
      }
      this.making = { driver, acquired, madeAt: this.context.clock.monotonicMs() };
    } catch (cause) {
      fail(cause);
      return;
    }
    if (this.wanted) this.connect();
    else this.show(this.off);
  }

  private deviceContext(generation: number): DeviceContext {
    const isCurrent = (): boolean => !this.closed && this.generation === generation;
    return {
      label: this.current.deviceId,
      findings: this.current.findings,
      onState: (state) => {
        if (isCurrent()) this.onDriverState(state);
      },
      onFinding: (finding) => {
        if (isCurrent()) this.context.onFinding(this.current.id, finding);
      },
      onFindingGone: (kind, key) => {
        if (isCurrent()) this.context.onFindingGone(this.current.id, kind, key);
      },
      keepSettings: async (settings) => {
        if (!isCurrent()) throw new Error('The device was made anew in the meantime.');
        return this.context.keepSettings(this.current.id, settings);
      },
      guard:
        (action) =>
        (...args) => {
          if (!isCurrent()) return;
          try {
            action(...args);
          } catch (cause) {
            this.fail(generation, cause);
          }
        },
    };
  }

  private onDriverState({ state, reason, nextTryAt }: DriverState): void {
    if (!this.wanted && state !== 'off') return;
    const before = this.shown.state;
    const acquired = this.making?.acquired;
    // Readings that were bad one by one are joined by all others once the peer is known to be gone.
    if (state !== before && state !== 'connected' && before === 'connected' && this.wanted) acquired?.markBad(bad(NO_ANSWER));
    this.show(state === 'off' && reason === '' ? this.off : { state, reason, nextTryAt, errorId: null });
    acquired?.setPolling(state === 'connected');
  }

  /** The driver of this device alone goes down, and comes back. */
  private fail(generation: number, cause: unknown): void {
    if (this.closed || this.generation !== generation) return;
    this.generation += 1;
    const errorId = this.context.failure(this.current, cause);
    const ranMs = this.making ? this.context.clock.monotonicMs() - this.making.madeAt : 0;
    this.failures = ranMs > STABLE_MS ? 1 : this.failures + 1;
    const waitMs = Math.min(MOST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (this.failures - 1));
    this.end('Driver failed');
    const nextTryAt = this.wanted ? this.context.clock.nowMicros() + microsFromMillis(waitMs) : null;
    this.show({ state: 'error', reason: `The driver failed. The log has the cause under ${errorId}.`, nextTryAt, errorId });
    this.stopRetry();
    this.retry = setTimeout(() => {
      this.retry = null;
      void this.ending.then(() => {
        if (!this.closed && this.making === null) this.make();
      });
    }, waitMs);
  }

  private end(reason: string): void {
    const { making } = this;
    this.making = null;
    if (!making) return;
    making.acquired.markBad(bad(reason));
    this.endMaking(making);
  }

  private endMaking({ driver, acquired }: Making): void {
    acquired.close();
    const before = this.ending;
    this.ending = before.then(() => driver.close());
  }

  private stopRetry(): void {
    if (this.retry) clearTimeout(this.retry);
    this.retry = null;
  }

  private show(shown: Shown): void {
    const changed = shown.state !== this.shown.state || shown.reason !== this.shown.reason;
    if (shown.state !== this.shown.state) this.since = this.context.clock.nowMicros();
    this.shown = shown;
    if (shown.state !== 'connecting') for (const end of this.waiting) end();
    this.context.onChange(this.current.id);
    if (changed) this.context.onState(this.current, this.status());
  }
}

/** The driver's counters, and what adaptive polling spared where it is on. */
function withSaved(diagnostics: Diagnostics, saved: number | null): Diagnostics {
  if (saved === null) return diagnostics;
  const label = saved < 0 ? 'Requests added by adaptive polling' : 'Requests saved by adaptive polling';
  return { ...diagnostics, counters: [...diagnostics.counters, { label, value: Math.abs(saved) }] };
}
