import { isNumeric, isWideInteger } from '../../../shared/domain/data-type';
import { isNestedDeeper, MOST_INPUT_LEVELS } from '../../../shared/domain/nesting';
import { bad, GOOD } from '../../../shared/domain/quality';
import { fieldAt, jsonAround, parseFieldPath } from './json-field';
import type { DataType } from '../../../shared/domain/data-type';
import type { Quality } from '../../../shared/domain/quality';
import type { Micros } from '../../../shared/domain/time';
import type { Value } from '../../../shared/domain/value';
import type { PointAddress } from './point-address';

/** Payloads beyond this are not looked into. */
export const MAX_PAYLOAD = 1_048_576;

export interface DecodedPayload {
  readonly value: Value;
  readonly quality: Quality;
  readonly sourceTime: Micros | null;
}

type Decoded = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string };

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** The point's value in a message's payload. What does not fit is bad with its reason; it never throws. */
export function decodePayload(payload: Uint8Array, address: PointAddress, dataType: DataType): DecodedPayload {
  if (payload.length > MAX_PAYLOAD) return refused('Payload too large');
  const text = decodeText(payload);
  if (text === null) return refused('Payload is not UTF-8');
  if (address.payload !== 'json') return result(fromText(text, dataType), null);
  const json = parseJson(text);
  if (json === undefined) return refused('Payload is not JSON');
  const found = fieldAt(json, parseFieldPath(address.field) ?? []);
  const time = address.timeField === '' ? null : microsOf(fieldAt(json, parseFieldPath(address.timeField) ?? []));
  return result(fromJson(found, dataType, address.field), time);
}

function result(decoded: Decoded, sourceTime: Micros | null): DecodedPayload {
  return decoded.ok ? { value: decoded.value, quality: GOOD, sourceTime } : { value: null, quality: bad(decoded.reason), sourceTime };
}

function refused(reason: string): DecodedPayload {
  return { value: null, quality: bad(reason), sourceTime: null };
}

function decodeText(payload: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromText(text: string, dataType: DataType): Decoded {
  if (dataType === 'string') return { ok: true, value: text };
  return dataType === 'boolean' ? booleanOf(text.trim()) : numberOf(text.trim(), dataType);
}

function fromJson(found: unknown, dataType: DataType, field: string): Decoded {
  if (found === undefined) return { ok: false, reason: `No field ${field}` };
  if (found === null) return { ok: false, reason: 'Value is null' };
  if (isNestedDeeper(found, MOST_INPUT_LEVELS)) return { ok: false, reason: 'Nested too deep' };
  if (dataType === 'string') return { ok: true, value: typeof found === 'string' ? found : JSON.stringify(found) };
  if (dataType === 'boolean') return typeof found === 'boolean' ? { ok: true, value: found } : booleanOf(JSON.stringify(found).replaceAll('"', ''));
  if (typeof found === 'string') return numberOf(found.trim(), dataType);
  if (typeof found !== 'number') return { ok: false, reason: 'Value is no number' };
  // The reader of JSON has rounded it already: the digits that came are gone.
  if (isWideInteger(dataType) && !Number.isSafeInteger(found)) return { ok: false, reason: 'Number beyond 2^53: send it as text' };
  return fitted(found, dataType);
}

function booleanOf(text: string): Decoded {
  if (/^(true|1|on)$/i.test(text)) return { ok: true, value: true };
  if (/^(false|0|off)$/i.test(text)) return { ok: true, value: false };
  return { ok: false, reason: 'Payload is not on or off' };
}

function numberOf(text: string, dataType: DataType): Decoded {
  if (isWideInteger(dataType) && /^[+-]?\d{1,25}$/.test(text)) return fittedWide(BigInt(text.replace(/^\+/, '')), dataType);
  return NUMBER.test(text) ? fitted(Number(text), dataType) : { ok: false, reason: 'Payload is no number' };
}

const RANGES: Partial<Record<DataType, readonly [number, number]>> = {
  int16: [-32_768, 32_767],
  uint16: [0, 65_535],
  int32: [-2_147_483_648, 2_147_483_647],
  uint32: [0, 4_294_967_295],
  int48: [-(2 ** 47), 2 ** 47 - 1],
  uint48: [0, 2 ** 48 - 1],
};

function fitted(value: number, dataType: DataType): Decoded {
  if (!isNumeric(dataType)) return { ok: false, reason: `Value is no ${dataType}` };
  if (dataType === 'float32' || dataType === 'float64') {
    // Digits of a number too large for its type are read as infinity, which nobody measured.
    const held = dataType === 'float32' ? Math.fround(value) : value;
    return Number.isFinite(held) ? { ok: true, value } : { ok: false, reason: `Does not fit ${dataType}` };
  }
  if (!Number.isInteger(value)) return { ok: false, reason: 'Not a whole number' };
  if (isWideInteger(dataType)) return fittedWide(BigInt(value), dataType);
  const [least, greatest] = RANGES[dataType] ?? [0, 0];
  return value >= least && value <= greatest ? { ok: true, value } : { ok: false, reason: `Does not fit ${dataType}` };
}

function fittedWide(value: bigint, dataType: DataType): Decoded {
  const held = dataType === 'uint64' ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value);
  return held === value ? { ok: true, value } : { ok: false, reason: `Does not fit ${dataType}` };
}

/** A time in JSON: ISO 8601 with its zone, or seconds, milliseconds, microseconds or nanoseconds since 1970 by their size. */
export function microsOf(time: unknown): Micros | null {
  if (typeof time === 'string') {
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/.test(time)) return null;
    const millis = Date.parse(time.replace(/(\.\d{3})\d+/, '$1'));
    if (Number.isNaN(millis)) return null;
    const beyondMillis = /\.\d{3}(\d{1,3})/.exec(time)?.[1] ?? '';
    return exact(millis * 1000 + Number(beyondMillis.padEnd(3, '0')));
  }
  if (typeof time !== 'number' || !Number.isFinite(time) || time <= 0) return null;
  return exact(time < 1e11 ? time * 1e6 : time < 1e14 ? time * 1000 : time < 1e17 ? time : time / 1000);
}

/** Whole microseconds. Beyond the year 2255 it is no time that a device has, and no exact number either: then null. */
function exact(time: number): Micros | null {
  const micros = Math.round(time);
  return Number.isSafeInteger(micros) ? micros : null;
}

/** The payload of a write, in UTF-8. In a template of JSON, and in a JSON field, texts are quoted. */
export function encodePayload(value: Value, address: PointAddress): Uint8Array<ArrayBuffer> {
  const asJson = jsonOf(value);
  const plain = typeof value === 'string' || typeof value === 'bigint' ? String(value) : asJson;
  const { payload, publishTemplate, field } = address;
  if (publishTemplate !== '') return utf8(publishTemplate.replaceAll('{value}', () => (payload === 'json' ? asJson : plain)));
  return utf8(payload === 'json' ? jsonAround(parseFieldPath(field) ?? [], asJson) : plain);
}

/** 64-bit integers beyond 2^53 become text in JSON, as everywhere in the product. */
function jsonOf(value: Value): string {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? String(value) : JSON.stringify(String(value));
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  return JSON.stringify(value);
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}
