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
  }).flatMap(([type, words]) => [type, ...words.split(' ')].map((word): [string, DataType] => [word, dataTypeSchema.parse(type)])),
);

/** Null for a word that names none. */
export function readDataType(text: string): DataType | null {
  return DATA_TYPES.get(bare(text)) ?? null;
}

const ACCESS = new Map<string, Access>(
  Object.entries({ read: 'r ro readonly', write: 'w wo writeonly', 'read-write': 'rw readwrite writable wr' }).flatMap(([access, words]) =>
    words.split(' ').concat(bare(access)).map((word): [string, Access] => [word, access === 'read' || access === 'write' ? access : 'read-write']),
  ),
);

/** Null for a word that names none. */
export function readAccess(text: string): Access | null {
  return ACCESS.get(bare(text)) ?? null;
}
