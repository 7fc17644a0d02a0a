import type { ModbusTimeType, ValueDecoded } from './value-types';

type DateType = Extract<ModbusTimeType, 'date48ymd' | 'date48mdy' | 'date64'>;

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly milliseconds: number;
}

/** The first and the last year that each form can say. */
const YEARS: Readonly<Record<DateType, readonly [number, number]>> = { date48ymd: [2000, 2127], date48mdy: [1900, 2099], date64: [2000, 2127] };

/** Reads a date as the seconds (`date64`: milliseconds) since 1970 on the device's own clock. */
export function readDate(view: DataView, type: DateType): ValueDecoded {
  if (isBlank(view)) return { ok: false, reason: 'no date: all octets are the same' };
  if (type === 'date64' && (view.getUint16(4) & 0x80) !== 0) return { ok: false, reason: 'the device says that its time is invalid' };
  const parts = partsOf(view, type);
  const problem = checkParts(parts, YEARS[type]);
  if (problem !== undefined) return { ok: false, reason: problem };
  const { year, month, day, hour, minute, milliseconds } = parts;
  const time = Date.UTC(year, month - 1, day, hour, minute) + milliseconds;
  return { ok: true, value: type === 'date64' ? time : time / 1000 };
}

/** Writes the seconds (`date64`: milliseconds) since 1970 as a date; answers why it can't be one. */
export function writeDate(view: DataView, value: number, type: DateType): string | undefined {
  const date = new Date(type === 'date64' ? value : value * 1000);
  const year = date.getUTCFullYear();
  const [first, last] = YEARS[type];
  if (Number.isNaN(year) || year < first || year > last) return `${type} holds the years ${first} to ${last}`;
  const month = date.getUTCMonth() + 1;
  const octets = [date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()] as const;
  const [day, hour, minute, second] = octets;
  if (type === 'date64') {
    const words = [year - first, (month << 8) | day, (hour << 8) | minute, second * 1000 + date.getUTCMilliseconds()];
    for (const [at, word] of words.entries()) view.setUint16(2 * at, word);
    return undefined;
  }
  const ordered = type === 'date48ymd' ? [year - first, month, day, hour, minute, second] : [month, day, year - first, hour, minute, second];
  for (const [at, octet] of ordered.entries()) view.setUint8(at, octet);
  return undefined;
}

function partsOf(view: DataView, type: DateType): Parts {
  const [base] = YEARS[type];
  if (type === 'date64') {
    const date = view.getUint16(2);
    const time = view.getUint16(4);
    return { year: base + (view.getUint16(0) & 0x7f), month: (date >> 8) & 15, day: date & 31, hour: (time >> 8) & 31, minute: time & 63, milliseconds: view.getUint16(6) };
  }
  const octet = (at: number): number => view.getUint8(at);
  const [year, month, day] = type === 'date48ymd' ? [octet(0), octet(1), octet(2)] : [octet(2), octet(0), octet(1)];
  // Seconds beyond 59 are told from the milliseconds below.
  return { year: base + year, month, day, hour: octet(3), minute: octet(4), milliseconds: octet(5) * 1000 };
}

function checkParts({ year, month, day, hour, minute, milliseconds }: Parts, [, last]: readonly [number, number]): string | undefined {
  if (year > last) return `the year ${year} is beyond ${last}`;
  if (month < 1 || month > 12) return `${month} is no month`;
  if (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return `month ${month} of ${year} has no day ${day}`;
  if (hour > 23) return `${hour} is no hour`;
  if (minute > 59) return `${minute} is no minute`;
  return milliseconds > 59_999 ? `${milliseconds / 1000} is no second` : undefined;
}

/** Nothing was ever stored: all octets 0, or all 255. */
function isBlank(view: DataView): boolean {
  const first = view.getUint8(0);
  if (first !== 0 && first !== 255) return false;
  return Array.from({ length: view.byteLength }, (_, at) => view.getUint8(at)).every((octet) => octet === first);
}
