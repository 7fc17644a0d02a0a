import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRequest, decodeRequest, decodeResponse, encodeRequest, encodeResponse, isException, mismatch, type ModbusRequest, type ModbusResponse } from '../../../electron/stacks/modbus';
import { anyExchange, anyRequest } from '../../support/modbus-arbitraries';

function pdu(request: ModbusRequest): Uint8Array {
  const encoded = encodeRequest(request);
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  return encoded.octets;
}

function answer(response: ModbusResponse): Uint8Array {
  const encoded = encodeResponse(response);
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  return encoded.octets;
}

/** Array-likes compared as plain arrays. */
function plain(value: object): unknown {
  return JSON.parse(JSON.stringify(value, (_, inner: unknown) => (ArrayBuffer.isView(inner) ? Array.from(inner as Uint16Array) : inner)));
}

describe('the PDU codec', () => {
  it('gives back every request that it wrote, and says how many octets it used', () => {
    fc.assert(
      fc.property(anyRequest, fc.uint8Array({ maxLength: 5 }), (request, more) => {
        // Query data may be of any length, so whatever comes behind a diagnostic belongs to it.
        const behind = request.functionCode === 8 ? new Uint8Array(0) : more;
        const octets = Buffer.concat([pdu(request), behind]);
        const decoded = decodeRequest(octets);
        if (decoded.kind !== 'value') throw new Error(JSON.stringify(decoded));
        expect(plain(decoded.value)).toEqual(plain(request));
        expect(decoded.used).toBe(octets.length - behind.length);
      }),
    );
  });

  it('gives back every answer that it wrote, and finds that it fits its request', () => {
    fc.assert(
      fc.property(anyExchange, ({ request, response }) => {
        const encoded = encodeResponse(response);
        if (encoded.kind === 'invalid') throw new Error(encoded.reason);
        const decoded = decodeResponse(encoded.octets);
        if (decoded.kind !== 'value') throw new Error(JSON.stringify(decoded));
        expect(plain(decoded.value)).toEqual(plain(response));
        expect(decoded.used).toBe(encoded.octets.length);
        expect(mismatch(request, decoded.value)).toBeUndefined();
      }),
    );
  });

  it('asks for more on every beginning of a PDU, never throws, never guesses', () => {
    fc.assert(
      fc.property(anyExchange, ({ request, response }) => {
        const encoded = encodeResponse(response);
        if (encoded.kind === 'invalid') throw new Error(encoded.reason);
        const asked = pdu(request);
        for (let end = 0; end < asked.length; end += 1) expect(decodeRequest(asked.subarray(0, end)).kind).toBe('need-more');
        for (let end = 0; end < encoded.octets.length; end += 1) expect(decodeResponse(encoded.octets.subarray(0, end)).kind).toBe('need-more');
      }),
      { numRuns: 50 },
    );
  });

  it('takes any octets without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 260 }), (octets) => {
        const used = [decodeRequest(octets), decodeResponse(octets)].map((decoded) => (decoded.kind === 'value' ? decoded.used : 0));
        expect(Math.max(...used)).toBeLessThanOrEqual(octets.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('puts the least and the greatest request of each function on the wire as the standard prints them', () => {
    expect([...pdu({ functionCode: 1, address: 19, quantity: 19 })]).toEqual([0x01, 0x00, 0x13, 0x00, 0x13]);
    expect([...pdu({ functionCode: 3, address: 107, quantity: 3 })]).toEqual([0x03, 0x00, 0x6b, 0x00, 0x03]);
    expect([...pdu({ functionCode: 5, address: 172, value: true })]).toEqual([0x05, 0x00, 0xac, 0xff, 0x00]);
    expect([...pdu({ functionCode: 6, address: 1, value: 3 })]).toEqual([0x06, 0x00, 0x01, 0x00, 0x03]);
    const coils = [true, false, true, true, false, false, true, true, true, false];
    expect([...pdu({ functionCode: 15, address: 19, values: coils })]).toEqual([0x0f, 0x00, 0x13, 0x00, 0x0a, 0x02, 0xcd, 0x01]);
    expect([...pdu({ functionCode: 16, address: 1, values: [10, 258] })]).toEqual([0x10, 0x00, 0x01, 0x00, 0x02, 0x04, 0x00, 0x0a, 0x01, 0x02]);
    expect(pdu({ functionCode: 15, address: 0, values: Array.from({ length: 1968 }, () => true) })).toHaveLength(252);
    expect(pdu({ functionCode: 16, address: 0, values: Array.from({ length: 123 }, () => 1) })).toHaveLength(252);
  });

  it('puts the other functions on the wire as the standard prints them', () => {
    expect([...pdu({ functionCode: 7 })]).toEqual([0x07]);
    expect([...pdu({ functionCode: 8, subFunction: 0, data: Uint8Array.of(0xa5, 0x37) })]).toEqual([0x08, 0x00, 0x00, 0xa5, 0x37]);
    const spans = [
      { file: 4, record: 1, quantity: 2 },
      { file: 3, record: 9, quantity: 2 },
    ];
    expect([...pdu({ functionCode: 20, records: spans })]).toEqual([0x14, 0x0e, 0x06, 0x00, 0x04, 0x00, 0x01, 0x00, 0x02, 0x06, 0x00, 0x03, 0x00, 0x09, 0x00, 0x02]);
    expect([...answer({ functionCode: 20, records: [Uint16Array.of(0x0dfe, 0x0020), Uint16Array.of(0x33cd, 0x0040)] })]).toEqual([
      0x14, 0x0c, 0x05, 0x06, 0x0d, 0xfe, 0x00, 0x20, 0x05, 0x06, 0x33, 0xcd, 0x00, 0x40,
    ]);
    expect([...pdu({ functionCode: 21, records: [{ file: 4, record: 7, registers: [0x06af, 0x04be, 0x100d] }] })]).toEqual([
      0x15, 0x0d, 0x06, 0x00, 0x04, 0x00, 0x07, 0x00, 0x03, 0x06, 0xaf, 0x04, 0xbe, 0x10, 0x0d,
    ]);
    expect([...pdu({ functionCode: 22, address: 4, andMask: 0xf2, orMask: 0x25 })]).toEqual([0x16, 0x00, 0x04, 0x00, 0xf2, 0x00, 0x25]);
    expect([...pdu({ functionCode: 23, address: 3, quantity: 6, writeAddress: 14, values: [255, 255, 255] })]).toEqual([
      0x17, 0x00, 0x03, 0x00, 0x06, 0x00, 0x0e, 0x00, 0x03, 0x06, 0x00, 0xff, 0x00, 0xff, 0x00, 0xff,
    ]);
    expect([...pdu({ functionCode: 24, address: 0x04de })]).toEqual([0x18, 0x04, 0xde]);
    expect([...answer({ functionCode: 24, registers: Uint16Array.of(0x01b8, 0x1284) })]).toEqual([0x18, 0x00, 0x06, 0x00, 0x02, 0x01, 0xb8, 0x12, 0x84]);
    expect([...pdu({ functionCode: 43, access: 1, objectId: 0 })]).toEqual([0x2b, 0x0e, 0x01, 0x00]);
    expect([...answer({ functionCode: 12, busy: false, eventCount: 0x0108, messageCount: 0x0121, events: Uint8Array.of(0x20, 0) })]).toEqual([
      0x0c, 0x08, 0x00, 0x00, 0x01, 0x08, 0x01, 0x21, 0x20, 0x00,
    ]);
  });

  it('takes the greatest request and answer of each function, and fits them into a frame', () => {
    const requests: ModbusRequest[] = [
      { functionCode: 8, subFunction: 0, data: new Uint8Array(250) },
      { functionCode: 20, records: Array.from({ length: 35 }, (_, i) => ({ file: 1, record: i, quantity: 1 })) },
      { functionCode: 20, records: [{ file: 65_535, record: 9879, quantity: 121 }] },
      { functionCode: 21, records: [{ file: 1, record: 9878, registers: new Uint16Array(122) }] },
      { functionCode: 23, address: 65_411, quantity: 125, writeAddress: 65_415, values: new Uint16Array(121) },
      { functionCode: 'raw', code: 127, data: new Uint8Array(252) },
    ];
    expect(requests.map((request) => pdu(request).length)).toEqual([253, 247, 9, 253, 252, 253]);
    const answers: ModbusResponse[] = [
      { functionCode: 20, records: [new Uint16Array(121)] },
      { functionCode: 23, registers: new Uint16Array(125) },
      { functionCode: 24, registers: new Uint16Array(31) },
      { functionCode: 12, busy: true, eventCount: 65_535, messageCount: 65_535, events: new Uint8Array(64) },
      { functionCode: 17, data: new Uint8Array(251) },
      { functionCode: 43, access: 4, conformity: 0x83, nextObjectId: undefined, objects: [{ id: 255, value: new Uint8Array(244) }] },
      { functionCode: 'raw', code: 1, data: new Uint8Array(252) },
    ];
    expect(answers.map((response) => answer(response).length)).toEqual([246, 252, 67, 72, 253, 253, 253]);
  });

  it('refuses requests of the other functions beyond their limits', () => {
    const beyond: ModbusRequest[] = [
      { functionCode: 8, subFunction: 0, data: new Uint8Array(0) },
      { functionCode: 8, subFunction: 0, data: new Uint8Array(3) },
      { functionCode: 8, subFunction: 0, data: new Uint8Array(252) },
      { functionCode: 8, subFunction: 2, data: new Uint8Array(4) },
      { functionCode: 8, subFunction: 65_536, data: new Uint8Array(2) },
      { functionCode: 20, records: [] },
      { functionCode: 20, records: Array.from({ length: 36 }, () => ({ file: 1, record: 0, quantity: 1 })) },
      { functionCode: 20, records: [{ file: 1, record: 0, quantity: 122 }] },
      { functionCode: 20, records: [{ file: 0, record: 0, quantity: 1 }] },
      { functionCode: 20, records: [{ file: 1, record: 9999, quantity: 2 }] },
      { functionCode: 20, records: [{ file: 1, record: 10_000, quantity: 1 }] },
      { functionCode: 20, records: [{ file: 1, record: 0, quantity: 0 }] },
      { functionCode: 21, records: [] },
      { functionCode: 21, records: [{ file: 1, record: 0, registers: new Uint16Array(123) }] },
      { functionCode: 21, records: [{ file: 1, record: 0, registers: [65_536] }] },
      { functionCode: 22, address: 65_536, andMask: 0, orMask: 0 },
      { functionCode: 22, address: 0, andMask: -1, orMask: 0 },
      { functionCode: 23, address: 0, quantity: 126, writeAddress: 0, values: [1] },
      { functionCode: 23, address: 0, quantity: 1, writeAddress: 0, values: new Uint16Array(122) },
      { functionCode: 23, address: 0, quantity: 1, writeAddress: 65_535, values: [1, 2] },
      { functionCode: 23, address: 65_535, quantity: 2, writeAddress: 0, values: [1] },
      { functionCode: 23, address: 0, quantity: 1, writeAddress: 0, values: [] },
      { functionCode: 24, address: -1 },
      { functionCode: 43, access: 1, objectId: 256 },
      { functionCode: 'raw', code: 0, data: new Uint8Array(0) },
      { functionCode: 'raw', code: 128, data: new Uint8Array(0) },
      { functionCode: 'raw', code: 100, data: new Uint8Array(253) },
    ];
    expect(beyond.filter((request) => checkRequest(request) === undefined)).toEqual([]);
  });

  it.each<[string, number[]]>([
    ['a byte count of function 20 that is no multiple of seven', [20, 6, 6, 0, 1, 0, 0, 0]],
    ['another reference type', [20, 7, 5, 0, 1, 0, 0, 0, 1]],
    ['file number 0', [20, 7, 6, 0, 0, 0, 0, 0, 1]],
    ['records of function 21 that go on behind its byte count', [21, 9, 6, 0, 1, 0, 0, 0, 2, 0, 1]],
    ['a record of function 21 cut short', [21, 3, 6, 0, 1]],
    ['a byte count of function 23 that does not fit its quantity', [23, 0, 0, 0, 1, 0, 0, 0, 2, 2, 0, 1]],
    ['an access code that is not defined', [43, 14, 5, 0]],
    ['a record beyond 9999', [20, 7, 6, 0, 1, 0x27, 0x10, 0, 1]],
  ])('finds %s in a request', (_what, octets) => {
    expect(decodeRequest(Uint8Array.from(octets)).kind).toBe('bad');
  });

  it.each<[string, number[]]>([
    ['a queue of 32 registers', [24, 0, 66, 0, 32, ...Array.from({ length: 64 }, () => 0)]],
    ['a queue whose counts differ', [24, 0, 4, 0, 2, 0, 0]],
    ['an event log of 65 events', [12, 71, ...Array.from({ length: 71 }, () => 0)]],
    ['an event log without its counts', [12, 4, 0, 0, 0, 0]],
    ['a server id of no octet', [17, 0]],
    ['a record of half a register', [20, 3, 2, 6, 0]],
    ['records that end behind their byte count', [20, 3, 9, 6, 0]],
    ['no record', [20, 0]],
    ['more follows that is neither yes nor no', [43, 14, 1, 1, 1, 0, 0]],
    ['an access code that is not defined', [43, 14, 0, 1, 0, 0, 0]],
  ])('finds %s in an answer', (_what, octets) => {
    expect(decodeResponse(Uint8Array.from(octets)).kind).toBe('bad');
  });

  it('takes a device identification that announces the objects of all its answers, and no other count', () => {
    const request: ModbusRequest = { functionCode: 43, access: 1, objectId: 0 };
    const answering = (more: number, count: number, ...behind: number[]) => decodeResponse(Uint8Array.of(43, 14, 1, 1, more, 2, count, 0, 1, 65, 1, 1, 66, ...behind), 0, request);
    expect(answering(0xff, 3)).toMatchObject({ kind: 'value', value: { nextObjectId: 2, objects: [{ id: 0 }, { id: 1 }] } });
    expect(answering(0, 2)).toMatchObject({ kind: 'value', value: { nextObjectId: undefined } });
    expect(answering(0, 3).kind).toBe('bad');
    expect(answering(0xff, 1).kind).toBe('bad');
    expect(answering(0xff, 3, 2, 9, 1).kind).toBe('bad');
    expect(answering(0xff, 3, 2).kind).toBe('bad');
    expect(decodeResponse(Uint8Array.of(43, 13, 1, 1, 0, 0, 0), 0, request).kind).toBe('bad');
    expect(decodeResponse(Uint8Array.of(43, 14, 1), 0, request).kind).toBe('bad');
  });

  it('takes an answer to a raw request as it came, and its exception by name', () => {
    const request: ModbusRequest = { functionCode: 'raw', code: 100, data: Uint8Array.of(1, 2) };
    expect([...pdu(request)]).toEqual([100, 1, 2]);
    expect(plain(decodeRequest(pdu(request)))).toMatchObject({ kind: 'value', value: { functionCode: 'raw', code: 100, data: [1, 2] } });
    expect(plain(decodeResponse(Uint8Array.of(100, 9, 8, 7), 0, request))).toMatchObject({ kind: 'value', value: { functionCode: 'raw', code: 100, data: [9, 8, 7] } });
    expect(decodeResponse(Uint8Array.of(0xe4, 1), 0, request)).toMatchObject({ kind: 'value', value: { functionCode: 100, exception: 1 } });
    expect(mismatch(request, { functionCode: 'raw', code: 101, data: new Uint8Array(0) })).toContain('function 101');
  });

  it('tells other answers of the other functions from the right one', () => {
    const differing: [ModbusRequest, ModbusResponse, string][] = [
      [{ functionCode: 8, subFunction: 11, data: new Uint8Array(2) }, { functionCode: 8, subFunction: 12, data: new Uint8Array(2) }, 'sub-function 12'],
      [{ functionCode: 8, subFunction: 0, data: Uint8Array.of(1, 2) }, { functionCode: 8, subFunction: 0, data: Uint8Array.of(1, 3) }, 'other query data'],
      [{ functionCode: 20, records: [{ file: 1, record: 0, quantity: 2 }] }, { functionCode: 20, records: [Uint16Array.of(1)] }, 'other records'],
      [{ functionCode: 21, records: [{ file: 1, record: 0, registers: [5] }] }, { functionCode: 21, records: [{ file: 1, record: 0, registers: [6] }] }, 'other records'],
      [{ functionCode: 22, address: 1, andMask: 2, orMask: 3 }, { functionCode: 22, address: 1, andMask: 2, orMask: 4 }, 'OR mask 4'],
      [{ functionCode: 23, address: 0, quantity: 2, writeAddress: 0, values: [1] }, { functionCode: 23, registers: Uint16Array.of(1) }, 'byte count 2'],
      [{ functionCode: 43, access: 4, objectId: 2 }, { functionCode: 43, access: 4, conformity: 1, nextObjectId: undefined, objects: [{ id: 3, value: new Uint8Array(0) }] }, 'object 2'],
      [{ functionCode: 43, access: 1, objectId: 0 }, { functionCode: 43, access: 2, conformity: 1, nextObjectId: undefined, objects: [] }, 'access code 2'],
    ];
    for (const [request, response, reason] of differing) expect(mismatch(request, response)).toContain(reason);
  });

  it('refuses requests beyond the limits of the standard', () => {
    const beyond: ModbusRequest[] = [
      { functionCode: 1, address: 0, quantity: 0 },
      { functionCode: 2, address: 0, quantity: 2001 },
      { functionCode: 3, address: 0, quantity: 126 },
      { functionCode: 4, address: 65_535, quantity: 2 },
      { functionCode: 3, address: -1, quantity: 1 },
      { functionCode: 3, address: 1.5, quantity: 1 },
      { functionCode: 6, address: 0, value: 65_536 },
      { functionCode: 6, address: 65_536, value: 0 },
      { functionCode: 15, address: 0, values: [] },
      { functionCode: 15, address: 0, values: Array.from({ length: 1969 }, () => true) },
      { functionCode: 16, address: 0, values: Array.from({ length: 124 }, () => 1) },
      { functionCode: 16, address: 0, values: [1, -1] },
    ];
    expect(beyond.filter((request) => checkRequest(request) === undefined)).toEqual([]);
  });

  it('finds the answers that are not the one to the request', () => {
    const read: ModbusRequest = { functionCode: 3, address: 0, quantity: 2 };
    expect(mismatch(read, { functionCode: 4, registers: Uint16Array.of(1, 2) })).toContain('function 4');
    expect(mismatch(read, { functionCode: 3, registers: Uint16Array.of(1) })).toContain('byte count 2');
    expect(mismatch(read, { functionCode: 4, exception: 2 })).toContain('function 4');
    expect(mismatch(read, { functionCode: 3, exception: 2 })).toBeUndefined();
    expect(mismatch({ functionCode: 6, address: 1, value: 5 }, { functionCode: 6, address: 1, value: 6 })).toContain('value 6');
    expect(mismatch({ functionCode: 16, address: 1, values: [1, 2] }, { functionCode: 16, address: 1, quantity: 3 })).toContain('quantity 3');
  });

  it('keeps exception codes that the standard does not define', () => {
    const decoded = decodeResponse(Uint8Array.of(0x83, 0x99));
    expect(decoded).toMatchObject({ kind: 'value', value: { functionCode: 3, exception: 0x99 } });
    expect(decoded.kind === 'value' && isException(decoded.value)).toBe(true);
  });
});
