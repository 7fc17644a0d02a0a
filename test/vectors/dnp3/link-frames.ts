/**
 * Whole link frames with their checksums. They are what an independent C++ stack (opendnp3, cpp/tests/unit/TestLinkFrame.cpp and
 * TestLinkReceiver.cpp) expects of its own link layer. They show clause 9 of IEEE 1815-2012, the data link
 * layer; the clause is given from memory, since the standard was not at hand and those files cite none.
 */
export const LINK_FRAMES = [
  { octets: '05 64 05 C0 01 00 00 04 E9 21', frame: { fromMaster: true, primary: true, fcb: false, fcvOrDfc: false, functionCode: 0, destination: 1, source: 1024 }, userData: '' },
  { octets: '05 64 05 49 01 00 00 04 D2 36', frame: { fromMaster: false, primary: true, fcb: false, fcvOrDfc: false, functionCode: 9, destination: 1, source: 1024 }, userData: '' },
  { octets: '05 64 05 00 00 04 01 00 19 A6', frame: { fromMaster: false, primary: false, fcb: false, fcvOrDfc: false, functionCode: 0, destination: 1024, source: 1 }, userData: '' },
  { octets: '05 64 05 10 00 04 01 00 8B 0C', frame: { fromMaster: false, primary: false, fcb: false, fcvOrDfc: true, functionCode: 0, destination: 1024, source: 1 }, userData: '' },
  { octets: '05 64 05 80 01 00 00 04 53 11', frame: { fromMaster: true, primary: false, fcb: false, fcvOrDfc: false, functionCode: 0, destination: 1, source: 1024 }, userData: '' },
  { octets: '05 64 05 90 01 00 00 04 C1 BB', frame: { fromMaster: true, primary: false, fcb: false, fcvOrDfc: true, functionCode: 0, destination: 1, source: 1024 }, userData: '' },
  { octets: '05 64 05 40 00 04 01 00 A3 96', frame: { fromMaster: false, primary: true, fcb: false, fcvOrDfc: false, functionCode: 0, destination: 1024, source: 1 }, userData: '' },
  {
    octets: '05 64 14 F3 01 00 00 04 0A 3B C0 C3 01 3C 02 06 3C 03 06 3C 04 06 3C 01 06 9A 12',
    frame: { fromMaster: true, primary: true, fcb: true, fcvOrDfc: true, functionCode: 3, destination: 1, source: 1024 },
    userData: 'C0 C3 01 3C 02 06 3C 03 06 3C 04 06 3C 01 06',
  },
  {
    octets:
      '05 64 53 73 00 04 01 00 03 FC C1 E3 81 96 00 02 01 28 01 00 00 00 01 02 01 28 05 24 01 00 01 00 01 02 01 28 01 00 02 00 01 02 01 28 B4 77 01 00 03 00 01 20 02 28 01 00 00 00 01 00 00 20 A5 25 02 28 01 00 01 00 01 00 00 01 01 01 00 00 03 00 2F AC 00 1E 02 01 00 00 01 00 01 00 00 01 00 00 16 ED',
    frame: { fromMaster: false, primary: true, fcb: true, fcvOrDfc: true, functionCode: 3, destination: 1024, source: 1 },
    userData:
      'C1 E3 81 96 00 02 01 28 01 00 00 00 01 02 01 28 01 00 01 00 01 02 01 28 01 00 02 00 01 02 01 28 01 00 03 00 01 20 02 28 01 00 00 00 01 00 00 20 02 28 01 00 01 00 01 00 00 01 01 01 00 00 03 00 00 1E 02 01 00 00 01 00 01 00 00 01 00 00',
  },
] as const;
