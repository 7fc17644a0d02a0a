import { FUNCTION, header, outcomeOf, PRIORITY } from '../../stacks/dnp3';
import { runTask } from './session-task';
import type { Dnp3Line, MasterSession, TaskFailure } from '../../stacks/dnp3';
import type { Clock } from '../protocol';

/** Group 50 variation 1, one object by count: the outstation's time and date. */
const TIME = [header(50, 1, { kind: 'count', size: 1, count: 1 })];

export interface ClockMeasurement {
  readonly roundTripMs: number;
  /** What the outstation needed itself; null where it did not say. */
  readonly processingMs: number | null;
  /** How far its clock is ahead of this computer's; null where it does not tell its time. */
  readonly offsetMs: number | null;
}

/**
 * Measures the delay of the line (delay measurement), then reads the outstation's clock and compares it with this computer's
 * at the middle of that round trip. The offset is known to half a round trip.
 */
export async function measureClock(session: MasterSession, channel: Dnp3Line, clock: Clock, signal: AbortSignal): Promise<ClockMeasurement | TaskFailure | null> {
  const delay = await timed(session, channel, clock, signal, FUNCTION.delayMeasure, []);
  if (delay === null) return null;
  if (!delay.outcome.ok) return delay.outcome.failure;
  const block = delay.outcome.response.blocks.find(({ group }) => group === 52);
  const told = block?.entries[0]?.value.delay;
  const processingMs = told === undefined ? null : told * (block?.variation === 1 ? 1000 : 1);
  const read = await timed(session, channel, clock, signal, FUNCTION.read, TIME);
  if (read === null) return null;
  const time = read.outcome.ok ? read.outcome.response.blocks.find(({ group }) => group === 50)?.entries[0]?.value.time : undefined;
  return { roundTripMs: delay.tripMs, processingMs, offsetMs: time === undefined ? null : time - read.middleMs };
}

/** One request, sent once, with how long its answer took and what this computer's clock showed halfway. */
async function timed(session: MasterSession, channel: Dnp3Line, clock: Clock, signal: AbortSignal, functionCode: number, blocks: typeof TIME) {
  let sentAt = 0;
  let tripMs = 0;
  let middleMs = 0;
  const outcome = await runTask(session, channel, signal, (done) => ({
    name: 'measure the delay',
    priority: PRIORITY.request,
    retries: 0,
    step: (index, previous) => {
      if (index === 0) {
        sentAt = clock.monotonicMs();
        return { functionCode, blocks };
      }
      tripMs = clock.monotonicMs() - sentAt;
      middleMs = clock.nowMicros() / 1000 - tripMs / 2;
      return outcomeOf('measure the delay', previous ?? { iin: 0, blocks: [] });
    },
    done,
  }));
  return outcome === null ? null : { outcome, tripMs, middleMs };
}
