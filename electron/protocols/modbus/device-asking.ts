import type { ModbusRequest } from '../../stacks/modbus';
import type { Clock } from '../protocol';
import type { DeviceSettings } from './device-settings';
import { isAnswer, isRead, isRepeatable, isTimeout, isUnanswered, sameRead } from './exchange-outcome';
import type { Circumstances } from './likely-causes';
import type { LineSettings } from './line-settings';
import type { Link } from './link';
import type { ExchangeResult, LineUser, Rank } from './request-queue';
import { mayRetry, retryTimeout } from './timeouts';
import type { Traffic } from './traffic';
import { failureWords, troubleOf } from './trouble-words';

export interface AskingDependencies {
  readonly lineSettings: LineSettings;
  readonly settings: DeviceSettings;
  readonly clock: Clock;
  readonly link: Link;
  readonly traffic: Traffic;
  readonly lineTraffic: Traffic;
}

export interface Ask {
  readonly rank: Rank;
  readonly signal?: AbortSignal;
  /** Tries at most; without it the settings' retries and the first. */
  readonly tries?: number;
  /** Of the first try; without it the settings' timeout. */
  readonly timeoutMs?: number;
}

/** What comes of asking, for the one who watches over the device. */
export interface AskingEvents {
  /** Whether the device answered until now. */
  readonly works: () => boolean;
  /** Whether it is known of another device of the line that it answers. */
  readonly othersAnswer: () => boolean;
  /** The device itself answered. */
  onAnswer(): void;
  /** Every try of a request went unanswered, and so did another read that worked before. */
  onSilent(words: string): void;
}

/** Sends requests to one device, with their tries, and finds out whether a silence is the device's or a single request's. */
export class DeviceAsking implements LineUser {
  readonly #d: AskingDependencies;
  readonly #events: AskingEvents;
  #lastGood: ModbusRequest | null = null;
  #lastAnswerMs = Number.NEGATIVE_INFINITY;
  #lastAskedMs = 0;
  /** Requests that went unanswered and are being tried again: the others wait for what comes of it. */
  #doubts = 0;
  /** From the moment that a request went unanswered until it is known what comes of it. */
  #suspicious = false;
  /** Changes whenever what runs for an older connection must not speak any more. */
  #epoch = 0;

  constructor(dependencies: AskingDependencies, events: AskingEvents) {
    this.#d = dependencies;
    this.#events = events;
  }

  get unitId(): number {
    return this.#d.settings.unitId;
  }

  get pipelineDepth(): number {
    return this.#d.settings.pipelineDepth;
  }

  get requestDelayMs(): number {
    return this.#d.settings.requestDelayMs;
  }

  get inDoubt(): boolean {
    return this.#suspicious || this.#doubts > 0;
  }

  heard(result: ExchangeResult): void {
    if (isAnswer(result)) this.#suspicious = false;
    else if (isUnanswered(result)) this.#suspicious = true;
  }

  /** Milliseconds on the monotonic clock of the last answer; minus infinity before the first. */
  get lastAnswerMs(): number {
    return this.#lastAnswerMs;
  }

  get lastAskedMs(): number {
    return this.#lastAskedMs;
  }

  /** The last read that was answered with values; null where there is none. */
  get lastGood(): ModbusRequest | null {
    return this.#lastGood;
  }

  forgetLastGood(): void {
    this.#lastGood = null;
  }

  /** What was asked before speaks no more: the connection is another one, or none is wanted. */
  startAnew(): void {
    this.#epoch += 1;
    this.#suspicious = false;
  }

