import { fail, finish, makeJob, refuse, silenceFinish, timeoutFailure, type ClientAnswer, type ClientJob, type JobDefaults } from './client-job';
import type { ClientSession, SessionEnvironment } from './client-session';
import { CounterBook } from './counter-book';
import type { ModbusCounters } from './counters';
import { JobQueue } from './job-queue';
import { decodeMbapFrame, MBAP_HEADER_OCTETS, sealMbapFrame, type MbapFrame } from './mbap-framing';
import { mismatch } from './mismatch';
import { hex, readU16 } from './octets';
import { OctetBuffer } from './octet-buffer';
import { isException, type ModbusRequest, type ModbusResponse } from './pdu';
import { encodeRequest } from './request-codec';
import { decodeResponse } from './response-codec';
import type { ModbusRequestOptions } from './result';

export interface MbapSessionSettings extends JobDefaults {
  readonly pipelineDepth: number;
  readonly queueLimit: number;
  readonly closeAfterSilentTimeouts: number;
  /** Each `receive` is one datagram and holds one frame; one that does not is passed over, and nothing closes the channel. */
  readonly datagrams: boolean;
}

/** Transaction identifiers given up are not used again while they are among so many. */
const ABANDONED_LIMIT = 4096;
/** A peer that sends so many answers in a row which nobody asked for only keeps the client busy. */
const STRAY_LIMIT = 1000;

/**
 * A Modbus client on TCP or UDP. Answers find their request by transaction identifier, so a late one is told for certain (until
 * 4096 more were given up). Anything that breaks the framing, or an answer with a right identifier that cannot belong to
 * its request, closes the connection: what follows in such a stream would be a guess. A datagram of that kind is passed
 * over, and its request goes on waiting.
 */
export class MbapClientSession implements ClientSession {
  readonly #settings: MbapSessionSettings;
  readonly #environment: SessionEnvironment;
  readonly #book = new CounterBook();
  readonly #queue: JobQueue;
  readonly #buffer = new OctetBuffer();
  /** What is on the wire, at most 64: a scan of so few costs less than a map that grows and shrinks with each request. */
  #outstanding: ClientJob[] = [];
  /** In the order they were given up. */
  readonly #abandoned = new Set<number>();
  #transactionId = 0;
  #silentTimeouts = 0;
  #straysInARow = 0;
  /** When the first octet of the frame that is not complete yet was received. */
  #partialSince = 0;
  /** Since when a request is outstanding, as far as it is not counted yet. */
  #busySince = 0;
  #closedBecause: string | undefined;

  constructor(settings: MbapSessionSettings, environment: SessionEnvironment) {
    this.#settings = settings;
    this.#environment = environment;
    this.#queue = new JobQueue(settings.queueLimit);
  }

