import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeAuthError,
  decodeCertificate,
  decodeChallenge,
  decodeHeader,
  decodeKeyChange,
  decodeKeyStatus,
  decodeReply,
  decodeUpdateKeyChangeRequest,
  decodeUpdateKeyPart,
  decodeUserStatusChange,
  encodeAuthError,
  encodeCertificate,
  encodeChallenge,
  encodeKeyChange,
  encodeKeyStatus,
  encodeReply,
  encodeUpdateKeyChangeRequest,
  encodeUpdateKeyPart,
  encodeUserStatusChange,
  hex,
  securityStatisticPoints,
} from '../../../electron/stacks/dnp3';
import { authBlock, authFragment, authObject, isAggressive, joinAggressive, splitAggressive } from '../../../electron/stacks/dnp3/auth-fragment';
import { octets } from '../../vectors/dnp3/octets';
import { AUTH_OBJECT_VECTORS } from '../../vectors/dnp3/auth';

const u8 = fc.nat(0xff);
const u16 = fc.nat(0xffff);
const u32 = fc.nat(0xffff_ffff);
const some = (minLength: number, maxLength = 40) => fc.uint8Array({ minLength, maxLength });
const challengeData = some(4, 64);
const sequenced = { sequence: u32, user: u16 };

/** A codec: an encoded object decodes to itself, and what decodes is encoded as it was. How many were tried. */
function roundTrips<T>(values: fc.Arbitrary<T>, encode: (value: T) => Uint8Array, decode: (octets: Uint8Array) => T | undefined): number {
  let tried = 0;
  fc.assert(
    fc.property(values, (value) => {
      tried += 1;
      expect(decode(encode(value))).toEqual(value);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
      const decoded = decode(noise);
      expect(decoded === undefined ? noise : encode(decoded)).toEqual(noise);
    }),
  );
  return tried;
}

describe('objects of group 120', () => {
  it('variation 1, challenge, is as an independent stack has it', () => {
    const challenge = { sequence: 9, user: 3, macAlgorithm: 4, reason: 1, data: octets('DE AD BE EF AB BA') };
    expect(hex(encodeChallenge(challenge))).toBe(AUTH_OBJECT_VECTORS.challenge);
    expect(decodeChallenge(octets(AUTH_OBJECT_VECTORS.challenge))).toEqual(challenge);
  });

  it('variation 1, challenge, has 4 to 64 octets of data', () => {
    expect(roundTrips(fc.record({ ...sequenced, macAlgorithm: u8, reason: u8, data: challengeData }), encodeChallenge, decodeChallenge)).toBeGreaterThan(0);
    expect(decodeChallenge(new Uint8Array(11))).toBeUndefined();
    expect(decodeChallenge(new Uint8Array(12))).toBeDefined();
    expect(decodeChallenge(new Uint8Array(73))).toBeUndefined();
  });

  it('variation 2, reply', () => expect(roundTrips(fc.record({ ...sequenced, mac: some(1) }), encodeReply, decodeReply)).toBeGreaterThan(0));
  it('variation 5, session key status', () => expect(roundTrips(fc.record({ ...sequenced, keyWrap: u8, status: u8, macAlgorithm: u8, data: challengeData, mac: some(0) }), encodeKeyStatus, decodeKeyStatus)).toBeGreaterThan(0));
  it('variation 6, session key change', () => expect(roundTrips(fc.record({ ...sequenced, wrapped: some(1) }), encodeKeyChange, decodeKeyChange)).toBeGreaterThan(0));
  it('variation 8, user certificate', () => expect(roundTrips(fc.record({ method: u8, type: u8, certificate: some(1) }), encodeCertificate, decodeCertificate)).toBeGreaterThan(0));
  it('variation 12 and 13, update key change reply and update key change', () => expect(roundTrips(fc.record({ ...sequenced, data: some(0) }), encodeUpdateKeyPart, decodeUpdateKeyPart)).toBeGreaterThan(0));

  it('variation 7, error, has text', () => {
    const error = { sequence: 7, user: 1, association: 2, code: 1, time: 1_700_000_000_123, text: 'Schlüssel' };
    expect(decodeAuthError(encodeAuthError(error))).toEqual(error);
    expect(decodeAuthError(new Uint8Array(14))).toBeUndefined();
  });

  it('variation 10 and 11, user status change and update key change request, have their lengths before their parts', () => {
    const change = { method: 4, operation: 1, sequence: 5, role: 1, roleExpiry: 365, name: 'Jim', publicKey: new Uint8Array(0), certification: Uint8Array.of(0xde, 0xad) };
    expect(hex(encodeUserStatusChange(change))).toBe('04 01 05 00 00 00 01 00 6D 01 03 00 00 00 02 00 4A 69 6D DE AD');
    expect(decodeUserStatusChange(encodeUserStatusChange(change))).toEqual(change);
    const request = { method: 4, name: 'Jim', data: Uint8Array.of(1, 2, 3, 4) };
    expect(hex(encodeUpdateKeyChangeRequest(request))).toBe('04 03 00 04 00 4A 69 6D 01 02 03 04');
    expect(decodeUpdateKeyChangeRequest(encodeUpdateKeyChangeRequest(request))).toEqual(request);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => void [decodeUserStatusChange(noise), decodeUpdateKeyChangeRequest(noise)]));
    expect(decodeUserStatusChange(octets('04 01 05 00 00 00 01 00 6D 01 FF FF 00 00 02 00 4A'))).toBeUndefined();
  });
});

