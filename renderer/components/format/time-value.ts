import { timeKindOf, type DataType } from '../../../shared/domain/data-type';
import { timeText } from '../../../shared/domain/time-value';
import { formatClock, formatClockMs, formatDate, MONTHS } from './time';

/**
 * The value of a time type as a row shows it: an instant on this window's clock, a date as the device's own clock says it,
 * a span as IEC 61131-3 writes it. Null for other types and for what no date can be.
 */
export function timeValueText(type: DataType, value: number): string | null {
  const time = timeKindOf(type);
  const text = timeText(type, value);
  if (time === null || text === null || time.kind === 'span') return text;
  if (time.kind === 'date') return readable(text);
  const micros = Math.round((value * 1_000_000) / time.perSecond);
  return `${formatDate(micros)} ${time.perSecond === 1000 ? formatClockMs(micros) : formatClock(micros)}`;
}

export interface TimeNote {
  readonly label: string;
  readonly text: string;
}

/** What is to be said beside the text of a time: an instant in UTC, whose clock a date is on, a span in seconds. */
export function timeNote(type: DataType, value: number): TimeNote | null {
  const time = timeKindOf(type);
  const text = timeText(type, value);
  if (time === null || text === null) return null;
  if (time.kind === 'instant') return { label: 'UTC', text: readable(text.replace('Z', '')) };
  if (time.kind === 'date') return { label: 'Clock', text: "the device's own, which names no zone" };
  return { label: 'Seconds', text: String(value / time.perSecond) };
}

/** How far this window's clock is ahead of UTC when it shows a time, minutes. @param ms the time as if it were UTC */
export function localMinutesEast(ms: number): number {
  const guess = -new Date(ms).getTimezoneOffset();
  return -new Date(ms - guess * 60_000).getTimezoneOffset();
}

/** `2026-03-17T14:32:06` as `17 Mar 2026 14:32:06`. */
function readable(iso: string): string {
  const match = /^([+-]?\d+)-(\d{2})-(\d{2})T(.+)$/.exec(iso);
  if (match === null) return iso;
  const [, year = '', month = '', day = '', clock = ''] = match;
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? ''} ${Number(year)} ${clock}`;
}
