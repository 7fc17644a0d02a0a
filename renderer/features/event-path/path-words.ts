import type { EventPath, PathEvent } from '../../../shared/contract/event-path';

/** A delay as a figure of a column: tenths below 100 ms, a true minus. */
export function milliseconds(ms: number): string {
  const text = Math.abs(ms) < 100 ? Math.abs(ms).toFixed(1) : Math.abs(ms) < 10_000 ? Math.abs(ms).toFixed(0) : `${(Math.abs(ms) / 1000).toFixed(1)} s`;
  return `${ms < 0 ? '−' : ''}${text}${text.endsWith('s') ? '' : ' ms'}`;
}

/** From the time in the event to its arrival, with what the device's clock is ahead taken out; null where it has no time. */
export function sourceDelayMs({ sourceTime, receivedTime }: Pick<PathEvent, 'sourceTime' | 'receivedTime'>, clock: EventPath['clock']): number | null {
  return sourceTime === null ? null : (receivedTime - sourceTime) / 1000 + (clock?.offsetMs ?? 0);
}

/** What the comparison of the two clocks is worth. */
export function clockWords(clock: EventPath['clock']): string {
  if (clock === null) return "The device's clock is not compared with this computer's: delays from the source hold only as far as the two agree. Measure it first.";
  const { offsetMs, uncertaintyMs } = clock;
  return `The device's clock is ${milliseconds(Math.abs(offsetMs))} ${offsetMs < 0 ? 'behind' : 'ahead of'} this computer's, known to ${milliseconds(uncertaintyMs)}; that is taken out of the delays.`;
}

/** What one side alone cannot tell. */
export const UNKNOWN_FROM_HERE =
  'The time in an event is the one at which the device saw the change; what went on before, in its inputs and filters, is not on the wire. A lost event shows here only by a gap of a counting point, by an overflow that the device tells, or by a state that two readings of everything find changed. Two events of one point with the same time and value count as one that came again.';
