import { TABLES } from './point-address';
import type { PointAddress, Table } from './point-address';

export const NOTATIONS = ['0-based', '1-based', 'Modicon'] as const;
export type Notation = (typeof NOTATIONS)[number];

const DIGIT: Readonly<Record<Table, string>> = { coil: '0', 'discrete-input': '1', 'input-register': '3', 'holding-register': '4' };

/** The address as text in a notation, with `.n` for a bit of a register, `.n-m` for several: `19.6`, `20.6`, `300020.4-7`. */
export function formatAddress(address: PointAddress, notation: Notation): string {
  const { bit, bitCount } = address;
  const last = bit === null || bitCount === null || bitCount === 1 ? '' : `-${bit + bitCount - 1}`;
  return `${formatNumber(address.table, address.address, notation)}${bit === null ? '' : `.${bit}${last}`}`;
}

/** The number alone. Modicon is written with six digits, because five end at 9999. */
export function formatNumber(table: Table, address: number, notation: Notation): string {
  if (notation === '0-based') return String(address);
  if (notation === '1-based') return String(address + 1);
  return `${DIGIT[table]}${String(address + 1).padStart(5, '0')}`;
}

interface Place {
  readonly address: number;
  readonly bit: number | null;
  readonly bitCount: number | null;
}

export type ParsedAddress = ({ ok: true; table: Table | null } & Place) | { ok: false; message: string };

/**
 * Reads an address in a notation. Modicon takes five or six digits (`40001`, `400001`) and `4x0001`, and gives the
 * table; the others leave it open. Hexadecimal with `0x` is taken in the counting notations. `.n` is a bit, `.n-m` several.
 */
export function parseAddress(text: string, notation: Notation): ParsedAddress {
  const parts = /^([0-9A-Za-z]+)(?:\.(\d{1,2}(?:-\d{1,2})?))?$/.exec(text.trim());
  if (parts === null) return { ok: false, message: `"${text}" is no address` };
  const bits = parts[2] === undefined ? { bit: null, bitCount: null } : parseBits(parts[2]);
  if (bits === null) return { ok: false, message: `a register has bits 0 to 15, not ${parts[2] ?? ''}` };
  const digits = parts[1] ?? '';
  return notation === 'Modicon' ? parseModicon(digits, bits) : parseCounted(digits, notation === '1-based' ? 1 : 0, bits);
}

/** A bit of a register (`6`) or a range of them in either direction (`4-7`, `7..4`); null where it is none. */
export function parseBits(text: string): { bit: number; bitCount: number | null } | null {
  const parts = /^(\d{1,2})(?:\s*(?:-|\.\.|:)\s*(\d{1,2}))?$/.exec(text);
  if (parts === null) return null;
  const one = Number(parts[1]);
  const other = parts[2] === undefined ? one : Number(parts[2]);
  if (Math.max(one, other) > 15) return null;
  return { bit: Math.min(one, other), bitCount: parts[2] === undefined ? null : Math.abs(other - one) + 1 };
}

type Bits = Pick<Place, 'bit' | 'bitCount'>;

function parseCounted(digits: string, base: 0 | 1, bits: Bits): ParsedAddress {
  if (!/^(\d+|0[xX][0-9A-Fa-f]+)$/.test(digits)) return { ok: false, message: `"${digits}" is no address` };
  const address = Number(digits) - base;
  if (address < 0 || address > 65_535) return { ok: false, message: `addresses run from ${base} to ${65_535 + base}, not ${digits}` };
  return { ok: true, table: null, address, ...bits };
}

function parseModicon(digits: string, bits: Bits): ParsedAddress {
  const parts = /^([0134])[xX]?(\d{4,5})$/.exec(digits);
  const table = TABLES.find((candidate) => DIGIT[candidate] === parts?.[1]);
  if (parts === null || table === undefined) {
    return { ok: false, message: `"${digits}" is no Modicon address: 0, 1, 3 or 4, then four or five digits, such as 40001 or 400001` };
  }
  const address = Number(parts[2]) - 1;
  if (address < 0 || address > 65_535) return { ok: false, message: `Modicon addresses count from 1 to 65536, not ${parts[2] ?? ''}` };
  return { ok: true, table, address, ...bits };
}
