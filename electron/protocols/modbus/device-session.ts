import type { Micros } from '../../../shared/domain/time';
import type { ModbusRequest } from '../../stacks/modbus';
import type { DeviceContext, DriverState } from '../protocol';
import { Backoff } from './backoff';
import { DeviceAsking } from './device-asking';
import type { Ask, AskingDependencies } from './device-asking';
import { firstAllowed } from './forbidden-ranges';
import { isSerial } from './line-settings';
import type { LinkTrouble } from './link';
import type { ExchangeResult } from './request-queue';
import { probeTimeout } from './timeouts';
import { linkTrouble, linkTroubleOf } from './trouble-words';
import type { TurnTaker } from './turn-taker';

export interface SessionDependencies extends AskingDependencies {
  readonly context: DeviceContext;
  /** One probe at a time on the link. */
  readonly probes: TurnTaker;
  /** Whether a device of the line, other than this unit, answered of late. */
  readonly othersAnswer: (unitId: number) => boolean;
}

const FIRST_PROBE_MS = 1000;
const LONGEST_PROBE_MS = 30_000;
/** A probe is followed by so many times its length without another. */
const PROBE_REST = 4;
const LONGEST_REST_MS = 5000;

/**
 * Watches over one device: whether it answers. A device that stays silent is set aside: its polls are not sent, and it
 * is probed at growing intervals, with a timeout learned from the line where it has neighbours.
 */
export class DeviceSession {
  readonly #d: SessionDependencies;
  readonly #asking: DeviceAsking;
  readonly #backoff = new Backoff(FIRST_PROBE_MS, LONGEST_PROBE_MS);
  #state: DriverState = { state: 'off', reason: '', nextTryAt: null };
  #wanted = false;
  #timer: NodeJS.Timeout | undefined;
  #probeRequest: ModbusRequest;
  #probesMade = 0;
  #settled: (() => void)[] = [];
  /** Changes whenever what runs for an older connection must not speak any more. */
  #epoch = 0;
  #closed = false;

