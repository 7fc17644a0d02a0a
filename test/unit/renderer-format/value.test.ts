import { describe, expect, it } from 'vitest';
import { decimalsFor, formatValue, plainValue, type ValueShape } from '../../../renderer/components/format/value';

const shape = (change: Partial<ValueShape>): ValueShape => ({ dataType: 'float32', scale: 1, offset: 0, decimals: null, enumeration: [], ...change });

describe('values in the grid', () => {
  it('takes the decimals from the scale where the point has none', () => {
    expect(decimalsFor(shape({ dataType: 'int16', scale: 0.1 }))).toBe(1);
    expect(decimalsFor(shape({ dataType: 'uint16', scale: 0.01, offset: -0.125 }))).toBe(3);
    expect(decimalsFor(shape({ dataType: 'uint32' }))).toBe(0);
    expect(decimalsFor(shape({ dataType: 'int16', scale: 1e-7 }))).toBe(7);
    expect(decimalsFor(shape({ dataType: 'float32' }))).toBe(2);
    expect(decimalsFor(shape({ dataType: 'float32', decimals: 0 }))).toBe(0);
  });

  it('shows a dash for no value', () => {
    expect(formatValue(null, shape({}))).toBe('—');
    expect(formatValue(undefined, shape({}))).toBe('—');
  });

  it('says On and Off for bits, however they come', () => {
    expect(formatValue(true, shape({ dataType: 'boolean' }))).toBe('1 On');
    expect(formatValue(0, shape({ dataType: 'boolean' }))).toBe('0 Off');
  });

  it('puts the label of an enumeration behind its value', () => {
    const mode = shape({ dataType: 'uint16', enumeration: [{ value: 2, label: 'Auto' }] });
    expect(formatValue(2, mode)).toBe('2 Auto');
    expect(formatValue(7, mode)).toBe('7');
  });

  it('keeps 64-bit integers exact', () => {
    expect(formatValue('18446744073709551615', shape({ dataType: 'uint64' }))).toBe('18,446,744,073,709,551,615');
    expect(formatValue(5_000_000_000, shape({ dataType: 'uint64' }))).toBe('5,000,000,000');
  });

  it('names NaN and the infinities, which come as text', () => {
    expect(formatValue('NaN', shape({}))).toBe('NaN');
    expect(formatValue('-Infinity', shape({}))).toBe('−Inf');
  });

  it('leaves strings as they are, also when they look like numbers', () => {
    expect(formatValue('1234', shape({ dataType: 'string' }))).toBe('1234');
  });

  it('gives the clipboard full precision and a dot', () => {
    expect(plainValue(81.423456)).toBe('81.423456');
    expect(plainValue(-4.8)).toBe('-4.8');
    expect(plainValue(null)).toBe('');
    expect(plainValue(true)).toBe('1');
  });
});
