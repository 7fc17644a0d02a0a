import { DIAGNOSTICS } from './diagnostics';
import { exceptionMeaning, exceptionName } from './exceptions';
import { functionName } from './function-names';
import { functionCodeOf, isException, type ModbusNormalResponse, type ModbusRequest, type ModbusResponse } from './pdu';
import type { ModbusFailure, ModbusRequestOptions, ModbusResult } from './result';

export type ClientAnswer = ModbusResult<ModbusNormalResponse | undefined>;

/** One request on its way through a client session. Changed by its session only. */
export interface ClientJob {
  readonly unit: number;
  readonly request: ModbusRequest;
  readonly timeoutMs: number;
  readonly command: boolean;
  readonly done: (answer: ClientAnswer) => void;
  /** Nobody answers it: silence through the timeout is what was wanted (force listen only mode). */
  readonly silenceIsAnswer: boolean;
  frame: Uint8Array;
  /** On MBAP, of the attempt that is on the wire. */
  transactionId: number;
  retriesLeft: number;
  attempts: number;
  sentAt: number;
  deadline: number;
}

export interface JobDefaults {
  readonly timeoutMs: number;
  readonly retries: number;
}

/** Function codes that change nothing in the device, so that they may be sent again. */
const READS: ReadonlySet<ModbusRequest['functionCode']> = new Set([1, 2, 3, 4, 7, 11, 12, 17, 20, 24, 43]);
/** Function codes that unit 0 of a serial line may be sent: what is written. */
const BROADCASTS: ReadonlySet<ModbusRequest['functionCode']> = new Set([5, 6, 15, 16, 21, 22, 'raw']);
/** Sub-functions of diagnostics that change something: restart, delimiter, listen only, clear. */
const CHANGING: ReadonlySet<number> = new Set([DIAGNOSTICS.restartCommunications, DIAGNOSTICS.changeAsciiDelimiter, DIAGNOSTICS.forceListenOnly, DIAGNOSTICS.clearCounters, DIAGNOSTICS.clearOverrunCounter]);

/** Whether a request only reads. Of a raw one that is not known. */
export function isRead(request: ModbusRequest): boolean {
  return request.functionCode === 8 ? !CHANGING.has(request.subFunction) : READS.has(request.functionCode);
}

/** Whether unit 0 of a serial line may be sent this: nobody answers, so what reads makes no sense. */
export function mayBroadcast(request: ModbusRequest): boolean {
  return request.functionCode === 8 ? !isRead(request) : BROADCASTS.has(request.functionCode);
}

export function makeJob(
  unit: number,
  request: ModbusRequest,
  frame: Uint8Array,
  options: ModbusRequestOptions,
  defaults: JobDefaults,
  done: (answer: ClientAnswer) => void,
): ClientJob {
  const read = isRead(request);
  const mayRepeat = read || options.idempotent === true;
  return {
    unit,
    request,
    timeoutMs: options.timeoutMs ?? defaults.timeoutMs,
    command: options.priority === undefined ? !read : options.priority === 'command',
    done,
    silenceIsAnswer: request.functionCode === 8 && request.subFunction === DIAGNOSTICS.forceListenOnly,
    frame,
    transactionId: 0,
    retriesLeft: mayRepeat ? (options.retries ?? defaults.retries) : 0,
    attempts: 0,
    sentAt: 0,
    deadline: 0,
  };
}

/** Ends a job without a value. */
export function fail(job: ClientJob, failure: ModbusFailure, response: Uint8Array | undefined, roundTripMs: number | undefined): void {
  job.done({ ok: false, failure, exchange: { unit: job.unit, request: job.frame, response, roundTripMs, attempts: job.attempts } });
}

/** Ends a job with an answer that was found to be its own. */
export function finish(job: ClientJob, response: ModbusResponse, octets: Uint8Array, roundTripMs: number): void {
  if (isException(response)) {
    const name = exceptionName(response.exception);
    const message = `Unit ${job.unit} refused "${functionName(functionCodeOf(response))}" with exception ${response.exception} (${name}). ${exceptionMeaning(response.exception)}`;
    fail(job, { kind: 'exception', code: response.exception, name, message }, octets, roundTripMs);
    return;
  }
  job.done({ ok: true, value: response, exchange: { unit: job.unit, request: job.frame, response: octets, roundTripMs, attempts: job.attempts } });
}

/** Ends a job that nobody answers: a broadcast, force listen only mode. */
export function silenceFinish(job: ClientJob): void {
  job.done({ ok: true, value: undefined, exchange: { unit: job.unit, request: job.frame, response: undefined, roundTripMs: undefined, attempts: job.attempts } });
}

/** A failure before anything was sent. */
export function refuse(unit: number, failure: ModbusFailure, done: (answer: ClientAnswer) => void): void {
  done({ ok: false, failure, exchange: { unit, request: new Uint8Array(0), response: undefined, roundTripMs: undefined, attempts: 0 } });
}

export function timeoutFailure(job: ClientJob): ModbusFailure {
  const tries = job.attempts > 1 ? ` after ${job.attempts} tries` : '';
  return { kind: 'timeout', afterMs: job.timeoutMs, message: `Unit ${job.unit} did not answer "${functionName(functionCodeOf(job.request))}" within ${job.timeoutMs} ms${tries}.` };
}
