import { z } from 'zod';

/**
 * A point in time: UTC in whole microseconds since 1970-01-01T00:00:00Z, as an integer.
 * Exact in a JavaScript number until the year 2255. Intervals are never taken from it, only from the monotonic clock.
 */
export const microsSchema = z.number().int();
export type Micros = z.infer<typeof microsSchema>;

export const MICROS_PER_MILLISECOND = 1000;
export const MICROS_PER_SECOND = 1_000_000;

/** Milliseconds since the epoch (as `Date.now()` gives, fractions allowed) to microseconds. */
export function microsFromMillis(millis: number): Micros {
  return Math.round(millis * MICROS_PER_MILLISECOND);
}

/** ISO 8601 in UTC with microseconds where the time has them, milliseconds otherwise. */
export function isoFromMicros(micros: Micros): string {
  const whole = Math.floor(micros / MICROS_PER_MILLISECOND);
  const rest = micros - whole * MICROS_PER_MILLISECOND;
  const iso = new Date(whole).toISOString();
  return rest === 0 ? iso : `${iso.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}
