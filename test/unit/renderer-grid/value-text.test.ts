import { expect, test } from 'vitest';
import { readNumber, typedNumber } from '../../../renderer/components/format/read-number';
import { numericValue, pointValueText } from '../../../renderer/components/format/point-text';
import { point } from './support';

test('numbers are read back from what was shown, in the format of the person', () => {
  expect(readNumber('−26,411.5', 'comma')).toBe('-26411.5');
  expect(readNumber('1.234,5', 'point')).toBe('1234.5');
  expect(readNumber('.5', 'comma')).toBe('0.5');
  expect(readNumber('2e-3', 'comma')).toBe('2e-3');
  expect(readNumber('18446744073709551615', 'comma')).toBe('18446744073709551615');
  expect(typedNumber(0.1, 'point')).toBe('0,1');
});

test('a thousand is never taken for one, nor the reverse', () => {
  expect(readNumber('1,000', 'comma')).toBe('1000');
  expect(readNumber('1,000', 'point')).toBe('1.000');
  expect(readNumber('1,5', 'comma')).toBeNull();
  expect(readNumber('1.5', 'point')).toBeNull();
});

test('what is no number is refused', () => {
  expect(['', '-', '1,23', '12abc', '1.2.3', 'e5', '0x10', ','].filter((text) => readNumber(text, 'comma') !== null)).toEqual([]);
});

test('status words are hexadecimal, padded to the type', () => {
  expect(pointValueText(0x0c53, point({ dataType: 'uint16' }), 'comma', true)).toBe('0x0C53');
  expect(pointValueText(-1, point({ dataType: 'int32' }), 'comma', true)).toBe('0xFFFFFFFF');
  expect(pointValueText('18446744073709551615', point({ dataType: 'uint64' }), 'comma', true)).toBe('0xFFFFFFFFFFFFFFFF');
});

test('bits say what their enumeration calls them', () => {
  const bit = point({ dataType: 'boolean', enumeration: [{ value: 1, label: 'Yes' }] });
  expect(pointValueText(true, bit, 'comma')).toBe('1 Yes');
  expect(pointValueText(false, bit, 'comma')).toBe('0 Off');
  expect(pointValueText(null, bit, 'comma')).toBe('—');
});

test('values are sorted as numbers whatever carries them', () => {
  expect([true, 1.5, '9007199254740993', 'NaN', '', null, undefined].map((value) => numericValue(value))).toEqual([1, 1.5, 9007199254740992, null, null, null, null]);
});
