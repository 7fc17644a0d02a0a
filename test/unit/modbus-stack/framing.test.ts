import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  crc16,
  decodeMbapFrame,
  decodeRtuFrame,
  decodeWholeRtuFrame,
  encodeResponse,
  MBAP_HEADER_OCTETS,
  previewRequest,
  RTU_AFTER,
  RTU_BEFORE,
  rtuTiming,
  sealMbapFrame,
  sealRtuFrame,
  type ModbusRequest,
  type ModbusResponse,
} from '../../../electron/stacks/modbus';
import { anyExchange } from '../../support/modbus-arbitraries';

const unit = fc.integer({ min: 1, max: 247 });

function requestFrame(framing: 'mbap' | 'rtu', to: number, request: ModbusRequest, transactionId = 0): Uint8Array {
  const encoded = previewRequest(framing, to, request, transactionId);
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  return encoded.octets;
}

function responseFrame(framing: 'mbap' | 'rtu', from: number, response: ModbusResponse, transactionId = 0): Uint8Array {
  const encoded = framing === 'mbap' ? encodeResponse(response, MBAP_HEADER_OCTETS) : encodeResponse(response, RTU_BEFORE, RTU_AFTER);
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  if (framing === 'mbap') sealMbapFrame(encoded.octets, transactionId, from);
  else sealRtuFrame(encoded.octets, from);
  return encoded.octets;
}

describe('the RTU framing', () => {
  it('computes the checksum of the published examples', () => {
    expect(crc16(Buffer.from('123456789', 'ascii'))).toBe(0x4b37);
    expect([...requestFrame('rtu', 17, { functionCode: 3, address: 107, quantity: 3 })]).toEqual([0x11, 0x03, 0x00, 0x6b, 0x00, 0x03, 0x76, 0x87]);
  });

  it('cuts requests and answers out of a stream by their length alone', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(unit, anyExchange), { minLength: 1, maxLength: 4 }), fc.boolean(), (exchanges, requests) => {
        const frames = exchanges.map(([to, { request, response }]) => (requests ? requestFrame('rtu', to, request) : responseFrame('rtu', to, response)));
        const stream = Buffer.concat(frames);
        let at = 0;
        for (const frame of frames) {
          const decoded = decodeRtuFrame(stream, at, requests ? 'request' : 'response');
          if (decoded.kind !== 'value') throw new Error(JSON.stringify(decoded));
          expect(Buffer.from(decoded.value.octets).equals(frame)).toBe(true);
          at += decoded.used;
        }
        expect(at).toBe(stream.length);
      }),
    );
  });

  it('asks for more on every beginning of a frame', () => {
    fc.assert(
      fc.property(unit, anyExchange, (from, { response }) => {
        const frame = responseFrame('rtu', from, response);
        for (let end = 0; end < frame.length; end += 1) expect(decodeRtuFrame(frame.subarray(0, end), 0, 'response').kind).toBe('need-more');
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a frame with one octet changed', () => {
    fc.assert(
      fc.property(unit, anyExchange, fc.nat(), fc.integer({ min: 1, max: 255 }), (from, { response }, where, change) => {
        const frame = Uint8Array.from(responseFrame('rtu', from, response));
        const at = where % frame.length;
        frame[at] = (frame[at] ?? 0) ^ change;
        expect(decodeWholeRtuFrame(frame).kind).toBe('bad');
      }),
    );
  });

  it('keeps the times of the standard', () => {
    const slow = rtuTiming({ baudRate: 9600, parity: 'even' });
    expect(slow.characterMs).toBeCloseTo(1.1458, 3);
    expect(slow.silenceMs).toBeCloseTo(4.0104, 3);
    expect(slow.interCharacterMs).toBeCloseTo(1.7188, 3);
    expect(rtuTiming({ baudRate: 19_200, parity: 'none', stopBits: 2 }).silenceMs).toBeCloseTo(2.0052, 3);
    expect(rtuTiming({ baudRate: 115_200 })).toMatchObject({ silenceMs: 1.75, interCharacterMs: 0.75 });
    expect(rtuTiming({ baudRate: 300 }).frameGapMs).toBeGreaterThanOrEqual(rtuTiming({ baudRate: 300 }).silenceMs);
  });
});

describe('the MBAP framing', () => {
  it('cuts frames out of a stream and asks for more on every beginning', () => {
    fc.assert(
      fc.property(unit, fc.integer({ min: 0, max: 0xffff }), anyExchange, (from, transactionId, { request, response }) => {
        for (const frame of [requestFrame('mbap', from, request, transactionId), responseFrame('mbap', from, response, transactionId)]) {
          expect(decodeMbapFrame(Buffer.concat([frame, frame]), frame.length)).toMatchObject({ kind: 'value', used: frame.length, value: { transactionId, unit: from } });
          for (let end = 0; end < frame.length; end += 1) expect(decodeMbapFrame(frame.subarray(0, end), 0).kind).toBe('need-more');
        }
      }),
      { numRuns: 50 },
    );
  });

  it('refuses another protocol identifier and lengths outside 2 to 254', () => {
    const header = (protocol: number, length: number) => Uint8Array.of(0, 1, protocol >> 8, protocol & 0xff, length >> 8, length & 0xff, 1, 3, 0);
    expect(decodeMbapFrame(header(1, 5), 0)).toMatchObject({ kind: 'bad', reason: 'protocol identifier 1; Modbus has 0' });
    for (const length of [0, 1, 255, 65_535]) expect(decodeMbapFrame(header(0, length), 0)).toMatchObject({ kind: 'bad', reason: `length ${length} in the header; 2 to 254 are allowed` });
    for (const length of [2, 254]) expect(decodeMbapFrame(header(0, length), 0).kind).not.toBe('bad');
  });
});
