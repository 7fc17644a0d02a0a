import type { ClientAnswer } from './client-job';
import type { FrameNote } from './client-options';
import type { ModbusCounters } from './counters';
import type { ModbusRequest } from './pdu';
import type { ModbusRequestOptions } from './result';

/** What a client session asks of the one who drives it. Called synchronously. */
export interface SessionEnvironment {
  /** Puts octets on the wire; false when the channel takes none. */
  send(octets: Uint8Array): boolean;
  /** The session wants the channel closed; it has failed all its requests. */
  close(reason: string): void;
  /** `tick` must be called at or soon after this time. Earlier wishes stay valid. */
  wake(at: number): void;
  onFrame?(direction: 'out' | 'in', octets: Uint8Array, at: number, note: FrameNote | undefined): void;
}

/** A client's state machine: no I/O, no clock of its own. Times are milliseconds of one monotonic clock. */
export interface ClientSession {
  submit(unit: number, request: ModbusRequest, options: ModbusRequestOptions, now: number, done: (answer: ClientAnswer) => void): void;
  receive(octets: Uint8Array, now: number): void;
  tick(now: number): void;
  /** The channel is gone: everything waiting fails. */
  closed(reason: string): void;
  counters(): ModbusCounters;
}
