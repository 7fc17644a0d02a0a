import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRequest, decodeRequest, decodeResponse, encodeRequest, encodeResponse, isException, mismatch, type ModbusRequest } from '../../../electron/stacks/modbus';
import { anyExchange, anyRequest } from '../../support/modbus-arbitraries';

function pdu(request: ModbusRequest): Uint8Array {
  const encoded = encodeRequest(request);
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
      fc.property(anyRequest, fc.uint8Array({ maxLength: 5 }), (request, behind) => {
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
