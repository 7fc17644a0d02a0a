import { dataTypeSchema, type DataType } from '../../../shared/domain/data-type';
import type { Access } from '../../../shared/domain/point';

/** Letters and digits alone, in lower case: how headers and words are compared. */
export function bare(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Names of data types in IEC 61131-3, in C and in device manuals. */
const DATA_TYPES = new Map<string, DataType>(
  Object.entries({
    boolean: 'bool bit coil digital flag',
    int16: 'int short s16 i16 sint16 signed signed16 16bitsigned',
    uint16: 'uint word u16 ushort unsigned unsigned16 uword 16bitunsigned',
    int32: 'dint long s32 i32 sint32 signed32 32bitsigned',
    uint32: 'udint dword u32 ulong unsigned32 32bitunsigned',
    int64: 'lint longlong s64 i64 sint64 signed64',
    uint64: 'ulint lword qword u64 unsigned64',
    float32: 'float real single f32 ieee754 float32bit',
    float64: 'double lreal f64',
    string: 'text ascii char str',
    int48: 's48 i48 signed48',
    uint48: 'u48 unsigned48',
    bcd16: 'bcd bcd4 16bitbcd',
    bcd32: 'bcd8 lbcd dbcd 32bitbcd',
    unix32: 'unixtime unixtimestamp epoch epochseconds datetime32 dt timet',
    unix64ms: 'epochms unixms unixmilliseconds',
    time32: 'time iectime',
    utime32: 'utime',
  }).flatMap(([type, words]) => [type, ...words.split(' ')].map((word): [string, DataType] => [word, dataTypeSchema.parse(type)])),
);

/** Null for a word that names none. */
export function readDataType(text: string): DataType | null {
  const named = dataTypeSchema.safeParse(text.trim().toLowerCase());
  return named.success ? named.data : (DATA_TYPES.get(bare(text)) ?? readFixedPoint(text));
}

/**
 * Fixed point as it is written: `Q7.8`, `UQ8.8`, `Q15` for the fraction alone; also as ARM counts, where the sign is one of
 * the bits before the point (`Q8.8` for 16 bits with a sign). The sum of the bits tells which.
 */
function readFixedPoint(text: string): DataType | null {
  const match = /^\s*(u?q)\s*(?:(\d{1,2})[.,_])?(\d{1,2})\s*$/i.exec(text);
  if (match === null) return null;
  const [, kind = '', whole, fraction = ''] = match;
  const signed = kind.toLowerCase() === 'q';
  const before = whole === undefined ? 0 : Number(whole);
  const total = before + Number(fraction);
  const counted = signed && (total === 16 || total === 32) ? before - 1 : before;
  const type = dataTypeSchema.safeParse(`${kind.toLowerCase()}${counted}.${Number(fraction)}`);
  return type.success ? type.data : null;
}

const ACCESS = new Map<string, Access>(
  Object.entries({ read: 'r ro readonly', write: 'w wo writeonly', 'read-write': 'rw readwrite readandwrite writable wr' }).flatMap(([access, words]) =>
    words.split(' ').concat(bare(access)).map((word): [string, Access] => [word, access === 'read' || access === 'write' ? access : 'read-write']),
  ),
);

/** Null for a word that names none. */
export function readAccess(text: string): Access | null {
  return ACCESS.get(bare(text)) ?? null;
}