describe('fragments of secure authentication', () => {
  const control = { first: true, final: true, confirm: false, unsolicited: false, sequence: 3 };

  it('carry one object of free format', () => {
    const fragment = authFragment(control, 32, authBlock(2, Uint8Array.of(1, 0, 0, 0, 1, 0, 0xaa)));
    expect(hex(fragment)).toBe('C3 20 78 02 5B 01 07 00 01 00 00 00 01 00 AA');
    const header = decodeHeader(fragment);
    expect('fault' in header ? undefined : authObject(fragment, header)).toMatchObject({ variation: 2 });
  });

  it('with none, two or other objects are none', () => {
    for (const text of ['C3 20', 'C3 20 78 02 5B 02 01 00 AA 01 00 AA', 'C3 20 78 04 07 01 01 00 78 04 07 01 01 00', 'C3 20 32 01 07 01 00 00 00 00 00 00', 'C3 20 78 02 5B 01 FF 00 01']) {
      const fragment = octets(text);
      const header = decodeHeader(fragment);
      expect('fault' in header ? 'no header' : authObject(fragment, header), text).toBeUndefined();
    }
  });

  it('of aggressive mode have the request in front, the MAC at the end, and are what they were between', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), u32, u16, fc.constantFrom(4, 8, 10, 16), fc.constantFrom(1, 5, 129, 130), (body, sequence, user, macLength, functionCode) => {
        const fragment = Uint8Array.from([0xc3, functionCode, ...(functionCode > 128 ? [0, 0] : []), ...body]);
        const header = decodeHeader(fragment);
        if ('fault' in header) throw new Error(header.fault);
        let over = new Uint8Array(0);
        const joined = joinAggressive(fragment, header.objectsAt, { sequence, user }, (signed) => {
          over = Uint8Array.from(signed);
          return new Uint8Array(macLength).fill(0xee);
        });
        expect(isAggressive(joined, header)).toBe(true);
        expect(splitAggressive(joined, header, macLength)).toEqual({ sequence, user, signed: over, mac: new Uint8Array(macLength).fill(0xee), inner: fragment });
        expect(splitAggressive(joined, header, macLength + 1)).toBeUndefined();
        expect(splitAggressive(joined.subarray(0, joined.length - 1), header, macLength)).toBeUndefined();
      }),
    );
  });
});

describe('points of security statistics', () => {
  it('are 18, from the index that was set, and make an event when they grew by their threshold', () => {
    const points = securityStatisticPoints({ association: 7, firstStatistic: 18 }, { successfulAuthentications: 1 });
    expect(points.map(({ index }) => index)).toEqual(Array.from({ length: 18 }, (_, i) => 18 + i));
    expect(points[12]).toMatchObject({ deadband: 0, initial: { association: 7 } });
    expect(points[5]).toMatchObject({ deadband: 99 });
  });
});
