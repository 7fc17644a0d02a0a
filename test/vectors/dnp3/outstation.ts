/**
 * Requests and the answers that an independent C++ stack (opendnp3, cpp/tests/unit/TestOutstation.cpp and
 * TestOutstationCommandResponses.cpp) gives to them, for an outstation that has just restarted. They show clause
 * 4 of IEEE 1815-2012, the application layer; the clause is given from memory, since the standard was not at hand and those
 * files cite none. `points` is how many of each type there are.
 */
export interface OutstationVector {
  readonly name: string;
  readonly points?: number;
  readonly exchanges: readonly (readonly [request: string, ...answers: string[]])[];
}

export const OUTSTATION_VECTORS: readonly OutstationVector[] = [
  { name: 'a function it does not have', exchanges: [['C0 10', 'C0 81 80 01']] },
  { name: 'a read of an unknown object', exchanges: [['C0 01 00 00 06', 'C0 81 80 02']] },
  { name: 'a cold restart it does not support', exchanges: [['C0 0D', 'C0 81 80 01']] },
  { name: 'functions that are never answered', exchanges: [['C0 06'], ['C1 0C'], ['C2 0A']] },
  { name: 'clearing the restart indication', exchanges: [['C0 02 50 01 00 07 07 00', 'C0 81 00 00']] },
  { name: 'setting the restart indication', exchanges: [['C0 02 50 01 00 07 07 01', 'C0 81 80 04']] },
  { name: 'writing another indication', exchanges: [['C0 02 50 01 00 04 04 01', 'C0 81 80 04']] },
  { name: 'writing an input', exchanges: [['C0 02 01 02 00 07 07 00', 'C0 81 80 01']] },
  { name: 'a delay measurement', exchanges: [['C0 17', 'C0 81 80 00 34 02 07 01 00 00']] },
  { name: 'a delay measurement with octets behind it', exchanges: [['C0 17 DE AD BE EF', 'C0 81 80 04']] },
  { name: 'setting the time', exchanges: [['C1 02 32 01 07 01 D2 04 00 00 00 00', 'C1 81 80 00']] },
  { name: 'setting the time by LAN without its record', exchanges: [['C1 02 32 03 07 01 D2 04 00 00 00 00', 'C1 81 80 04']] },
  {
    name: 'setting the time by LAN out of sequence',
    exchanges: [
      ['C0 18', 'C0 81 80 00'],
      ['C2 02 32 03 07 01 D2 04 00 00 00 00', 'C2 81 80 04'],
    ],
  },
  { name: 'two times in one write', exchanges: [['C0 02 32 01 07 02 D2 04 00 00 00 00 D2 04 00 00 00 00', 'C0 81 80 04']] },
  { name: 'class 0 without points', exchanges: [['C0 01 3C 01 06', 'C0 81 80 00']] },
  { name: 'a read of a CROB', exchanges: [['C0 01 0C 01 06', 'C0 81 80 01']] },
  { name: 'any binary input', points: 1, exchanges: [['C0 01 01 00 06', 'C0 81 80 00 01 02 00 00 00 02']] },
  { name: 'any binary output', points: 1, exchanges: [['C0 01 0A 00 06', 'C0 81 80 00 0A 02 00 00 00 02']] },
  { name: 'any counter', points: 1, exchanges: [['C0 01 14 00 06', 'C0 81 80 00 14 01 00 00 00 02 00 00 00 00']] },
  { name: 'a counter without flag', points: 1, exchanges: [['C0 01 14 05 06', 'C0 81 80 00 14 05 00 00 00 00 00 00 00']] },
  { name: 'any analog input', points: 1, exchanges: [['C0 01 1E 00 06', 'C0 81 80 00 1E 01 00 00 00 02 00 00 00 00']] },
  { name: 'an analog input without flag', points: 1, exchanges: [['C0 01 1E 03 06', 'C0 81 80 00 1E 03 00 00 00 00 00 00 00']] },
  { name: 'any analog output', points: 1, exchanges: [['C0 01 28 00 06', 'C0 81 80 00 28 01 00 00 00 02 00 00 00 00']] },
  { name: 'octet strings', points: 3, exchanges: [['C0 01 6E 00 06', 'C0 81 80 00 6E 01 00 00 02 00 00 00']] },
  {
    name: 'select and operate',
    exchanges: [
      ['C0 03 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00', 'C0 81 80 00 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00'],
      ['C1 04 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00', 'C1 81 80 00 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00'],
    ],
  },
  {
    name: 'a select that comes again before the operate',
    exchanges: [
      ['C0 03 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00', 'C0 81 80 00 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00'],
      ['C0 03 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00', 'C0 81 80 00 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00'],
      ['C1 04 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00', 'C1 81 80 00 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00'],
    ],
  },
  {
    name: 'an operate out of sequence, and the right one behind it',
    exchanges: [
      ['C0 03 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00', 'C0 81 80 00 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00'],
      ['C2 04 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00', 'C2 81 80 00 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 02'],
      ['C1 04 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00', 'C1 81 80 00 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 02'],
    ],
  },
  {
    name: 'an operate with the sequence number of its select',
    exchanges: [
      ['C0 03 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00', 'C0 81 80 00 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00'],
      ['C0 04 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00', 'C0 81 80 00 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 02'],
    ],
  },
  {
    name: 'an operate of another point',
    exchanges: [
      ['C0 03 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00', 'C0 81 80 00 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00'],
      ['C1 04 0C 01 17 01 04 01 01 01 00 00 00 01 00 00 00 00', 'C1 81 80 00 0C 01 17 01 04 01 01 01 00 00 00 01 00 00 00 02'],
    ],
  },
  {
    name: 'an analog output of each variation',
    exchanges: [
      ['C0 03 29 01 17 01 03 00 00 00 00 00', 'C0 81 80 00 29 01 17 01 03 00 00 00 00 00'],
      ['C1 04 29 01 17 01 03 00 00 00 00 00', 'C1 81 80 00 29 01 17 01 03 00 00 00 00 00'],
      ['C2 03 29 02 17 01 03 00 00 00', 'C2 81 80 00 29 02 17 01 03 00 00 00'],
      ['C3 05 29 03 17 01 01 00 00 C7 42 00', 'C3 81 80 00 29 03 17 01 01 00 00 C7 42 00'],
      ['C4 05 29 04 17 01 01 00 00 00 00 00 00 58 40 00', 'C4 81 80 00 29 04 17 01 01 00 00 00 00 00 00 58 40 00'],
    ],
  },
  { name: 'enabling unsolicited responses where there are none', exchanges: [['C0 14 3C 02 06', 'C0 81 80 01']] },
];
