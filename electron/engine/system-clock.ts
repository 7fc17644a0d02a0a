import { performance } from 'node:perf_hooks';
import { microsFromMillis } from '../../shared/domain/time';
import type { Clock } from '../protocols/protocol';

/** The machine's own clocks: UTC follows the system's time, intervals the monotonic one. */
export const systemClock: Clock = Object.freeze({
  nowMicros: () => microsFromMillis(Date.now()),
  monotonicMs: () => performance.now(),
});
