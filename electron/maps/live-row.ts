import { isDeepStrictEqual } from 'node:util';
import type { Inspection } from '../../shared/contract/points';
import type { LiveRow } from '../../shared/contract/map-tools';
import type { Point } from '../../shared/domain/point';
import { NO_ANSWER } from '../../shared/domain/quality';
import { encodeValue, hexWords, type Value } from '../../shared/domain/value';
import type { Reading } from '../protocols/protocol';

const MOST_SUGGESTIONS = 4;

export interface LiveRowRequest {
  readonly point: Point;
  readonly addresses: readonly string[];
  /** Undefined: it was not asked. */
  readonly reading: Reading | undefined;
  /** Every reading of its octets, the present one among them; empty where there is none. */
  readonly readings: Inspection['readings'];
  /** The scaled value. */
  readonly value: Value;
}

/** What one read of a point says about its place in the map. Pure. */
export function liveRow({ point, addresses, reading, readings, value }: LiveRowRequest): LiveRow {
  const row = { pointId: point.id, name: point.name, addresses: [...addresses], value: '', raw: reading?.raw ? hexWords(reading.raw) : '', suggestions: [] };
  if (reading === undefined) return { ...row, outcome: 'not-read', message: point.access === 'write' ? 'Can only be written' : 'Was not read' };
  const { level, reason, flags } = reading.quality;
  if (level === 'bad' && reading.raw === null) {
    const message = [reason, ...flags].join(': ');
    if (reason === NO_ANSWER) return { ...row, outcome: 'silent', message };
    return { ...row, outcome: reason.startsWith('Exception') ? 'refused' : 'not-read', message };
  }
  const shown = { ...row, value: valueText(value) };
  const odd = oddness(reading, readings);
  if (odd === null) return { ...shown, outcome: 'answers', message: '' };
  const suggestions = readings.filter(({ current, likely }) => !current && likely).slice(0, MOST_SUGGESTIONS);
  return { ...shown, outcome: 'odd', message: odd, suggestions: suggestions.map(({ label, value: text, dataType, address }) => ({ label, value: text, dataType, address })) };
}

/**
 * Why the value looks as if it were read in the wrong way; null where it does not. Only what cannot well be meant counts:
 * a value that is none, octets that the type does not have, a float so large or small that nothing in a plant is, where
 * another reading of the same octets is likely.
 */
function oddness({ quality, value, raw }: Reading, readings: Inspection['readings']): string | null {
  if (quality.level === 'bad') return [quality.reason, ...quality.flags].join(': ');
  if (typeof value !== 'number') return null;
  if (Number.isNaN(value)) return raw !== null && raw.every((octet) => octet === 0xff) ? 'Not a number: all octets are FF, which often means that there is no value' : 'Not a number';
  if (!Number.isFinite(value)) return 'Infinite';
  const present = readings.find(({ current }) => current);
  if (present === undefined || present.likely) return null;
  const asFloat = Number.isInteger(value) && readings.find(({ likely, dataType, address }) => likely && dataType === 'float32' && isDeepStrictEqual(address, present.address));
  if (asFloat) return `${valueText(value)} may be a float: the same octets are ${asFloat.value} then`;
  if (!isAbsurd(value)) return null;
  return readings.some(({ current, likely, dataType }) => !current && likely && dataType === present.dataType) ? `${valueText(value)} is hardly meant; another order of the same octets gives a likely value` : `${valueText(value)} is hardly meant`;
}

/** Beyond 10^12 or, but for 0, below 10^-9: for a fractional value. A whole number may be a counter of any size. */
function isAbsurd(value: number): boolean {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return false;
  return size > 1e12 || (size !== 0 && size < 1e-9);
}

function valueText(value: Value): string {
  const encoded = encodeValue(value);
  return typeof encoded === 'number' ? String(Number(encoded.toPrecision(7))) : String(encoded ?? '');
}
