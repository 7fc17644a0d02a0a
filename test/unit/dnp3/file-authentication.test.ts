import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFileAuthentication, decodeFileSpecification, encodeFileAuthentication, encodeFileSpecification, hex } from '../../../electron/stacks/dnp3';
import { octets } from '../../vectors/dnp3/octets';

describe('the authentication object of files', () => {
  it('is as an independent Rust stack has it in its tests', () => {
    const object = { user: 'root', password: 'foo', key: 0xdead_cafe };
    const text = '0C 00 04 00 10 00 03 00 FE CA AD DE 72 6F 6F 74 66 6F 6F';
    expect(hex(encodeFileAuthentication(object))).toBe(text);
    expect(decodeFileAuthentication(octets(text))).toEqual(object);
  });

  it('is what it was after encoding and decoding, and any other octets are read without a fault', () => {
    const wellFormed = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(wellFormed, wellFormed, fc.nat(0xffff_ffff), (user, password, key) => {
        expect(decodeFileAuthentication(encodeFileAuthentication({ user, password, key }))).toEqual({ user, password, key });
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => void decodeFileAuthentication(noise)));
  });

  it.each([
    ['too short', '0C 00 00 00 0C 00 00 00 00 00 00'],
    ['with a name outside', '0C 00 05 00 0C 00 00 00 00 00 00 00 61 62 63 64'],
    ['with a password outside', '0C 00 00 00 0D 00 04 00 00 00 00 00 61 62 63 64'],
    ['with a name within its fields', '02 00 04 00 0C 00 00 00 00 00 00 00 61 62 63 64'],
  ])('is none %s', (_, text) => expect(decodeFileAuthentication(octets(text))).toBeUndefined());
});

it('the specification of a file is its name', () => {
  expect(hex(encodeFileSpecification('/cfg/ü'))).toBe('2F 63 66 67 2F C3 BC');
  expect(decodeFileSpecification(octets('2F 63 66 67 2F C3 BC'))).toBe('/cfg/ü');
});
