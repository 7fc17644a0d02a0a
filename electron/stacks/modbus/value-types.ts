/** How registers are read as a value. A bit is one bit of a register, 0 the least significant. */
export type ModbusValueType =
  | { readonly type: 'int16' | 'uint16' | 'int32' | 'uint32' | 'int64' | 'uint64' | 'float32' | 'float64' }
  | { readonly type: 'bit'; readonly bit: number }
  /** ASCII/Latin-1, two characters a register; ends at the first NUL. */
  | { readonly type: 'string'; readonly registers: number };

/**
 * The order in which a value's octets lie in its registers, A the most significant. Written for 32 bits; in general:
 * first letter pair = which register comes first (AB.. high word first, CD.. low word first), and whether the two octets
 * inside each register are swapped. For 64 bits: ABCD = ABCDEFGH, CDAB = GHEFCDAB (words reversed), BADC = BADCFEHG
 * (octets swapped in each word), DCBA = HGFEDCBA (all reversed). For 16 bits only the octet swap matters (BADC, DCBA).
 * For strings the words keep their place; BADC and DCBA swap the two characters of each register.
 */
export type ModbusByteOrder = 'ABCD' | 'CDAB' | 'BADC' | 'DCBA';

export const MODBUS_BYTE_ORDERS: readonly ModbusByteOrder[] = ['ABCD', 'CDAB', 'BADC', 'DCBA'];

/** int64 and uint64 decode to bigint, exact; 16 and 32 bits and floats to number; a bit to boolean. */
export type ModbusValue = number | bigint | boolean | string;

export type ValueDecoded = { readonly ok: true; readonly value: ModbusValue } | { readonly ok: false; readonly reason: string };
export type ValueEncoded = { readonly ok: true; readonly registers: Uint16Array } | { readonly ok: false; readonly reason: string };
