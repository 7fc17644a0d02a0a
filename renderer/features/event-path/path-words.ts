import type { EventPath, EventSource, PathEvent } from '../../../shared/contract/event-path';
import { NO_VALUE } from '../../components/format/number';

/** A delay as a figure of a column: tenths below 100 ms, a true minus. */
export function milliseconds(ms: number): string {
  const text = Math.abs(ms) < 100 ? Math.abs(ms).toFixed(1) : Math.abs(ms) < 10_000 ? Math.abs(ms).toFixed(0) : `${(Math.abs(ms) / 1000).toFixed(1)} s`;
  return `${ms < 0 ? '−' : ''}${text}${text.endsWith('s') ? '' : ' ms'}`;
}

/** From the time in the event to its arrival, with what the device's clock is ahead taken out; null where it has no time. */
export function sourceDelayMs({ sourceTime, receivedTime }: Pick<PathEvent, 'sourceTime' | 'receivedTime'>, clock: EventPath['clock']): number | null {
  return sourceTime === null ? null : (receivedTime - sourceTime) / 1000 + (clock?.offsetMs ?? 0);
}

/** A value as it was sent, with the digits that tell it apart: a number of single precision has no more than nine. */
export function sentText(value: PathEvent['value']): string {
  if (value === null) return NO_VALUE;
  if (typeof value === 'boolean') return value ? '1 On' : '0 Off';
  if (typeof value !== 'number') return value;
  for (let digits = 6; digits <= 9 && Math.fround(value) === value; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short).replace('-', '−');
  }
  return String(value).replace('-', '−');
}

/** What the comparison of the two clocks is worth. */
export function clockWords(clock: EventPath['clock']): string {
  if (clock === null) return "The device's clock is not compared with this computer's: delays from the source hold only as far as the two agree. Measure it first.";
  const { offsetMs, uncertaintyMs } = clock;
  return `The device's clock is ${milliseconds(Math.abs(offsetMs))} ${offsetMs < 0 ? 'behind' : 'ahead of'} this computer's, give or take ${milliseconds(uncertaintyMs)}; that is taken out of the delays.`;
}

/** What one side alone cannot tell. */
export const UNKNOWN_FROM_HERE =
  'The time in an event is the one at which the device saw the change; what went on before, in its inputs and filters, is not on the wire. A lost event shows here only by a gap of a counting point, by an overflow that the device tells, or by a state that two readings of everything find changed. Two events of one point with the same time and value count as one that came again.';

/** Where the way begins, and what a lost event is there. */
export function sourceWords({ simulatorName, unitName }: Pick<EventSource, 'simulatorName' | 'unitName'>): string {
  return `This device is ${unitName} of the simulator ${simulatorName} here: the way begins with the change of its point, then comes the event buffer, both by this computer's clock. A change is lost when later ones of its class came and it did not.`;
}
