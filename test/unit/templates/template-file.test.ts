import { describe, expect, it } from 'vitest';
import { productProtocols } from '../../../electron/engine/product-protocols';
import { checkTemplate } from '../../../electron/templates/check-template';
import { readTemplate } from '../../../electron/templates/template-file';
import { templateSchema, type TemplateInput } from '../../../shared/domain/template';

const GOOD: TemplateInput = {
  format: 'thermacore-device-template',
  schemaVersion: 1,
  vendor: 'Maker',
  model: 'M1',
  kind: 'meter',
  protocol: 'modbus',
  document: { title: 'A document', revision: '1', readAt: 'here' },
  points: [{ name: 'Voltage', address: { table: 'holding-register', address: 1 }, dataType: 'float32' }],
};
const octets = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const messageOf = (value: unknown): string => {
  const read = readTemplate(octets(value));
  return read.ok ? '' : read.message;
};
const modbus = productProtocols().find(({ description }) => description.name === 'modbus');
const problems = (changes: Partial<TemplateInput>): string[] => {
  if (!modbus) throw new Error('no Modbus');
  return checkTemplate(templateSchema.parse({ ...GOOD, ...changes }), modbus);
};
const point = (name: string, address: number, dataType: 'float32' | 'uint16' | 'boolean' = 'uint16', table = 'holding-register') => ({ name, address: { table, address }, dataType });

describe('a template file', () => {
  it('is told from other files by its mark, not by its name', () => {
    expect(readTemplate(octets(GOOD)).ok).toBe(true);
    expect(readTemplate(octets({ ...GOOD, format: 'something' }))).toEqual({ ok: false, message: 'the file is no device template' });
    expect(readTemplate(Buffer.from('{'))).toEqual({ ok: false, message: 'the file is no device template' });
    expect(readTemplate(octets([]))).toEqual({ ok: false, message: 'the file is no device template' });
  });

  it('of a later version is refused with both versions named', () => {
    expect(messageOf({ ...GOOD, schemaVersion: 2 })).toMatch(/version 2.*up to 1/);
  });

  it('with a bad field is refused with its place', () => {
    expect(messageOf({ ...GOOD, points: [{ name: '', address: {}, dataType: 'float32' }] })).toContain('points.0.name');
    expect(readTemplate(octets({ ...GOOD, points: [] })).ok).toBe(false);
    expect(messageOf({ ...GOOD, document: { title: 'x', revision: '1' } })).toContain('document.readAt');
  });
});

describe('the check of a template by its protocol', () => {
  it('finds nothing in a good one, whose host nobody could know', () => {
    expect(problems({ lineSettings: { transport: 'tcp', port: 502 } })).toEqual([]);
  });

  it('names the point whose address or type does not fit', () => {
    expect(problems({ points: [point('Far', 65_535, 'float32')] })[0]).toMatch(/^Far: .*65535/);
    expect(problems({ points: [{ name: 'Odd', address: { table: 'nowhere', address: 1 }, dataType: 'uint16' }] })[0]).toMatch(/^Odd: the address does not fit/);
    expect(problems({ points: [{ ...point('In', 1, 'uint16', 'input-register'), access: 'read-write' }] })[0]).toMatch(/^In: /);
  });

  it('names both points at one address', () => {
    expect(problems({ points: [point('One', 5), point('Two', 5)] })).toEqual(['Two has the address of One']);
  });

  it('names settings that the protocol does not take', () => {
    expect(problems({ settings: { byteOrder: 'XYZW' } })[0]).toMatch(/^device settings, byteOrder/);
    expect(problems({ lineSettings: { transport: 'rtu', baudRate: 0 } })[0]).toMatch(/^line settings, baudRate/);
  });
});
