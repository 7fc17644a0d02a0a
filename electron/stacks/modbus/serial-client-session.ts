import { fail, finish, makeJob, mayBroadcast, refuse, silenceFinish, timeoutFailure, type ClientAnswer, type ClientJob, type JobDefaults } from './client-job';
import type { ClientSession, SessionEnvironment } from './client-session';
import { CounterBook } from './counter-book';
import type { ModbusCounters } from './counters';
import { JobQueue } from './job-queue';
import type { FoundAnswer, LineFraming } from './line-framing';
import { hex } from './octets';
import { OctetBuffer } from './octet-buffer';
import { isException, type ModbusRequest } from './pdu';
import { encodeRequest } from './request-codec';
import type { ModbusFailure, ModbusRequestOptions } from './result';
import type { RtuTiming } from './serial-timing';

export interface SerialSessionSettings extends JobDefaults {
  readonly timing: RtuTiming;
  readonly queueLimit: number;
  readonly afterTimeout: 'drain' | 'close';
  /** A `RtuLine` or `AsciiLine` of this session's own. */
  readonly line: LineFraming;
}

const BROADCAST_UNIT = 0;
const GREATEST_UNIT = 255;

/** What the line is doing. */
type LineState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'awaiting'; readonly job: ClientJob }
  /** After a broadcast, which nobody answers. */
  | { readonly kind: 'turnaround'; readonly job: ClientJob; readonly until: number }
  /** After a timeout or damage: until the line has been quiet, at most until `limit`. */
  | { readonly kind: 'draining'; quietAt: number; readonly limit: number; readonly after: ClientJob | undefined };

/**
 * The client of an RTU or ASCII line: one request at a time, a silence before each, and after a timeout or a damaged answer a
 * drain until the line has been quiet. What it cannot tell apart is stated in README.
 */
export class SerialClientSession implements ClientSession {
  readonly #settings: SerialSessionSettings;
  readonly #environment: SessionEnvironment;
  readonly #book = new CounterBook();
  readonly #queue: JobQueue;
  readonly #buffer = new OctetBuffer();
  #state: LineState = { kind: 'idle' };
  /** The end of the last octet on the line, either way; its start is unknown, so silence is kept from there. */
  #lineBusyUntil = Number.NEGATIVE_INFINITY;
  #lastReceived = Number.NEGATIVE_INFINITY;
  /** Since when octets are held that make no frame yet. */
  #heldSince = 0;
  /** The request given up last, to name its late answer. */
  #givenUp: ClientJob | undefined;
  #closedBecause: string | undefined;

  constructor(settings: SerialSessionSettings, environment: SessionEnvironment) {
    this.#settings = settings;
    this.#environment = environment;
    this.#queue = new JobQueue(settings.queueLimit);
  }

