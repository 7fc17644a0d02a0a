import * as fc from 'fast-check';
import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MAC_ALGORITHM } from '../../../electron/stacks/dnp3';
import { unwrapKey, wrapKey } from '../../../electron/stacks/dnp3/auth-key-wrap';
import { macOctets, macOf, sameOctets } from '../../../electron/stacks/dnp3/auth-mac';
import { packSessionKeys, unpackSessionKeys } from '../../../electron/stacks/dnp3/auth-session-keys';
import { HMAC_VECTORS, KEY_WRAP_VECTORS } from '../../vectors/dnp3/auth';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const text = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');
const keys = fc.constantFrom(16, 32).chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
const data = fc.integer({ min: 2, max: 20 }).chain((blocks) => fc.uint8Array({ minLength: 8 * blocks, maxLength: 8 * blocks }));

describe('AES key wrap', () => {
  it.each(KEY_WRAP_VECTORS)('wraps and unwraps as in $clause', ({ key, data: plain, wrapped }) => {
    expect(text(wrapKey(bytes(key), bytes(plain)))).toBe(wrapped.toLowerCase());
    expect(text(unwrapKey(bytes(key), bytes(wrapped)) ?? new Uint8Array(0))).toBe(plain.toLowerCase());
  });

  it('gives the same as OpenSSL for any key and data, and its data back', () => {
    fc.assert(
      fc.property(keys, data, (key, plain) => {
        const cipher = createCipheriv(`id-aes${key.length * 8}-wrap`, key, Buffer.alloc(8, 0xa6));
        const wrapped = wrapKey(key, plain);
        expect(text(wrapped)).toBe(Buffer.concat([cipher.update(plain), cipher.final()]).toString('hex'));
        expect(unwrapKey(key, wrapped)).toEqual(plain);
      }),
    );
  });

  it('does not unwrap what was changed in any bit, or with another key, or of a wrong length', () => {
    fc.assert(
      fc.property(keys, data, fc.nat(), (key, plain, at) => {
        const wrapped = wrapKey(key, plain);
        const bit = at % (8 * wrapped.length);
        const changed = Uint8Array.from(wrapped);
        changed[bit >> 3] = changed[bit >> 3]! ^ (1 << (bit & 7));
        expect(unwrapKey(key, changed)).toBeUndefined();
        expect(unwrapKey(key.map((octet) => octet ^ 1), wrapped)).toBeUndefined();
        expect(unwrapKey(key, wrapped.subarray(1))).toBeUndefined();
        expect(unwrapKey(key, wrapped.subarray(0, 16))).toBeUndefined();
      }),
    );
  });

  it('refuses a key or data that cannot be wrapped', () => {
    expect(() => wrapKey(new Uint8Array(15), new Uint8Array(16))).toThrow(/15 octets/);
    expect(() => wrapKey(new Uint8Array(16), new Uint8Array(8))).toThrow(/8 octets/);
    expect(() => wrapKey(new Uint8Array(16), new Uint8Array(17))).toThrow(/17 octets/);
    expect(unwrapKey(new Uint8Array(15), new Uint8Array(24))).toBeUndefined();
  });
});

describe('MACs', () => {
  const cut = { sha1: [MAC_ALGORITHM.sha1Trunc4, MAC_ALGORITHM.sha1Trunc8, MAC_ALGORITHM.sha1Trunc10], sha256: [MAC_ALGORITHM.sha256Trunc8, MAC_ALGORITHM.sha256Trunc16] } as const;
  it.each(HMAC_VECTORS)('are the first octets of the HMAC in $clause', ({ hash, key, text: message, mac }) => {
    for (const algorithm of cut[hash]) {
      const octets = macOctets(algorithm) ?? 0;
      const parts = [...Buffer.from(message)].map((octet) => Uint8Array.of(octet));
      expect(text(macOf(algorithm, bytes(key), parts) ?? new Uint8Array(0))).toBe(mac.slice(0, 2 * octets));
    }
  });

  it('have the lengths of the standard, and none for no MAC, AES-GMAC and unknown algorithms', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 255].map(macOctets)).toEqual([undefined, 4, 10, 8, 16, 8, undefined, undefined, undefined]);
    expect(macOf(6, new Uint8Array(16), [])).toBeUndefined();
  });

  it('are compared whole', () => {
    expect(sameOctets(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(sameOctets(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
    expect(sameOctets(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  });
});

describe('wrapped session keys', () => {
  const sessionKeys = { control: new Uint8Array(16).fill(1), monitoring: new Uint8Array(16).fill(2) };
  const status = Uint8Array.of(1, 0, 0, 0, 1, 0, 1, 2, 0, 4, 0, 9, 9, 9, 9);

  it('begin with the length of one key and end with the status and zeros up to eight octets', () => {
    const packed = packSessionKeys(sessionKeys, status);
    expect(packed).toHaveLength(56);
    expect(text(packed)).toBe(`1000${'01'.repeat(16)}${'02'.repeat(16)}${text(status)}${'00'.repeat(7)}`);
    expect(unpackSessionKeys(packed, status)).toEqual(sessionKeys);
  });

  it('are not taken with another status, other padding, other lengths', () => {
    const packed = packSessionKeys(sessionKeys, status);
    const changed = (at: number, octet: number): Uint8Array => packed.map((own, i) => (i === at ? octet : own));
    expect(unpackSessionKeys(packed, status.map((octet) => octet ^ 1))).toBeUndefined();
    expect(unpackSessionKeys(changed(55, 1), status)).toBeUndefined();
    expect(unpackSessionKeys(changed(0, 15), status)).toBeUndefined();
    expect(unpackSessionKeys(changed(1, 0xff), status)).toBeUndefined();
    expect(unpackSessionKeys(packed.subarray(0, 48), status)).toBeUndefined();
    expect(unpackSessionKeys(new Uint8Array(0), status)).toBeUndefined();
    expect(unpackSessionKeys(Uint8Array.from([...packed, ...new Uint8Array(8)]), status)).toBeUndefined();
  });
});