  submit(unit: number, request: ModbusRequest, options: ModbusRequestOptions, now: number, done: (answer: ClientAnswer) => void): void {
    if (this.#closedBecause !== undefined) return refuse(unit, { kind: 'closed', message: this.#closedBecause }, done);
    if (!Number.isInteger(unit) || unit < 0 || unit > 255) return refuse(unit, { kind: 'invalid-request', message: `Unit identifier ${unit} is outside 0 to 255.` }, done);
    const encoded = encodeRequest(request, MBAP_HEADER_OCTETS);
    if (encoded.kind === 'invalid') return refuse(unit, { kind: 'invalid-request', message: `The request is not allowed: ${encoded.reason}.` }, done);
    const job = makeJob(unit, request, encoded.octets, options, this.#settings, done);
    if (this.#outstanding.length < this.#settings.pipelineDepth && this.#queue.length === 0) return this.#send(job, now);
    if (!this.#queue.push(job)) refuse(unit, { kind: 'busy', message: `${this.#settings.queueLimit} requests are waiting on this connection.` }, done);
  }

  receive(octets: Uint8Array, now: number): void {
    if (this.#closedBecause !== undefined) return;
    this.#book.octetsIn += octets.length;
    this.#silentTimeouts = 0;
    if (this.#settings.datagrams) {
      this.#datagram(octets, now);
      return this.#pump(now);
    }
    if (this.#buffer.length === 0) this.#partialSince = now;
    this.#buffer.append(octets);
    while (this.#closedBecause === undefined && this.#buffer.length > 0) {
      const decoded = decodeMbapFrame(this.#buffer.octets, 0);
      if (decoded.kind === 'need-more') break;
      if (decoded.kind === 'bad') return this.#badFrame(decoded.octets, decoded.reason, now);
      this.#buffer.consume(decoded.used);
      this.#partialSince = now;
      this.#frame(decoded.value, now);
    }
    if (this.#buffer.length > 0) this.#environment.wake(this.#partialSince + this.#settings.timeoutMs);
    return this.#pump(now);
  }

  #datagram(octets: Uint8Array, now: number): void {
    const decoded = decodeMbapFrame(octets, 0);
    if (decoded.kind === 'value' && decoded.used === octets.length) return this.#frame(decoded.value, now);
    return this.#badFrame(octets, 'a datagram that is not one frame', now);
  }

  tick(now: number): void {
    if (this.#closedBecause !== undefined || this.#stalled(now)) return;
    for (const job of this.#outstanding.filter(({ deadline }) => deadline <= now)) {
      if (this.#closedBecause !== undefined) return;
      this.#timedOut(job, now);
    }
    const next = this.#outstanding.reduce((earliest, { deadline }) => Math.min(earliest, deadline), Number.POSITIVE_INFINITY);
    if (next !== Number.POSITIVE_INFINITY) this.#environment.wake(next);
    this.#pump(now);
  }

  /** Whether a frame began and stopped midway: what would come next could not be told from its rest, so the connection ends. */
  #stalled(now: number): boolean {
    if (this.#buffer.length === 0) return false;
    const until = this.#partialSince + this.#settings.timeoutMs;
    if (now >= until) this.#badFrame(this.#buffer.octets, `a frame that stopped midway ${this.#settings.timeoutMs} ms ago`, now);
    else this.#environment.wake(until);
    return now >= until;
  }

  closed(reason: string): void {
    if (this.#closedBecause !== undefined) return;
    this.#closedBecause = reason;
    const jobs = [...this.#outstanding, ...this.#queue.drain()];
    this.#outstanding = [];
    for (const job of jobs) fail(job, { kind: 'closed', message: reason }, undefined, undefined);
  }

  counters(): ModbusCounters {
    return this.#book.snapshot(0);
  }

  #pump(now: number): void {
    while (this.#closedBecause === undefined && this.#outstanding.length < this.#settings.pipelineDepth) {
      const job = this.#queue.take();
      if (job === undefined) return;
      this.#send(job, now);
    }
  }

  #send(job: ClientJob, now: number): void {
    // Octets that nobody asked for would be taken for the beginning of this answer, unless they begin a late one.
    if (this.#outstanding.length === 0 && this.#buffer.length > 0 && !this.#abandoned.has(readU16(this.#buffer.octets, 0))) {
      this.#badFrame(this.#buffer.octets, 'octets that belong to no answer', now);
      fail(job, { kind: 'closed', message: this.#closedBecause ?? 'The connection was closed.' }, undefined, undefined);
      return;
    }
    const transactionId = this.#nextTransactionId();
    // The channel and the caller may still hold the first attempt's octets, so a repeated request gets its own.
    if (job.attempts > 0) job.frame = Uint8Array.from(job.frame);
    sealMbapFrame(job.frame, transactionId, job.unit);
    if (!this.#environment.send(job.frame)) {
      fail(job, { kind: 'busy', message: 'The connection takes no more octets: the device does not read, or it is being closed.' }, undefined, undefined);
      return;
    }
    job.transactionId = transactionId;
    job.attempts += 1;
    job.sentAt = now;
    job.deadline = now + job.timeoutMs;
    if (this.#outstanding.length === 0) this.#busySince = now;
    this.#outstanding.push(job);
    this.#book.requests += 1;
    this.#book.octetsOut += job.frame.length;
    this.#environment.onFrame?.('out', job.frame, now, undefined);
    this.#environment.wake(job.deadline);
  }

  #nextTransactionId(): number {
    do {
      this.#transactionId = (this.#transactionId + 1) & 0xffff;
    } while (this.#abandoned.has(this.#transactionId) || this.#asked(this.#transactionId) !== undefined);
    return this.#transactionId;
  }

  #asked(transactionId: number): ClientJob | undefined {
    for (const job of this.#outstanding) if (job.transactionId === transactionId) return job;
    return undefined;
  }

  #frame(frame: MbapFrame, now: number): void {
    const job = this.#asked(frame.transactionId);
    if (job === undefined) {
      const late = this.#abandoned.delete(frame.transactionId);
      if (late) this.#book.lateAnswers += 1;
      else this.#book.strayAnswers += 1;
      this.#environment.onFrame?.('in', frame.octets, now, late ? 'late' : 'stray');
      this.#straysInARow += late ? 0 : 1;
      if (this.#straysInARow >= STRAY_LIMIT && !this.#settings.datagrams) this.#badFrame(frame.octets, `${STRAY_LIMIT} answers in a row that nobody asked for`, now);
      return;
    }
    const response = this.#judge(frame, job);
    if (typeof response === 'string') return this.#badFrame(frame.octets, response, now);
    this.#take(job, now);
    this.#straysInARow = 0;
    const roundTripMs = now - job.sentAt;
    this.#book.responses += 1;
    this.#book.roundTrip(roundTripMs);
    if (isException(response)) this.#book.exception(response.exception);
    this.#environment.onFrame?.('in', frame.octets, now, undefined);
    return finish(job, response, frame.octets, roundTripMs);
  }

  /** The answer that a frame with the job's transaction identifier is, or why it is none. */
  #judge(frame: MbapFrame, job: ClientJob): ModbusResponse | string {
    if (frame.unit !== job.unit) return `unit identifier ${frame.unit}, asked was ${job.unit}`;
    const decoded = decodeResponse(frame.octets, MBAP_HEADER_OCTETS, job.request);
    if (decoded.kind === 'need-more') return 'the answer ends before its own byte count';
    if (decoded.kind === 'bad') return decoded.reason;
    const surplus = frame.octets.length - MBAP_HEADER_OCTETS - decoded.used;
    if (surplus !== 0) return `${surplus} octets behind the answer`;
    return mismatch(job.request, decoded.value) ?? decoded.value;
  }

  /** A request is no longer outstanding. */
  #take(job: ClientJob, now: number): void {
    this.#outstanding.splice(this.#outstanding.indexOf(job), 1);
    this.#book.busyMs += now - this.#busySince;
    this.#busySince = now;
  }

  #badFrame(octets: Uint8Array, reason: string, now: number): void {
    this.#book.badFrames += 1;
    this.#environment.onFrame?.('in', octets, now, 'bad');
    if (this.#settings.datagrams) return;
    const message = `The peer sent octets that are no valid answer (${reason}); the connection was closed. Octets: ${hex(octets)}`;
    this.#closedBecause = message;
    const asked = this.#outstanding;
    const waiting = this.#queue.drain();
    this.#outstanding = [];
    this.#buffer.clear();
    this.#environment.close(message);
    for (const job of asked) fail(job, { kind: 'bad-frame', octets, message }, octets, undefined);
    for (const job of waiting) fail(job, { kind: 'closed', message }, undefined, undefined);
  }

  #timedOut(job: ClientJob, now: number): void {
    this.#take(job, now);
    this.#abandon(job.transactionId);
    if (job.silenceIsAnswer) return silenceFinish(job);
    this.#book.timeouts += 1;
    this.#silentTimeouts += 1;
    const limit = this.#settings.datagrams ? 0 : this.#settings.closeAfterSilentTimeouts;
    const dead = limit > 0 && this.#silentTimeouts >= limit;
    if (job.retriesLeft > 0 && !dead) {
      job.retriesLeft -= 1;
      this.#book.retries += 1;
      this.#queue.pushFront(job);
      return;
    }
    fail(job, timeoutFailure(job), undefined, undefined);
    if (!dead) return;
    const reason = `Nothing was received during ${this.#silentTimeouts} timeouts in a row; the connection was closed.`;
    this.closed(reason);
    this.#environment.close(reason);
  }

  #abandon(transactionId: number): void {
    this.#abandoned.add(transactionId);
    if (this.#abandoned.size <= ABANDONED_LIMIT) return;
    const oldest = this.#abandoned.values().next();
    if (oldest.done !== true) this.#abandoned.delete(oldest.value);
  }
}