  submit(unit: number, request: ModbusRequest, options: ModbusRequestOptions, now: number, done: (answer: ClientAnswer) => void): void {
    if (this.#closedBecause !== undefined) return refuse(unit, { kind: 'closed', message: this.#closedBecause }, done);
    if (!Number.isInteger(unit) || unit < 0 || unit > GREATEST_UNIT) return refuse(unit, { kind: 'invalid-request', message: `Unit identifier ${unit} is outside 0 to 255.` }, done);
    if (unit === BROADCAST_UNIT && !mayBroadcast(request)) {
      return refuse(unit, { kind: 'invalid-request', message: 'Unit 0 is the broadcast on a serial line; nobody answers it, so it can only be written to.' }, done);
    }
    const { line } = this.#settings;
    const encoded = encodeRequest(request, line.before, line.after);
    if (encoded.kind === 'invalid') return refuse(unit, { kind: 'invalid-request', message: `The request is not allowed: ${encoded.reason}.` }, done);
    const job = makeJob(unit, request, line.seal(encoded.octets, unit), options, this.#settings, done);
    if (!this.#queue.push(job)) return refuse(unit, { kind: 'busy', message: `${this.#settings.queueLimit} requests are waiting on this line.` }, done);
    this.#pump(now);
  }

  receive(octets: Uint8Array, now: number): void {
    if (this.#closedBecause !== undefined) return;
    this.#book.octetsIn += octets.length;
    // A frame whose end was not seen in time is over; what comes now begins a new one.
    if (this.#buffer.length > 0 && now - this.#lastReceived >= this.#settings.timing.frameGapMs) this.#endOfFrame(now);
    if (this.#buffer.length === 0) this.#heldSince = now;
    this.#lastReceived = now;
    this.#lineBusyUntil = Math.max(this.#lineBusyUntil, now);
    this.#buffer.append(octets);
    if (this.#state.kind === 'draining') this.#state.quietAt = now + this.#settings.timing.quietMs;
    this.#scan(now);
    if (this.#buffer.length > 0) this.#environment.wake(now + this.#settings.timing.frameGapMs);
    this.#pump(now);
  }

  tick(now: number): void {
    if (this.#closedBecause !== undefined) return;
    if (this.#buffer.length > 0) {
      const end = this.#lastReceived + this.#settings.timing.frameGapMs;
      if (now >= end) this.#endOfFrame(now);
      else this.#environment.wake(end);
    }
    const state = this.#state;
    switch (state.kind) {
      case 'awaiting':
        if (now >= state.job.deadline) this.#deadline(state.job, now);
        else this.#environment.wake(state.job.deadline);
        break;
      case 'turnaround':
        if (now >= state.until) this.#broadcastDone(state.job, now);
        else this.#environment.wake(state.until);
        break;
      case 'draining':
        this.#drained(state.quietAt, state.limit, state.after, now);
        break;
      default:
    }
    this.#pump(now);
  }

  closed(reason: string): void {
    if (this.#closedBecause !== undefined) return;
    this.#closedBecause = reason;
    const state = this.#state;
    this.#state = { kind: 'idle' };
    const current = state.kind === 'awaiting' || state.kind === 'turnaround' ? [state.job] : [];
    const held = state.kind === 'draining' && state.after !== undefined ? [state.after] : [];
    for (const job of [...current, ...held, ...this.#queue.drain()]) fail(job, { kind: 'closed', message: reason }, undefined, undefined);
  }

  counters(): ModbusCounters {
    return this.#book.snapshot(this.#settings.timing.characterMs);
  }

  /** Sends the next request when the line is free and has been silent long enough. */
  #pump(now: number): void {
    while (this.#closedBecause === undefined && this.#state.kind === 'idle' && this.#queue.length > 0) {
      const free = this.#lineBusyUntil + this.#settings.timing.silenceMs;
      if (now < free) return this.#environment.wake(free);
      if (this.#lineIsNoisy(now)) return;
      const job = this.#queue.take();
      if (job === undefined) return;
      this.#send(job, now);
    }
  }

  /** While octets come that nobody asked for, a request would collide with them; a line that never stops is tried anyway. */
  #lineIsNoisy(now: number): boolean {
    if (this.#buffer.length === 0) return false;
    const { frameGapMs, drainLimitMs } = this.#settings.timing;
    const until = Math.min(this.#lastReceived + frameGapMs, this.#heldSince + drainLimitMs);
    if (now < until) {
      this.#environment.wake(until);
      return true;
    }
    this.#endOfFrame(now);
    return false;
  }

  #send(job: ClientJob, now: number): void {
    if (!this.#environment.send(job.frame)) {
      fail(job, { kind: 'busy', message: 'The line takes no more octets: the port does not send, or it is being closed.' }, undefined, undefined);
      return;
    }
    const sentWhole = now + job.frame.length * this.#settings.timing.characterMs;
    job.attempts += 1;
    job.sentAt = sentWhole;
    job.deadline = sentWhole + job.timeoutMs;
    this.#lineBusyUntil = sentWhole;
    this.#book.requests += 1;
    this.#book.octetsOut += job.frame.length;
    this.#environment.onFrame?.('out', job.frame, now, undefined);
    if (job.unit === BROADCAST_UNIT) {
      const until = sentWhole + this.#settings.timing.turnaroundMs;
      this.#state = { kind: 'turnaround', job, until };
      this.#environment.wake(until);
      return;
    }
    this.#state = { kind: 'awaiting', job };
    this.#environment.wake(job.deadline);
  }

  #broadcastDone(job: ClientJob, now: number): void {
    this.#toIdle(job, now);
    silenceFinish(job);
  }

  /** The line is free again after a request. */
  #toIdle(job: ClientJob, now: number): void {
    this.#state = { kind: 'idle' };
    this.#book.busyMs += now - job.sentAt + job.frame.length * this.#settings.timing.characterMs;
  }

  /** Cuts frames out of what was received. */
  #scan(now: number): void {
    const { line } = this.#settings;
    while (this.#buffer.length > 0 && this.#closedBecause === undefined) {
      const job = this.#state.kind === 'awaiting' ? this.#state.job : undefined;
      const found = line.findAnswer(this.#buffer.octets, job);
      if (found.kind === 'nothing') break;
      this.#buffer.consume(found.used);
      this.#found(found, job, now);
    }
    // No frame is longer, so more than that without one is noise: keep the end, where a frame may begin.
    if (this.#buffer.length > line.longest) this.#buffer.consume(this.#buffer.length - line.longest);
  }

  #found(found: Exclude<FoundAnswer, { readonly kind: 'nothing' }>, job: ClientJob | undefined, now: number): void {
    if (found.kind === 'damaged') return this.#damaged(found.octets, found.checksum, now);
    if (found.kind === 'other' || job === undefined) return this.#other(found.octets, now);
    if (found.skipped > 0) this.#book.badFrames += 1;
    return this.#accept(job, found.octets, found.response, now);
  }

  #accept(job: ClientJob, octets: Uint8Array, response: Parameters<typeof finish>[1], now: number): void {
    this.#toIdle(job, now);
    this.#settings.line.answered(job.request, response);
    const roundTripMs = Math.max(0, now - job.sentAt);
    this.#book.responses += 1;
    this.#book.roundTrip(roundTripMs);
    if (isException(response)) this.#book.exception(response.exception);
    this.#environment.onFrame?.('in', octets, now, undefined);
    finish(job, response, octets, roundTripMs);
  }

  /** A whole frame that does not answer what is asked now. */
  #other(octets: Uint8Array, now: number): void {
    const late = this.#givenUp !== undefined && this.#answers(octets, this.#givenUp);
    if (late) this.#givenUp = undefined;
    if (late) this.#book.lateAnswers += 1;
    else this.#book.strayAnswers += 1;
    this.#environment.onFrame?.('in', octets, now, late ? 'late' : 'stray');
  }

  #answers(octets: Uint8Array, job: ClientJob): boolean {
    return this.#settings.line.wholeAnswer(octets, job) !== undefined;
  }

  /** The line went silent on octets of which no frame was cut: an answer whose length only the silence tells, or none. */
  #endOfFrame(now: number): void {
    const octets = this.#buffer.clear();
    const state = this.#state;
    const response = state.kind === 'awaiting' ? this.#settings.line.wholeAnswer(octets, state.job) : undefined;
    if (state.kind === 'awaiting' && response !== undefined) return this.#accept(state.job, octets, response, now);
    const rest = this.#settings.line.rest(octets);
    // Behind line noise the answer may still come.
    if (rest !== 'noise') return this.#damaged(octets, rest === 'checksum', now);
    this.#book.badFrames += 1;
    return this.#environment.onFrame?.('in', octets, now, 'bad');
  }

  #damaged(octets: Uint8Array, checksum: boolean, now: number): void {
    if (checksum) this.#book.crcErrors += 1;
    else this.#book.badFrames += 1;
    this.#environment.onFrame?.('in', octets, now, 'bad');
    const state = this.#state;
    if (state.kind !== 'awaiting') return;
    const message = `Unit ${state.job.unit} answered, but the checksum or the length is wrong; check wiring, termination, baud rate and parity. Octets: ${hex(octets)}`;
    this.#giveUp(state.job, { kind: 'bad-frame', octets, message }, octets, now);
  }

  #deadline(job: ClientJob, now: number): void {
    const response = this.#buffer.length > 0 ? this.#settings.line.wholeAnswer(this.#buffer.octets, job) : undefined;
    if (response !== undefined) return this.#accept(job, this.#buffer.clear(), response, now);
    if (job.silenceIsAnswer) {
      this.#toIdle(job, now);
      return silenceFinish(job);
    }
    this.#book.timeouts += 1;
    return this.#giveUp(job, timeoutFailure(job), undefined, now);
  }

  #giveUp(job: ClientJob, failure: ModbusFailure, response: Uint8Array | undefined, now: number): void {
    this.#givenUp = job;
    this.#toIdle(job, now);
    if (this.#settings.afterTimeout === 'close') {
      fail(job, failure, response, undefined);
      const reason = `${failure.message} The connection was closed, so that a late answer cannot be taken for another.`;
      this.closed(reason);
      this.#environment.close(reason);
      return;
    }
    const again = job.retriesLeft > 0;
    const { quietMs, drainLimitMs } = this.#settings.timing;
    const quietAt = Math.max(this.#lastReceived, now) + quietMs;
    this.#state = { kind: 'draining', quietAt, limit: now + drainLimitMs, after: again ? job : undefined };
    this.#environment.wake(quietAt);
    if (!again) fail(job, failure, response, undefined);
  }

  #drained(quietAt: number, limit: number, after: ClientJob | undefined, now: number): void {
    const until = Math.min(quietAt, limit);
    if (now < until) return this.#environment.wake(until);
    this.#state = { kind: 'idle' };
    if (this.#buffer.length > 0) this.#endOfFrame(now);
    if (after === undefined) return;
    after.retriesLeft -= 1;
    this.#book.retries += 1;
    this.#queue.pushFront(after);
  }
}
