import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ASCII_MAX_CHARACTERS,
  asciiTiming,
  crc16,
  cutAsciiFrame,
  decodeMbapFrame,
  decodeRtuFrame,
  decodeWholeRtuFrame,
  previewRequest,
  rtuTiming,
  type ModbusFraming,
  type ModbusRequest,
  type ModbusResponse,
} from '../../../electron/stacks/modbus';
import { anyExchange, anyRequest, rawRequest } from '../../support/modbus-arbitraries';
import { asciiAnswer, mbapAnswer, rtuAnswer } from '../../support/modbus-frames';

const unit = fc.integer({ min: 1, max: 247 });

function requestFrame(framing: ModbusFraming, to: number, request: ModbusRequest, transactionId = 0): Uint8Array {
  const encoded = previewRequest(framing, to, request, transactionId);
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  return encoded.octets;
}

function responseFrame(framing: ModbusFraming, from: number, response: ModbusResponse, transactionId = 0): Uint8Array {
  if (framing === 'rtu') return rtuAnswer(from, response);
  return framing === 'mbap' ? mbapAnswer(transactionId, from, response) : asciiAnswer(from, response);
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

describe('the ASCII framing', () => {
  it('puts the published example on the wire', () => {
    const octets = requestFrame('ascii', 1, { functionCode: 6, address: 0x0405, value: 0x1234 });
    expect(Buffer.from(octets).toString('latin1')).toBe(':010604051234AA\r\n');
  });

  it('cuts every frame that it wrote, behind noise too', () => {
    fc.assert(
      fc.property(unit, fc.oneof(anyRequest, rawRequest), fc.string({ maxLength: 5 }), (to, request, noise) => {
        fc.pre(!noise.includes(':'));
        const frame = requestFrame('ascii', to, request);
        expect(frame.length).toBeLessThanOrEqual(ASCII_MAX_CHARACTERS);
        const cut = cutAsciiFrame(Buffer.concat([Buffer.from(noise), frame, frame]));
        if (cut.kind !== 'frame') throw new Error(cut.kind);
        expect(cut.frame.unit).toBe(to);
        expect(cut.used).toBe(Buffer.byteLength(noise) + frame.length);
        expect(cut.skipped).toBe(Buffer.byteLength(noise));
        for (let end = 0; end < frame.length; end += 1) expect(cutAsciiFrame(frame.subarray(0, end)).kind).toBe('nothing');
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a frame with one octet changed', () => {
    fc.assert(
      fc.property(unit, anyExchange, fc.nat(), fc.integer({ min: 1, max: 255 }), (from, { response }, where, change) => {
        const frame = responseFrame('ascii', from, response);
        const octets = Buffer.from(Buffer.from(frame.subarray(1, -2)).toString('latin1'), 'hex');
        const at = where % octets.length;
        octets[at] = (octets[at] ?? 0) ^ change;
        expect(cutAsciiFrame(Buffer.from(`:${octets.toString('hex').toUpperCase()}\r\n`))).toMatchObject({ kind: 'damaged', checksum: true });
      }),
    );
  });

  it.each([
    [':0103000A0002\x6e0\r\n', false],
    [':01030G0A0002F0\r\n', false],
    [':01\r\n', false],
    [':010300:', false],
    [':010300\r\n', true],
  ])('says that %j is damaged', (text, checksum) => {
    expect(cutAsciiFrame(Buffer.from(text, 'latin1'))).toMatchObject({ kind: 'damaged', checksum });
  });

  it('ends frames by another delimiter where it is told to', () => {
    const encoded = previewRequest('ascii', 1, { functionCode: 7 });
    if (encoded.kind === 'invalid') throw new Error(encoded.reason);
    const frame = Uint8Array.from(encoded.octets);
    frame[frame.length - 1] = 0x21;
    expect(cutAsciiFrame(frame).kind).toBe('nothing');
    expect(cutAsciiFrame(frame, 0x21).kind).toBe('frame');
  });

  it('gives up on characters that go on beyond the longest frame', () => {
    expect(cutAsciiFrame(Buffer.from(`:${'00'.repeat(300)}`)).kind).toBe('damaged');
  });

  it('keeps the times of the standard: a second between characters, no silence ahead of a frame', () => {
    expect(asciiTiming({ baudRate: 9600 })).toMatchObject({ frameGapMs: 1000, interCharacterMs: 1000, silenceMs: 0 });
    expect(asciiTiming({ baudRate: 9600 }).characterMs).toBeCloseTo(10 / 9.6, 6);
    expect(asciiTiming({ baudRate: 9600, dataBits: 8 }).characterMs).toBeCloseTo(11 / 9.6, 6);
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