  /** One request with its retries. Resolves always. */
  async ask(request: ModbusRequest, options: Ask): Promise<ExchangeResult> {
    const epoch = this.#epoch;
    const timeoutMs = options.timeoutMs ?? this.#d.settings.timeoutMs;
    const first = await this.#once(request, options, timeoutMs, false);
    if (epoch !== this.#epoch || !this.#unanswered(first)) return first;
    const sentMs = this.#d.clock.monotonicMs() - (isTimeout(first) ? timeoutMs : 0);
    this.#doubts += 1;
    const result = await this.#again(request, options, first, sentMs, epoch);
    this.#doubts -= 1;
    this.#suspicious = false;
    this.#d.link.resume();
    return result;
  }

  /** How long a request waits that is sent in the place of one which went unanswered. */
  longestMs(): number | null {
    const { traffic, lineTraffic, link } = this.#d;
    return traffic.roundTrips.longest() ?? (link.users > 1 ? lineTraffic.roundTrips.longest() : null);
  }

  async #again(request: ModbusRequest, options: Ask, first: ExchangeResult, sentMs: number, epoch: number): Promise<ExchangeResult> {
    // A write may have been carried out although its answer is lost: it is never sent again.
    const tries = isRead(request) ? (options.tries ?? this.#d.settings.retries + 1) : 1;
    let result = first;
    let made = 1;
    while (made < tries && (isRepeatable(result) || this.#droppedAt(result)) && options.signal?.aborted !== true && mayRetry({ works: this.#events.works(), elapsedMs: this.#since(sentMs), tries: made })) {
      result = await this.#once(request, options, this.#retryTimeout(this.#since(sentMs), tries - made + 1), true);
      made += 1;
      if (epoch !== this.#epoch || !this.#unanswered(result)) return result;
    }
    if (result.ok || epoch !== this.#epoch) return result;
    // The first try had the whole timeout: it is the one to name.
    const failure = isTimeout(result) && !first.ok && isTimeout(first) ? first.failure : result.failure;
    await this.#silent(request, failureWords(this.#d.lineSettings, this.unitId, failure, made, this.#circumstances(made)), sentMs, epoch);
    return result;
  }

  async #once(request: ModbusRequest, options: Ask, timeoutMs: number, clearsDoubt: boolean): Promise<ExchangeResult> {
    const { link, traffic, lineTraffic, clock, lineSettings } = this.#d;
    this.#lastAskedMs = clock.monotonicMs();
    const epoch = this.#epoch;
    const result = await link.submit({ user: this, request, timeoutMs, rank: options.rank, clearsDoubt, signal: options.signal ?? null });
    traffic.note(result);
    lineTraffic.note(result);
    if (!result.ok && (result.failure.kind !== 'closed' || this.#droppedAt(result))) {
      const trouble = troubleOf(lineSettings, this.unitId, result.failure, this.#circumstances(1));
      traffic.trouble(clock.nowMicros(), trouble);
      lineTraffic.trouble(clock.nowMicros(), trouble);
    }
    if (epoch === this.#epoch && isAnswer(result)) {
      this.#lastAnswerMs = clock.monotonicMs();
      if (result.ok && isRead(request)) this.#lastGood = request;
      this.#events.onAnswer();
    }
    return result;
  }

  /** All tries went unanswered. If another read that worked before is answered, the device lives and only this one is mute. */
  async #silent(request: ModbusRequest, words: string, sinceMs: number, epoch: number): Promise<void> {
    if (this.#lastAnswerMs > sinceMs) return;
    const other = this.#lastGood;
    if (this.#events.works() && other !== null && !sameRead(other, request)) {
      await this.#once(other, { rank: 'poll' }, this.#retryTimeout(this.#since(sinceMs), 1), true);
      if (epoch !== this.#epoch || this.#lastAnswerMs > sinceMs) return;
    }
    this.#events.onSilent(words);
  }

  /** Tries after the first wait less where it is known how fast the device or its line answers. */
  #retryTimeout(elapsedMs: number, triesLeft: number): number {
    return retryTimeout({ configuredMs: this.#d.settings.timeoutMs, longestMs: this.longestMs(), works: this.#events.works(), elapsedMs, triesLeft });
  }

  #unanswered(result: ExchangeResult): boolean {
    return isUnanswered(result) || this.#droppedAt(result);
  }

  /** The peer ended the connection in the place of an answer, and the line as a whole is not lost. */
  #droppedAt(result: ExchangeResult): boolean {
    const { state } = this.#d.link;
    return !result.ok && result.failure.kind === 'closed' && result.exchange.attempts > 0 && (state === 'open' || state === 'opening');
  }

  #circumstances(tries: number): Circumstances {
    return { tries, othersAnswer: this.#events.othersAnswer(), damaged: this.#d.traffic.damaged > 0 };
  }

  #since(ms: number): number {
    return this.#d.clock.monotonicMs() - ms;
  }
}
