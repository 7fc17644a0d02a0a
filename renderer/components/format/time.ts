import type { Micros } from '../../../shared/domain/time';

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function dateOf(time: Micros): Date {
  return new Date(time / 1000);
}

/** `14:32:06` local. */
export function formatClock(time: Micros): string {
  const date = dateOf(time);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `14:32:06.912` local. */
export function formatClockMs(time: Micros): string {
  return `${formatClock(time)}.${String(dateOf(time).getMilliseconds()).padStart(3, '0')}`;
}

/** `17 Mar 2026` local. */
export function formatDate(time: Micros): string {
  const date = dateOf(time);
  return `${date.getDate()} ${MONTHS[date.getMonth()] ?? ''} ${date.getFullYear()}`;
}

/** `17 Mar 2026 14:32:06` local. */
export function formatDateTime(time: Micros): string {
  return `${formatDate(time)} ${formatClock(time)}`;
}

/** `Today 13:59`, `Yesterday 17:48`, else the date. */
export function formatWhen(time: Micros, now: Micros): string {
  const midnight = new Date(now / 1000);
  midnight.setHours(0, 0, 0, 0);
  const date = dateOf(time);
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (date >= midnight) return `Today ${clock}`;
  const yesterday = new Date(midnight);
  yesterday.setDate(yesterday.getDate() - 1);
  return date >= yesterday ? `Yesterday ${clock}` : formatDate(time);
}

/** `UTC+01:00` for this window's clock. */
export function formatUtcOffset(minutesEast: number): string {
  const size = Math.abs(minutesEast);
  return `UTC${minutesEast < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
