import type { Micros } from '../../../shared/domain/time';
import type { ModbusRequest } from '../../stacks/modbus';
import type { Clock, DeviceContext, DriverState } from '../protocol';
import { Backoff } from './backoff';
import type { DeviceSettings } from './device-settings';
import { isAnswer, isRepeatable, isTimeout, isUnanswered, sameRead } from './exchange-outcome';
import type { LineSettings } from './line-settings';
import type { Link, LinkTrouble } from './link';
import type { ExchangeResult, LineUser, Rank } from './request-queue';
import { probeTimeout, retryTimeout } from './timeouts';
import type { Traffic } from './traffic';
import { failureWords, linkTrouble } from './trouble-words';
import type { TurnTaker } from './turn-taker';

export interface SessionDependencies {
  readonly lineSettings: LineSettings;
  readonly settings: DeviceSettings;
  readonly context: DeviceContext;
  readonly clock: Clock;
  readonly link: Link;
  readonly traffic: Traffic;
  readonly lineTraffic: Traffic;
  /** One probe at a time on the link. */
  readonly probes: TurnTaker;
}

export interface Ask {
  readonly rank: Rank;
  readonly signal?: AbortSignal;
  /** Tries at most; without it the settings' retries and the first. */
  readonly tries?: number;
  /** Of the first try; without it the settings' timeout. */
  readonly timeoutMs?: number;
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
export class DeviceSession implements LineUser {
  readonly #d: SessionDependencies;
  readonly #backoff = new Backoff(FIRST_PROBE_MS, LONGEST_PROBE_MS);
  #state: DriverState = { state: 'off', reason: '', nextTryAt: null };
  #wanted = false;
  #timer: NodeJS.Timeout | undefined;
  #probeRequest: ModbusRequest = { functionCode: 3, address: 0, quantity: 1 };
  #lastGood: ModbusRequest | null = null;
  #lastAnswerMs = Number.NEGATIVE_INFINITY;
  #lastAskedMs = 0;
  #probesMade = 0;
  /** Requests that went unanswered and are being tried again: the others wait for what comes of it. */
  #doubts = 0;
  /** From the moment that a request went unanswered until it is known what comes of it. */
  #suspicious = false;
  #settled: (() => void)[] = [];
  /** Changes whenever what runs for an older connection must not speak any more. */
  #epoch = 0;
  #closed = false;

  constructor(dependencies: SessionDependencies) {
    this.#d = dependencies;
  }

  get unitId(): number {
    return this.#d.settings.unitId;
  }

  get pipelineDepth(): number {
    return this.#d.settings.pipelineDepth;
  }

  get inDoubt(): boolean {
    return this.#suspicious || this.#doubts > 0;
  }

  heard(result: ExchangeResult): void {
    if (isAnswer(result)) this.#suspicious = false;
    else if (isUnanswered(result)) this.#suspicious = true;
  }

  get state(): DriverState {
    return this.#state;
  }

  /** Milliseconds on the monotonic clock of the last answer; minus infinity before the first. */
  get lastAnswerMs(): number {
    return this.#lastAnswerMs;
  }

  /** What a probe and an idle check ask. */
  setProbe(request: ModbusRequest): void {
    this.#probeRequest = request;
    this.#lastGood = null;
  }

