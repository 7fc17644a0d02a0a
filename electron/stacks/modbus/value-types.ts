/** How registers are read as a value. */
export type ModbusValueType =
  | { readonly type: ModbusIntegerType | ModbusFloatType | ModbusBcdType | ModbusTimeType }
  /** Fixed point: a two's complement (or unsigned) integer whose last `fraction` bits stand after the point. */
  | { readonly type: 'fixed'; readonly bits: 16 | 32; readonly signed: boolean; readonly fraction: number }
  /** One bit of a register, 0 the least significant. */
  | { readonly type: 'bit'; readonly bit: number }
  /** So many bits of a register from `bit` on, as an integer. */
  | { readonly type: 'bits'; readonly bit: number; readonly count: number; readonly signed: boolean }
  /** ASCII/Latin-1, two characters a register; ends at the first NUL. */
  | { readonly type: 'string'; readonly registers: number };

export type ModbusIntegerType = 'int16' | 'uint16' | 'int32' | 'uint32' | 'int48' | 'uint48' | 'int64' | 'uint64';
export type ModbusFloatType = 'float32' | 'float64';
/** Binary coded decimal, four bits a digit, without a sign. */
export type ModbusBcdType = 'bcd16' | 'bcd32';

/**
 * - `unix32`, `unix64`: seconds since 1970-01-01 UTC, without and with a sign; `unix64ms`: milliseconds.
 * - `time32`, `utime32`: TIME of IEC 61131-3, a span in milliseconds; signed as in Siemens S7 (from memory), unsigned as
 *   in TwinCAT (Beckhoff Information System, TIME: internally a DWORD).
 * - `date48ymd`: year since 2000 and month, day and hour, minute and second, an octet each (CET PMC-512-D manual, 5.8).
 * - `date48mdy`: month and day, year since 1900 and hour, minute and second, an octet each (Square D PM-620, bulletin
 *   3020IM9503R6/98, appendix F, registers 1800 to 1802).
 * - `date64`: words of bits: year since 2000 (0-6); month (8-11) and day (0-4); hour (8-12), invalid (7) and minute
 *   (0-5); milliseconds of the minute (Schneider EM3100-3700 user manual, DATETIME, after IEC 60870-5-4).
 *
 * A date counts as if the device's clock were UTC: its seconds (`date64`: milliseconds) since 1970.
 */
export type ModbusTimeType = 'unix32' | 'unix64' | 'unix64ms' | 'time32' | 'utime32' | 'date48ymd' | 'date48mdy' | 'date64';

/** int64 and uint64 decode to bigint, exact; a bit to boolean; text to string; all others to number. */
export type ModbusValue = number | bigint | boolean | string;

export type ValueDecoded = { readonly ok: true; readonly value: ModbusValue } | { readonly ok: false; readonly reason: string };
export type ValueEncoded = { readonly ok: true; readonly registers: Uint16Array } | { readonly ok: false; readonly reason: string };
