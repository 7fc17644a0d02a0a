/**
 * Objects as an independent C++ stack (opendnp3, cpp/tests/unit/TestAPDUParsing.cpp) reads them. `response` says in which
 * fragment they stand: a response carries data, a read does not. They show clause
 * 4 of IEEE 1815-2012, the application layer (headers and qualifiers), and annex A, the objects; both are given from memory,
 * since the standard was not at hand and that file cites none.
 */
export const OBJECTS = [
  { name: 'binary inputs with flags, 3 to 5', octets: '01 02 00 03 05 81 01 81', blocks: [[1, 2, [[3, { value: 1, flags: 1 }], [4, { value: 0, flags: 1 }], [5, { value: 1, flags: 1 }]]]] },
  { name: 'two headers', octets: '01 02 00 01 01 81 01 02 00 02 03 81 81', blocks: [[1, 2, [[1, { value: 1, flags: 1 }]]], [1, 2, [[2, { value: 1, flags: 1 }], [3, { value: 1, flags: 1 }]]]] },
  { name: 'a range of two octets', octets: '01 02 01 03 00 03 00 81', blocks: [[1, 2, [[3, { value: 1, flags: 1 }]]]] },
  { name: 'packed binary inputs, 3 to 6', octets: '01 01 00 03 06 09', blocks: [[1, 1, [[3, { value: 1 }], [4, { value: 0 }], [5, { value: 0 }], [6, { value: 1 }]]]] },
  { name: 'a binary event with an index of one octet', octets: '02 01 17 01 09 81', blocks: [[2, 1, [[9, { value: 1, flags: 1 }]]]] },
  { name: 'a binary event with an index of two octets', octets: '02 01 28 01 00 09 00 81', blocks: [[2, 1, [[9, { value: 1, flags: 1 }]]]] },
  { name: 'a CROB, latch on', octets: '0C 01 17 01 09 03 01 64 00 00 00 C8 00 00 00 00', blocks: [[12, 1, [[9, { controlCode: 3, count: 1, onMs: 100, offMs: 200, status: 0 }]]]] },
  { name: 'the restart indication', octets: '50 01 00 07 07 00', blocks: [[80, 1, [[7, { value: 0 }]]]] },
  {
    name: 'double-bit events with relative time',
    octets: '04 03 17 02 03 C1 07 00 05 41 09 00',
    blocks: [[4, 3, [[3, { value: 3, flags: 1, relative: 7 }], [5, { value: 1, flags: 1, relative: 9 }]]]],
  },
  {
    name: 'octet string events',
    octets: '6F 05 17 02 04 68 65 6C 6C 6F FF 77 6F 72 6C 64',
    blocks: [[111, 5, [[4, { octets: Uint8Array.from(Buffer.from('hello')) }], [255, { octets: Uint8Array.from(Buffer.from('world')) }]]]],
  },
  {
    name: 'octet strings',
    octets: '6E 05 00 07 08 68 65 6C 6C 6F 77 6F 72 6C 64',
    blocks: [[110, 5, [[7, { octets: Uint8Array.from(Buffer.from('hello')) }], [8, { octets: Uint8Array.from(Buffer.from('world')) }]]]],
  },
  { name: 'a binary command event', octets: '0D 01 17 01 09 81', blocks: [[13, 1, [[9, { value: 1, status: 1 }]]]] },
  { name: 'a binary command event with time', octets: '0D 02 28 01 00 09 00 81 88 6E D0 92 4A 01', blocks: [[13, 2, [[9, { value: 1, status: 1, time: 1_419_802_341_000 }]]]] },
  { name: 'an analog command event', octets: '2B 01 17 01 09 01 32 00 00 00', blocks: [[43, 1, [[9, { value: 50, status: 1 }]]]] },
  { name: 'an analog command event with time', octets: '2B 03 17 01 09 01 32 00 00 00 88 6E D0 92 4A 01', blocks: [[43, 3, [[9, { value: 50, status: 1, time: 1_419_802_341_000 }]]]] },
] as const;

/** Objects of a response that the same stack refuses. */
export const BAD_OBJECTS = [
  { name: 'two octets', octets: 'AB CD' },
  { name: 'an unknown qualifier', octets: '02 02 AB' },
  { name: 'three octets of data where four belong', octets: '01 02 00 01 04 FF FF FF' },
  { name: 'a count of zero', octets: '01 02 07 00' },
  { name: 'a range from 5 to 3', octets: '01 02 00 05 03' },
  { name: 'a range from 255 to 0', octets: '01 02 00 FF 00' },
  { name: 'a range of 65,536 without data', octets: '01 02 01 00 00 FF FF' },
  { name: 'an empty octet string', octets: '6E 00 00 00 FF' },
] as const;
