import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dissect, previewRequest, type ModbusField, type ModbusRequest } from '../../../electron/stacks/modbus';
import { anyRequest } from '../../support/modbus-arbitraries';

function frame(framing: 'mbap' | 'rtu', request: ModbusRequest): Uint8Array {
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
      fc.property(anyRequest, fc.constantFrom('mbap' as const, 'rtu' as const), (request, framing) => {
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
  });

  it('takes any octets without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('mbap' as const, 'rtu' as const), fc.constantFrom('request' as const, 'response' as const), (octets, framing, direction) => {
        const { fields } = dissect(octets, { framing, direction });
        for (const field of fields) expect(field.offset + field.length).toBeLessThanOrEqual(octets.length);
      }),
      { numRuns: 2000 },
    );
  });
});