  connect(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    if (this.#d.lineSettings.transport === 'rtu' && this.unitId === 0) {
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
    this.#epoch += 1;
    this.#suspicious = false;
    clearTimeout(this.#timer);
    this.#d.link.abandon(this, 'The device was disconnected.');
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
  async ask(request: ModbusRequest, options: Ask): Promise<ExchangeResult> {
    const epoch = this.#epoch;
    const timeoutMs = options.timeoutMs ?? this.#d.settings.timeoutMs;
    const first = await this.#once(request, options, timeoutMs, false);
    if (epoch !== this.#epoch || !isUnanswered(first)) return first;
    const sentMs = this.#d.clock.monotonicMs() - (isTimeout(first) ? timeoutMs : 0);
    this.#doubts += 1;
    const result = await this.#again(request, options, first, sentMs, epoch);
    this.#doubts -= 1;
    this.#suspicious = false;
    this.#d.link.resume();
    return result;
  }

  async #again(request: ModbusRequest, options: Ask, first: ExchangeResult, sentMs: number, epoch: number): Promise<ExchangeResult> {
    // A write may have been carried out although its answer is lost: it is never sent again.
    const tries = request.functionCode > 4 ? 1 : (options.tries ?? this.#d.settings.retries + 1);
    const { clock } = this.#d;
    let result = first;
    let made = 1;
    while (made < tries && isRepeatable(result) && options.signal?.aborted !== true) {
      result = await this.#once(request, options, this.#retryTimeout(clock.monotonicMs() - sentMs, tries - made), true);
      made += 1;
      if (epoch !== this.#epoch || !isUnanswered(result)) return result;
    }
    if (result.ok || epoch !== this.#epoch) return result;
    // The first try had the whole timeout: it is the one to name.
    const failure = isTimeout(result) && !first.ok && isTimeout(first) ? first.failure : result.failure;
    await this.#silent(request, failureWords(this.#d.lineSettings, this.unitId, failure, made), sentMs, epoch);
    return result;
  }

  async #once(request: ModbusRequest, options: Ask, timeoutMs: number, clearsDoubt: boolean): Promise<ExchangeResult> {
    const { link, traffic, lineTraffic, clock } = this.#d;
    this.#lastAskedMs = clock.monotonicMs();
    const epoch = this.#epoch;
    const result = await link.submit({ user: this, request, timeoutMs, rank: options.rank, clearsDoubt, signal: options.signal ?? null });
    traffic.note(result);
    lineTraffic.note(result);
    if (!result.ok && result.failure.kind !== 'closed') {
      const words = failureWords(this.#d.lineSettings, this.unitId, result.failure, 1);
      traffic.trouble(clock.nowMicros(), words);
      lineTraffic.trouble(clock.nowMicros(), words);
    }
    if (epoch === this.#epoch && isAnswer(result)) {
      this.#lastAnswerMs = clock.monotonicMs();
      if (result.ok && request.functionCode <= 4) this.#lastGood = request;
      if (this.#wanted && this.#state.state !== 'connected') this.#alive();
    }
    return result;
  }

  /** All tries went unanswered. If another read that worked before is answered, the device lives and only this one is mute. */
  async #silent(request: ModbusRequest, words: string, sinceMs: number, epoch: number): Promise<void> {
    if (this.#lastAnswerMs > sinceMs) return;
    const other = this.#lastGood;
    const { settings } = this.#d;
    if (this.#state.state === 'connected' && other !== null && !sameRead(other, request)) {
      await this.#once(other, { rank: 'poll' }, this.#retryTimeout(settings.timeoutMs, 1), true);
      if (epoch !== this.#epoch || this.#lastAnswerMs > sinceMs) return;
    }
    if (!this.#wanted || this.#d.link.state === 'failed') return;
    this.#d.link.abandon(this, words);
    this.#scheduleProbe(words);
  }

  /** Tries after the first wait less where it is known how fast the device or its line answers. */
  #retryTimeout(elapsedMs: number, triesLeft: number): number {
    const { settings } = this.#d;
    return retryTimeout({ configuredMs: settings.timeoutMs, longestMs: this.#longestMs(), works: this.#state.state === 'connected', elapsedMs, triesLeft });
  }

  /** The longest round trip of late of the device; of its line where it has neighbours and never answered itself. */
  #longestMs(): number | null {
    const { traffic, lineTraffic, link } = this.#d;
    return traffic.roundTrips.longest() ?? (link.users > 1 ? lineTraffic.roundTrips.longest() : null);
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
    return probeTimeout({ configuredMs: settings.timeoutMs, longestMs: this.#longestMs(), alone: link.users <= 1, probesMade: this.#probesMade });
  }

  #scheduleIdleCheck(): void {
    const { settings, clock } = this.#d;
    if (settings.idleCheckMs === 0) return;
    const due = this.#lastAskedMs + settings.idleCheckMs - clock.monotonicMs();
    this.#later(Math.max(due, 50), async (epoch) => {
      if (this.#state.state !== 'connected') return;
      if (clock.monotonicMs() - this.#lastAskedMs >= settings.idleCheckMs) await this.ask(this.#lastGood ?? this.#probeRequest, { rank: 'poll' });
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

  #down(trouble: LinkTrouble): void {
    this.#epoch += 1;
    this.#suspicious = false;
    clearTimeout(this.#timer);
    const words = linkTrouble(this.#d.lineSettings, trouble.error);
    this.#d.traffic.trouble(trouble.at, words);
    this.#backoff.reset();
    this.#set('lost', words, this.#d.link.nextTryAt);
  }

  readonly #listener = {
    // A connection that this side renewed says nothing new about a device that was connected or set aside before.
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
