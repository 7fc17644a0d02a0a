import type { Micros } from '../../shared/domain/time';

/** Time comes in as a dependency, so that tests drive it. */
export interface Clock {
  /** UTC for stamps. */
  nowMicros(): Micros;
  /** Milliseconds that only go forward, for intervals. */
  monotonicMs(): number;
}

export interface DriverLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  /** Writes `what`, a sentence, with its cause in the system's words. @returns `what` and the id under which the cause stands in the log */
  failure(what: string, cause: unknown): string;
}

export interface Frame {
  readonly time: Micros;
  readonly direction: 'sent' | 'received';
  readonly octets: Uint8Array;
  /** `no-frame`: octets of which no frame could be cut; `late`: its request was given up; `stray`: nobody asked for it. */
  readonly note?: 'no-frame' | 'late' | 'stray';
}
