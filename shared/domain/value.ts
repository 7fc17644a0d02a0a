import { z } from 'zod';

/** A value inside the product. 64-bit integers stay exact as bigint; null is "no value". */
export type Value = number | bigint | boolean | string | Uint8Array | null;

/**
 * A value on JSON, in the contract and in files: 64-bit integers beyond 2^53 as decimal strings, octets as base64,
 * NaN and the infinities by name. The point's data type says how to read a string.
 */
export const wireValueSchema = z.union([z.number(), z.boolean(), z.string(), z.null()]);
export type WireValue = z.infer<typeof wireValueSchema>;

/** Encodes a value for JSON; see {@link wireValueSchema}. */
export function encodeValue(value: Value): WireValue {
  if (typeof value === 'number') return encodeNumber(value);
  if (typeof value === 'bigint') return encodeBigint(value);
  if (value instanceof Uint8Array) return encodeBase64(value);
  return value;
}

function encodeNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function encodeBigint(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648 base64. Written out because both sides, with and without Node or a DOM, need it. */
export function encodeBase64(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length; at += 3) {
    const left = octets.length - at;
    const group = ((octets[at] ?? 0) << 16) | ((octets[at + 1] ?? 0) << 8) | (octets[at + 2] ?? 0);
    text += BASE64.charAt(group >> 18) + BASE64.charAt((group >> 12) & 63);
    text += left > 1 ? BASE64.charAt((group >> 6) & 63) : '=';
    text += left > 2 ? BASE64.charAt(group & 63) : '=';
  }
  return text;
}

/** The inverse of {@link encodeBase64}; null when the text is not base64. */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const octets = new Uint8Array((text.length / 4) * 3 - padding);
  let out = 0;
  for (let at = 0; at < text.length; at += 4) {
    let group = 0;
    for (let k = 0; k < 4; k += 1) group = (group << 6) | Math.max(0, BASE64.indexOf(text.charAt(at + k)));
    for (let shift = 16; shift >= 0 && out < octets.length; shift -= 8) {
      octets[out] = (group >> shift) & 255;
      out += 1;
    }
  }
  return octets;
}

/** Octets as upper-case hex, two octets a group as registers are shown: `D70A 42A2`. An odd rest stands alone. */
export function hexWords(octets: Uint8Array): string {
  const words: string[] = [];
  for (let at = 0; at < octets.length; at += 2) {
    words.push(Array.from(octets.subarray(at, at + 2), hexOctet).join(''));
  }
  return words.join(' ');
}

function hexOctet(octet: number): string {
  return octet.toString(16).toUpperCase().padStart(2, '0');
}
