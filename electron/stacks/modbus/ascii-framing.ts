import { MAX_PDU_OCTETS } from './limits';
import type { LineFrame } from './line-framing';
import { lrc } from './lrc';

/** Octets that a PDU is encoded with ahead of it (unit) and behind it (LRC) before it becomes characters. */
export const ASCII_BEFORE = 1;
export const ASCII_AFTER = 1;
/** The last character of a frame unless diagnostics sub-function 3 changed it. */
export const ASCII_DELIMITER = 0x0a;
/** Colon, two characters an octet, carriage return, delimiter. */
export const ASCII_MAX_CHARACTERS = 3 + 2 * (ASCII_BEFORE + MAX_PDU_OCTETS + ASCII_AFTER);

const COLON = 0x3a;
const CARRIAGE_RETURN = 0x0d;
/** Unit, function code, LRC. */
const MIN_OCTETS = 3;
const DIGITS = Uint8Array.from('0123456789ABCDEF', (digit) => digit.charCodeAt(0));

/** What was found from the first colon on; `used` counts characters to forget, those before the colon included. */
export type AsciiCut =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'frame'; readonly used: number; readonly skipped: number; readonly frame: LineFrame }
  | { readonly kind: 'damaged'; readonly used: number; readonly octets: Uint8Array; readonly checksum: boolean };

/** The characters of a frame whose unit and PDU lie in `octets` with room for the LRC behind (serial line V1.02, 2.5.2). */
export function sealAsciiFrame(octets: Uint8Array, unit: number, delimiter = ASCII_DELIMITER): Uint8Array {
  octets[0] = unit;
  const end = octets.length - ASCII_AFTER;
  octets[end] = lrc(octets, 0, end);
  const characters = Buffer.allocUnsafe(3 + 2 * octets.length);
  characters[0] = COLON;
  for (const [i, octet] of octets.entries()) {
    characters[1 + 2 * i] = DIGITS[octet >> 4] ?? 0;
    characters[2 + 2 * i] = DIGITS[octet & 15] ?? 0;
  }
  characters[characters.length - 2] = CARRIAGE_RETURN;
  characters[characters.length - 1] = delimiter;
  return characters;
}

/**
 * Cuts the first frame out of characters. A colon always begins a frame: one inside another ends that as damaged. Small
 * letters are read as the capitals that the standard asks for.
 */
export function cutAsciiFrame(octets: Uint8Array, delimiter = ASCII_DELIMITER): AsciiCut {
  const start = octets.indexOf(COLON);
  if (start < 0) return { kind: 'nothing' };
  for (let at = start + 1; at < octets.length; at += 1) {
    const character = octets[at];
    if (character === COLON || at - start >= ASCII_MAX_CHARACTERS) return damaged(octets, start, at, false);
    if (character === CARRIAGE_RETURN && octets[at + 1] === delimiter) return between(octets, start, at);
  }
  return { kind: 'nothing' };
}

/** Whether a frame began in these characters. */
export function hasAsciiStart(octets: Uint8Array): boolean {
  return octets.includes(COLON);
}

/** The frame whose carriage return is at `end`. */
function between(octets: Uint8Array, start: number, end: number): AsciiCut {
  const used = end + 2;
  const inner = fromCharacters(octets, start + 1, end);
  if (inner === undefined || inner.length < MIN_OCTETS) return damaged(octets, start, used, false);
  const last = inner.length - ASCII_AFTER;
  if (inner[last] !== lrc(inner, 0, last)) return damaged(octets, start, used, true);
  const frame = { unit: inner[0] ?? 0, pdu: inner.subarray(ASCII_BEFORE, last), octets: octets.subarray(start, used) };
  return { kind: 'frame', used, skipped: start, frame };
}

function damaged(octets: Uint8Array, start: number, end: number, checksum: boolean): AsciiCut {
  return { kind: 'damaged', used: end, octets: octets.subarray(start, end), checksum };
}

function fromCharacters(octets: Uint8Array, start: number, end: number): Uint8Array | undefined {
  const count = end - start;
  if (count % 2 !== 0) return undefined;
  const values = new Uint8Array(count / 2);
  for (let i = 0; i < values.length; i += 1) {
    const high = digit(octets[start + 2 * i] ?? 0);
    const low = digit(octets[start + 2 * i + 1] ?? 0);
    if (high < 0 || low < 0) return undefined;
    values[i] = (high << 4) | low;
  }
  return values;
}

function digit(character: number): number {
  if (character >= 0x30 && character <= 0x39) return character - 0x30;
  const capital = character & 0xdf;
  return capital >= 0x41 && capital <= 0x46 ? capital - 0x37 : -1;
}
