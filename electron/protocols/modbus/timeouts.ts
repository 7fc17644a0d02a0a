/** No try after the first is shorter than this. */
const LEAST_RETRY_MS = 300;
/** How often a round trip of late may be exceeded before an answer is given up. */
const PATIENCE = 4;
/** A device that worked is to be found lost so soon, since it must show within 10 s with the wait before its next request. */
const LOST_WITHIN_MS = 6000;
/** A silent device gets more time at every so many probes, in case it is only slow: with probes half a minute apart this costs its neighbours little. */
const PATIENT_PROBE = 8;
/** So much the first time, twice as much each time after, up to the device's own timeout. */
const PATIENT_MS = 1000;

export interface RetryCase {
  /** The device's timeout as it is set. */
  readonly configuredMs: number;
  /** The longest round trip of late; null where none is known. */
  readonly longestMs: number | null;
  /** The device answered until now. */
  readonly works: boolean;
  /** Since the first try was sent. */
  readonly elapsedMs: number;
  /** Tries left, this one included, and what is asked after them. */
  readonly triesLeft: number;
}

/** How long a try after the first waits, milliseconds: less where it is known how fast the answers are. Never more than is set. */
export function retryTimeout({ configuredMs, longestMs, works, elapsedMs, triesLeft }: RetryCase): number {
  const learned = longestMs === null ? configuredMs : Math.max(LEAST_RETRY_MS, PATIENCE * longestMs);
  const budget = works ? Math.max(LEAST_RETRY_MS, (LOST_WITHIN_MS - elapsedMs) / triesLeft) : configuredMs;
  return Math.min(configuredMs, learned, budget);
}

/**
 * Whether an unanswered request is tried once more. A device that worked is to be found lost in time, however many tries are
 * set: after the second try only what fits is made.
 */
export function mayRetry({ works, elapsedMs, tries }: { readonly works: boolean; readonly elapsedMs: number; readonly tries: number }): boolean {
  return !works || tries < 2 || elapsedMs + LEAST_RETRY_MS <= LOST_WITHIN_MS;
}

export interface ProbeCase {
  readonly configuredMs: number;
  readonly longestMs: number | null;
  /** Nobody else uses the line. */
  readonly alone: boolean;
  /** Since it fell silent. */
  readonly probesMade: number;
}

/** How long a probe waits: alone on its line a silent device delays nobody and gets its whole timeout. */
export function probeTimeout({ configuredMs, longestMs, alone, probesMade }: ProbeCase): number {
  if (alone) return configuredMs;
  const learned = retryTimeout({ configuredMs, longestMs, works: false, elapsedMs: 0, triesLeft: 1 });
  if (probesMade === 0 || probesMade % PATIENT_PROBE !== 0) return learned;
  const patient = PATIENT_MS * 2 ** (probesMade / PATIENT_PROBE - 1);
  return Math.min(configuredMs, Math.max(patient, learned));
}
