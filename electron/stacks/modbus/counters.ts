/** Upper bounds, in milliseconds, of the round-trip histogram's bins; one more bin counts what is longer. */
export const ROUND_TRIP_BINS_MS = [0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] as const;

/** What a client session counted since it began. */
export interface ModbusCounters {
  /** Requests put on the wire, those sent again included. */
  readonly requests: number;
  /** Answers accepted, exceptions included. */
  readonly responses: number;
  readonly exceptions: Readonly<Record<number, number>>;
  readonly timeouts: number;
  /** Frames with a wrong checksum: CRC on RTU, LRC on ASCII. */
  readonly crcErrors: number;
  /** Octets that were no valid frame for another reason than the checksum. */
  readonly badFrames: number;
  /** Answers to a request that was given up before. */
  readonly lateAnswers: number;
  /** Whole frames that answer nothing asked: other unit, function, byte count, or never asked. */
  readonly strayAnswers: number;
  readonly retries: number;
  readonly octetsOut: number;
  readonly octetsIn: number;
  /**
   * Milliseconds in which the line was taken: from a request's first octet to its answer, or to where its timeout or
   * turnaround delay ended; with several outstanding, while there was any. Its growth over a time is the utilisation.
   */
  readonly busyMs: number;
  /** Milliseconds in which octets were on a serial line, either way, by its baud rate; 0 on TCP and UDP. */
  readonly wireMs: number;
  readonly roundTrip: { readonly count: number; readonly minMs: number; readonly meanMs: number; readonly maxMs: number; readonly histogram: readonly number[] };
}
