import type { ModbusCounters } from '../../stacks/modbus';

/** The counters that only a whole line knows, because an answer nobody asked for belongs to no device. */
export interface LineCounts {
  requests: number;
  responses: number;
  timeouts: number;
  crcErrors: number;
  badFrames: number;
  lateAnswers: number;
  strayAnswers: number;
  octetsOut: number;
  octetsIn: number;
}

const NONE: LineCounts = { requests: 0, responses: 0, timeouts: 0, crcErrors: 0, badFrames: 0, lateAnswers: 0, strayAnswers: 0, octetsOut: 0, octetsIn: 0 };

/** Adds up what the clients of a line counted, one after another: each lives as long as its channel. */
export class ClosedCounters {
  #sum: LineCounts = NONE;

  /** A client has ended. */
  add(counters: ModbusCounters): void {
    this.#sum = sum(this.#sum, counters);
  }

  /** The ended ones and the present one. */
  with(present: ModbusCounters | undefined): LineCounts {
    return present === undefined ? this.#sum : sum(this.#sum, present);
  }
}

/** Both, counter by counter. */
export function sum(a: LineCounts, b: LineCounts): LineCounts {
  return {
    requests: a.requests + b.requests,
    responses: a.responses + b.responses,
    timeouts: a.timeouts + b.timeouts,
    crcErrors: a.crcErrors + b.crcErrors,
    badFrames: a.badFrames + b.badFrames,
    lateAnswers: a.lateAnswers + b.lateAnswers,
    strayAnswers: a.strayAnswers + b.strayAnswers,
    octetsOut: a.octetsOut + b.octetsOut,
    octetsIn: a.octetsIn + b.octetsIn,
  };
}
