import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { decorate, formatCount, formatHex, formatNumber } from '../../../renderer/components/format/number';
import { noNumberText, parseNumber } from '../../../renderer/components/format/parse-number';

describe('numbers on screen', () => {
  it('keeps the decimals of the point, whatever the magnitude', () => {
    expect(formatNumber(81.4, 2)).toBe('81.40');
    expect(formatNumber(0.5, 2)).toBe('0.50');
    expect(formatNumber(26411.52, 1)).toBe('26,411.5');
  });

  it('separates thousands from 1,000 on, by the chosen format', () => {
    expect(formatNumber(999, 0)).toBe('999');
    expect(formatNumber(1000, 0)).toBe('1,000');
    expect(formatNumber(1234567.5, 1, 'point')).toBe('1.234.567,5');
  });

  it('writes a true minus, and none before a value that rounds to nothing', () => {
    expect(formatNumber(-4.8, 1)).toBe('−4.8');
    expect(formatNumber(-0.01, 1)).toBe('0.0');
    expect(formatNumber(-0, 0)).toBe('0');
  });

  it('names what is no number', () => {
    expect(formatNumber(Number.NaN, 2)).toBe('NaN');
    expect(formatNumber(Number.POSITIVE_INFINITY, 2)).toBe('Inf');
    expect(formatNumber(Number.NEGATIVE_INFINITY, 2)).toBe('−Inf');
  });

  it('is scientific only outside 1e-4 to 1e9', () => {
    expect(formatNumber(-1.52e14, 2)).toBe('−1.520e+14');
    expect(formatNumber(2.076e-32, 2)).toBe('2.076e−32');
    expect(formatNumber(999_999_999, 0)).toBe('999,999,999');
    expect(formatNumber(1e9, 0)).toBe('1.000e+9');
    expect(formatNumber(0.0001, 4)).toBe('0.0001');
    expect(formatNumber(0, 2)).toBe('0.00');
  });

  it('keeps every digit of an integer that is asked for exactly', () => {
    expect(formatNumber(4_294_967_295, 0, 'comma', true)).toBe('4,294,967,295');
    expect(decorate('18446744073709551615', 'comma')).toBe('18,446,744,073,709,551,615');
  });

  it('pads hex to the octets of the type, in upper case', () => {
    expect(formatHex(0xc53, 2)).toBe('0x0C53');
    expect(formatHex(-1, 2)).toBe('0xFFFF');
    expect(formatHex(10n, 8)).toBe('0x000000000000000A');
  });

  it('rounds counts to whole ones', () => {
    expect(formatCount(1284.4)).toBe('1,284');
  });

  it('leaves a text that is no number as it is', () => {
    expect(decorate('AUTO', 'comma')).toBe('AUTO');
  });

  it('is read back as the same number, whatever the value', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.integer({ min: 0, max: 4 }), (units, decimals) => {
        const value = units / 10 ** decimals;
        const shown = formatNumber(value, decimals);
        expect(parseNumber(shown, 'comma')).toBe(Number(value.toFixed(decimals)));
      }),
    );
  });
});

describe('numbers as they are typed', () => {
  it('stands for one number in each format: a thousand is never taken for one', () => {
    expect(parseNumber('1,000', 'comma')).toBe(1000);
    expect(parseNumber('1.000', 'point')).toBe(1000);
    expect(parseNumber('78.5', 'comma')).toBe(78.5);
    expect(parseNumber('78,5', 'point')).toBe(78.5);
    expect(parseNumber(' −3 ', 'comma')).toBe(-3);
    expect(parseNumber('.5', 'comma')).toBe(0.5);
  });

  it('takes hex and exponents', () => {
    expect(parseNumber('0x1F', 'comma')).toBe(31);
    expect(parseNumber('-0x10', 'point')).toBe(-16);
    expect(parseNumber('1e3', 'comma')).toBe(1000);
  });

  it('refuses what only the other format takes, and says how numbers are written here', () => {
    expect(parseNumber('78,5', 'comma')).toBeNull();
    expect(noNumberText('78,5', 'comma')).toBe('78,5 is not clear: here a point stands before decimals (1.5), a comma groups thousands (1,000)');
    expect(parseNumber('78.5', 'point')).toBeNull();
    expect(noNumberText(' 78.5', 'point')).toBe('78.5 is not clear: here a comma stands before decimals (1,5), a point groups thousands (1.000)');
    expect(noNumberText('abc', 'comma')).toBe('abc is not a number');
  });

  it.each(['', 'abc', '1,000,5', '1.2.3', '12 bar', '0x', '1e', 'Infinity', 'NaN'])('refuses what is no number: %j', (text) => {
    expect(parseNumber(text, 'comma')).toBeNull();
  });
});
