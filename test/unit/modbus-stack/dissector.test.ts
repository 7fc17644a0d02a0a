import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dissect, previewRequest, type ModbusField, type ModbusFraming, type ModbusRequest } from '../../../electron/stacks/modbus';
import { anyExchange, anyRequest } from '../../support/modbus-arbitraries';
import { asciiAnswer, mbapAnswer } from '../../support/modbus-frames';

function frame(framing: ModbusFraming, request: ModbusRequest): Uint8Array {
  const encoded = previewRequest(framing, 17, request, 42);
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  return encoded.octets;
}

const names = (fields: readonly ModbusField[]) => fields.map((field) => `${field.name} = ${field.text}`);

describe('the dissector', () => {
  it('names every field of a write on TCP', () => {
    const dissection = dissect(frame('mbap', { functionCode: 16, address: 100, values: [1, 65_535] }), { framing: 'mbap', direction: 'request' });
    expect(dissection.problem).toBeUndefined();
    expect(dissection.summary).toBe('Unit 17: Write multiple registers 100 to 101');
    expect(names(dissection.fields)).toEqual([
      'Transaction identifier = 42',
      'Protocol identifier = 0 (Modbus)',
      'Length = 11',
      'Unit identifier = 17',
      'Function code = 16 (Write multiple registers)',
      'Address = 100 (0-based, 0x0064)',
      'Quantity = 2',
      'Byte count = 4',
      'Values = 2 registers',
    ]);
    expect(names(dissection.fields.at(-1)?.children ?? [])).toEqual(['Register 100 = 1 (0x0001)', 'Register 101 = 65535 (0xFFFF)']);
  });

  it('names every field of a write on a serial line, the checksum too', () => {
    const dissection = dissect(frame('rtu', { functionCode: 5, address: 3, value: true }), { framing: 'rtu', direction: 'request' });
    expect(dissection.summary).toBe('Unit 17: Write single coil 3 = on');
    expect(names(dissection.fields)).toEqual([
      'Unit identifier = 17',
      'Function code = 5 (Write single coil)',
      'Address = 3 (0-based, 0x0003)',
      'Value = on',
      'Checksum = 7E AA (right)',
    ]);
  });

  it('covers every octet of every request exactly once, in order', () => {
    fc.assert(
      fc.property(anyRequest, fc.constantFrom('mbap' as const, 'rtu' as const, 'ascii' as const), (request, framing) => {
        const octets = frame(framing, request);
        const { fields, problem } = dissect(octets, { framing, direction: 'request' });
        expect(problem).toBeUndefined();
        let at = 0;
        for (const field of fields) {
          expect(field.offset).toBe(at);
          at += field.length;
        }
        expect(at).toBe(octets.length);
      }),
    );
  });

  it('covers every octet of every answer, and finds nothing wrong with it', () => {
    fc.assert(
      fc.property(anyExchange, fc.boolean(), ({ response }, ascii) => {
        const octets = ascii ? asciiAnswer(17, response) : mbapAnswer(1, 17, response);
        const { fields, problem } = dissect(octets, { framing: ascii ? 'ascii' : 'mbap', direction: 'response' });
        expect(problem).toBeUndefined();
        expect(fields.reduce((sum, field) => sum + field.length, 0)).toBe(octets.length);
      }),
    );
  });

  it('names the objects of a device identification', () => {
    const objects = [
      { id: 0, value: Buffer.from('Made Up Works') },
      { id: 1, value: Buffer.from('MU-1') },
    ];
    const dissection = dissect(mbapAnswer(1, 17, { functionCode: 43, access: 1, conformity: 0x81, nextObjectId: 2, objects }), { framing: 'mbap', direction: 'response' });
    expect(dissection.summary).toBe('Unit 17: Read device identification: 2 objects');
    expect(names(dissection.fields).slice(5)).toEqual([
      'MEI type = 14 (read device identification)',
      'Access = 1 (basic)',
      'Conformity level = 1, single objects too',
      'More follows = yes',
      'Next object = 2 (Major and minor revision)',
      'Objects = 2',
      'Object = 0 (Vendor name)',
      'Length = 13',
      'Vendor name = Made Up Works',
      'Object = 1 (Product code)',
      'Length = 4',
      'Product code = MU-1',
    ]);
  });

  it('names the sub-function of a diagnostic, and the characters of an ASCII frame', () => {
    const dissection = dissect(frame('ascii', { functionCode: 8, subFunction: 11, data: new Uint8Array(2) }), { framing: 'ascii', direction: 'request' });
    expect(dissection.summary).toBe('Unit 17: Diagnostics: Return bus message count');
    expect(names(dissection.fields)).toEqual([
      'Start = colon',
      'Unit identifier = 17',
      'Function code = 8 (Diagnostics)',
      'Sub-function = 11 (Return bus message count)',
      'Data = 0 (0x0000)',
      'Checksum = DC (right)',
      'End = 0D 0A',
    ]);
  });

  it('says which part of a file is read', () => {
    const octets = frame('rtu', { functionCode: 20, records: [{ file: 4, record: 1, quantity: 2 }] });
    expect(dissect(octets, { framing: 'rtu', direction: 'request' }).summary).toBe('Unit 17: Read file record: file 4, record 1, 2 registers');
  });

  it('shows an exception with its name', () => {
    const dissection = dissect(Uint8Array.of(0, 1, 0, 0, 0, 3, 17, 0x83, 2), { framing: 'mbap', direction: 'response' });
    expect(dissection.summary).toBe('Unit 17: Read holding registers: exception 2, Illegal data address');
    expect(dissection.problem).toBeUndefined();
  });

  it('says what is wrong with a frame and still shows its fields', () => {
    const good = frame('rtu', { functionCode: 6, address: 1, value: 2 });
    const damaged = Uint8Array.from(good);
    damaged[5] = 3;
    expect(dissect(damaged, { framing: 'rtu', direction: 'request' })).toMatchObject({ problem: 'the checksum is wrong' });
    const short = frame('mbap', { functionCode: 3, address: 1, quantity: 2 }).subarray(0, 10);
    expect(dissect(short, { framing: 'mbap', direction: 'request' }).problem).toContain('missing');
    expect(dissect(Uint8Array.of(1, 2), { framing: 'rtu', direction: 'request' }).problem).toContain('2 octets');
    expect(dissect(Buffer.from(':010300\r\n'), { framing: 'ascii', direction: 'request' }).problem).toBe('the checksum is wrong');
    expect(dissect(Buffer.from(':0103'), { framing: 'ascii', direction: 'request' }).problem).toBe('the end of the frame is missing');
    expect(dissect(Buffer.from('0103'), { framing: 'ascii', direction: 'request' }).problem).toBe('no colon begins a frame');
  });

  it('takes any octets without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('mbap' as const, 'rtu' as const, 'ascii' as const), fc.constantFrom('request' as const, 'response' as const), (octets, framing, direction) => {
        const { fields } = dissect(octets, { framing, direction });
        for (const field of fields) expect(field.offset + field.length).toBeLessThanOrEqual(octets.length);
      }),
      { numRuns: 2000 },
    );
  });
});
