import { timeKindOf, type DataType } from './data-type';

/** What a date can be in ECMAScript, milliseconds before and after 1970. */
const DATE_LIMIT_MS = 8.64e15;

/**
 * The number of a time type as text that every reader takes: `2026-03-17T14:32:06Z` for an instant,
 * `2026-03-17T14:32:06` for a date on the device's own clock, `T#1d2h3m4s5ms` (IEC 61131-3) for a span. Null for other
 * types and for what no date can be.
 */
export function timeText(type: DataType, value: number): string | null {
  const time = timeKindOf(type);
  if (time === null || !Number.isFinite(value)) return null;
  const ms = Math.round((value * 1000) / time.perSecond);
  if (time.kind === 'span') return spanText(ms);
  if (Math.abs(ms) > DATE_LIMIT_MS) return null;
  const iso = new Date(ms).toISOString().replace(/\.000Z$/, 'Z');
  return time.kind === 'instant' ? iso : iso.replace('Z', '');
}

function spanText(ms: number): string {
  const size = Math.abs(ms);
  const counts = { d: Math.floor(size / 86_400_000), h: Math.floor(size / 3_600_000) % 24, m: Math.floor(size / 60_000) % 60, s: Math.floor(size / 1000) % 60, ms: size % 1000 };
  const parts = Object.entries(counts).flatMap(([unit, count]) => (count === 0 ? [] : [`${count}${unit}`]));
  return `T#${ms < 0 ? '-' : ''}${parts.length === 0 ? '0ms' : parts.join('')}`;
}

export type ParsedTime = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly problem: string };

/**
 * Reads a time as a person or a client writes it, as the number of its type: ISO 8601 with or without the T, seconds or
 * fractions; for a span an IEC literal (`T#1h30m`, `1h30m`, `90s`) or `1:30:00`. An instant without a zone is on
 * the clock that is ahead of UTC by `minutesEast` of a time as if it were UTC, or refused where that is null; a date takes none. Null where the text is no time at all,
 * such as a plain number.
 */
export function parseTime(type: DataType, text: string, minutesEast: ((ms: number) => number) | null): ParsedTime | null {
  const time = timeKindOf(type);
  if (time === null) return null;
  const trimmed = text.trim();
  if (time.kind === 'span') return inUnits(parseSpan(trimmed), time.perSecond);
  const parsed = parseDate(trimmed);
  if (parsed === null) return null;
  if (typeof parsed === 'string') return { ok: false, problem: parsed };
  if (time.kind === 'date') return parsed.east === null ? inUnits(parsed.ms, time.perSecond) : { ok: false, problem: `This is what the device's own clock shows: leave the zone ${parsed.zone} out` };
  if (parsed.east !== null) return inUnits(parsed.ms - parsed.east * 60_000, time.perSecond);
  if (minutesEast === null) return { ok: false, problem: `${trimmed} names no zone: add Z for UTC, or an offset such as +01:00` };
  return inUnits(parsed.ms - minutesEast(parsed.ms) * 60_000, time.perSecond);
}

function inUnits(ms: number | null, perSecond: 1 | 1000): ParsedTime | null {
  return ms === null ? null : { ok: true, value: perSecond === 1000 ? ms : Math.floor(ms / 1000) };
}

interface ParsedDate {
  /** As if the text were UTC. */
  readonly ms: number;
  readonly east: number | null;
  readonly zone: string;
}

function parseDate(text: string): ParsedDate | string | null {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const fraction = Number((match[7] ?? '').padEnd(3, '0'));
  const ms = Date.UTC(year, month - 1, day, hour, minute, second, fraction);
  const date = new Date(ms);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return `${text} is no date`;
  const zone = match[8] ?? '';
  return { ms, east: zone === '' ? null : eastOf(zone), zone };
}

function eastOf(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  return match === null ? 0 : (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

function parseSpan(text: string): number | null {
  const clock = /^([+-]?)(\d+):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?$/.exec(text);
  if (clock !== null) {
    const [hours = 0, minutes = 0, seconds = 0] = clock.slice(2, 5).map((part) => Number(part ?? 0));
    const ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number((clock[5] ?? '').padEnd(3, '0'));
    return clock[1] === '-' ? -ms : ms;
  }
  const literal = /^([+-]?)(?:T#|TIME#)?([+-]?)((?:\d+(?:\.\d+)?(?:ms|d|h|m|s)_?)+)$/i.exec(text.replaceAll(/\s/g, ''));
  if (literal === null) return null;
  let ms = 0;
  for (const [, count, unit] of (literal[3] ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|d|h|m|s)/gi)) ms += Number(count) * (MS[(unit ?? '').toLowerCase()] ?? 0);
  return (literal[1] === '-' || literal[2] === '-' ? -1 : 1) * Math.round(ms);
}

const MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
