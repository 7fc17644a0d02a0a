import { expect, it } from 'vitest';
import { octetsFromText } from '../../../electron/traffic/octets-from-text';

it.each(['01 03 0A', '01030a', '0x01,0x03,0x0A', '01:03:0A', '[01][03][0A]', '1 3 a', '01\n03\n0A', '{ 0x01, 0x03, 0x0A }'])('reads "%s" as three octets', (text) => {
  expect(octetsFromText(text)).toEqual({ octets: Uint8Array.of(1, 3, 10) });
});

it.each([
  ['', 'There are no octets: paste them as hexadecimal digits, such as 05 64 05 C9.'],
  ['01 zz', '"z" is no hexadecimal digit.'],
  ['01 030', '"030" has an odd number of digits: an octet has two.'],
])('says what is wrong with "%s"', (text, problem) => {
  expect(octetsFromText(text)).toEqual({ problem });
});