  constructor(dependencies: SessionDependencies) {
    this.#d = dependencies;
    this.#probeRequest = { functionCode: 3, address: firstAllowed(dependencies.settings), quantity: 1 };
    this.#asking = new DeviceAsking(dependencies, {
      works: () => this.#state.state === 'connected',
      othersAnswer: () => dependencies.othersAnswer(dependencies.settings.unitId),
      onAnswer: () => {
        if (this.#wanted && this.#state.state !== 'connected') this.#alive();
      },
      onSilent: (words) => this.#silent(words),
    });
  }

  get unitId(): number {
    return this.#asking.unitId;
  }

  get state(): DriverState {
    return this.#state;
  }

  /** Milliseconds on the monotonic clock of the last answer; minus infinity before the first. */
  get lastAnswerMs(): number {
    return this.#asking.lastAnswerMs;
  }

  /** What a probe and an idle check ask. */
  setProbe(request: ModbusRequest): void {
    this.#probeRequest = request;
    this.#asking.forgetLastGood();
  }

  connect(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    if (isSerial(this.#d.lineSettings) && this.unitId === 0) {
      this.#set('error', 'Unit identifier 0 is the broadcast on a serial line: nobody answers it. Give the device its own, 1 to 247', null);
      return;
    }
    this.#set('connecting', '', null);
    const { link } = this.#d;
    const wasOpen = link.state === 'open';
    link.want(this.#listener);
    if (wasOpen) this.#hello();
    // Whoever asks for the connection does not want to wait for the next try of a line that failed before.
    else link.retryNow();
  }

  disconnect(): void {
    this.#wanted = false;
    this.#startAnew();
    this.#d.link.abandon(this.#asking, 'The device was disconnected.');
    this.#d.link.release(this.#listener);
    this.#backoff.reset();
    this.#probesMade = 0;
    this.#set('off', '', null);
  }

  /** Disconnects without a word: nothing is called back after it. */
  close(): void {
    this.#closed = true;
    this.disconnect();
  }

  /** Resolves when it is known whether the device answers, or when the signal says so. */
  settled(signal: AbortSignal): Promise<void> {
    if (this.#state.state !== 'connecting' || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#settled.push(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  /** One request with its retries. What comes of it is taken into account for the state. Resolves always. */
  ask(request: ModbusRequest, options: Ask): Promise<ExchangeResult> {
    return this.#asking.ask(request, options);
  }

  #silent(words: string): void {
    if (!this.#wanted || this.#d.link.state === 'failed') return;
    this.#d.link.abandon(this.#asking, words);
    this.#scheduleProbe(words);
  }

  /** The first question on an open line. */
  #hello(): void {
    const first = this.#state.state === 'connecting';
    this.#run(async () => {
      await this.ask(this.#probeRequest, first ? { rank: 'poll' } : { rank: 'poll', tries: 1, timeoutMs: this.#probeTimeout() });
    });
  }

  #alive(): void {
    this.#backoff.reset();
    this.#probesMade = 0;
    this.#set('connected', '', null);
    this.#scheduleIdleCheck();
  }

  #scheduleProbe(words: string): void {
    const pause = this.#backoff.take();
    this.#set('lost', words, this.#d.clock.nowMicros() + Math.round(pause * 1000));
    this.#later(pause, async (epoch) => {
      const { clock, link, probes } = this.#d;
      let tookMs = 0;
      const probe = async (): Promise<void> => {
        if (epoch !== this.#epoch || !this.#wanted) return;
        this.#probesMade += 1;
        const startedMs = clock.monotonicMs();
        await this.ask(this.#probeRequest, { rank: 'poll', tries: 1, timeoutMs: this.#probeTimeout() });
        tookMs = clock.monotonicMs() - startedMs;
      };
      // The neighbours catch up before the next silent device is probed.
      await probes.run(probe, () => (link.users > 1 ? Math.min(LONGEST_REST_MS, PROBE_REST * tookMs) : 0));
    });
  }

  #probeTimeout(): number {
    const { settings, link } = this.#d;
    return probeTimeout({ configuredMs: settings.timeoutMs, longestMs: this.#asking.longestMs(), alone: link.users <= 1, probesMade: this.#probesMade });
  }

  #scheduleIdleCheck(): void {
    const { settings, clock } = this.#d;
    if (settings.idleCheckMs === 0) return;
    const due = this.#asking.lastAskedMs + settings.idleCheckMs - clock.monotonicMs();
    this.#later(Math.max(due, 50), async (epoch) => {
      if (this.#state.state !== 'connected') return;
      const idle = clock.monotonicMs() - this.#asking.lastAskedMs >= settings.idleCheckMs;
      if (idle) await this.ask(this.#asking.lastGood ?? this.#probeRequest, { rank: 'poll' });
      if (epoch === this.#epoch && this.#state.state === 'connected') this.#scheduleIdleCheck();
    });
  }

  #later(milliseconds: number, action: (epoch: number) => Promise<void>): void {
    clearTimeout(this.#timer);
    const epoch = this.#epoch;
    this.#timer = setTimeout(
      this.#d.context.guard(() => {
        if (epoch === this.#epoch) this.#run(() => action(epoch));
      }),
      milliseconds,
    );
  }

  /** Runs something that must not reject; if it does, the guard takes the device down with it. */
  #run(action: () => Promise<void>): void {
    action().catch((error: unknown) => {
      this.#d.context.guard(() => {
        throw error;
      })();
    });
  }

  #startAnew(): void {
    this.#epoch += 1;
    this.#asking.startAnew();
    clearTimeout(this.#timer);
  }

  #down(trouble: LinkTrouble): void {
    this.#startAnew();
    this.#d.traffic.trouble(trouble.at, linkTroubleOf(this.#d.lineSettings, trouble.error));
    this.#backoff.reset();
    this.#set('lost', linkTrouble(this.#d.lineSettings, trouble.error), this.#d.link.nextTryAt);
  }

  readonly #listener = {
    // A connection that was only renewed says nothing new about a device that was connected or set aside before.
    up: (renewed: boolean): void =>
      this.#d.context.guard(() => {
        if (!renewed || this.#state.state === 'connecting') this.#hello();
      })(),
    down: (trouble: LinkTrouble): void => this.#d.context.guard(() => this.#down(trouble))(),
  };

  #set(state: DriverState['state'], reason: string, nextTryAt: Micros | null): void {
    this.#state = { state, reason, nextTryAt };
    if (state !== 'connecting') for (const settle of this.#settled.splice(0)) settle();
    if (!this.#closed) this.#d.context.onState(this.#state);
  }
}
