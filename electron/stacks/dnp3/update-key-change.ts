import { createHmac } from 'node:crypto';
import { unwrapKey, wrapKey } from './auth-key-wrap';
import { sameOctets } from './auth-mac';

/**
 * How update keys are changed over the line, by number (as an independent C++ stack has them): AES-128 key wrap with
 * HMAC-SHA-1, AES-256 key wrap with HMAC-SHA-256. Those with AES-GMAC and with certificates are not held here.
 */
export const UPDATE_KEY_METHOD = { aes128Sha1: 3, aes256Sha256: 4 } as const;
export type UpdateKeyMethod = (typeof UPDATE_KEY_METHOD)[keyof typeof UPDATE_KEY_METHOD];

/** The authority of a system: who has its key may give users new update keys. */
export interface UpdateKeyAuthority {
  /** Authority certification key: 16 octets for method 3, 32 for method 4. */
  readonly certificationKey: Uint8Array;
  readonly method: UpdateKeyMethod;
  /** The name under which the authority knows the outstation. */
  readonly outstationName: string;
}

const BLOCK = 8;
const text = (name: string): Uint8Array => Buffer.from(name, 'utf8');

/** Octets of the keys of a method. */
export function keyOctetsOf(method: UpdateKeyMethod): 16 | 32 {
  return method === UPDATE_KEY_METHOD.aes128Sha1 ? 16 : 32;
}

/** A new update key under the authority's key: user name, key, the outstation's challenge data, zeros up to whole blocks (as the same stack opens it). */
export function sealUpdateKey({ certificationKey }: UpdateKeyAuthority, name: string, key: Uint8Array, challenge: Uint8Array): Uint8Array {
  const data = Buffer.concat([text(name), key, challenge]);
  return wrapKey(certificationKey, Buffer.concat([data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)]));
}

/** The key, when it was sealed for this user and this challenge; else undefined. */
export function openUpdateKey({ certificationKey, method }: UpdateKeyAuthority, sealed: Uint8Array, name: string, challenge: Uint8Array): Uint8Array | undefined {
  const data = unwrapKey(certificationKey, sealed);
  if (data === undefined) return undefined;
  const start = text(name);
  const keyAt = start.length;
  const challengeAt = keyAt + keyOctetsOf(method);
  const end = challengeAt + challenge.length;
  if (data.length < end || data.length >= end + BLOCK || data.subarray(end).some((octet) => octet !== 0)) return undefined;
  const own = sameOctets(data.subarray(0, keyAt), start) && sameOctets(data.subarray(challengeAt, end), challenge);
  return own ? Uint8Array.from(data.subarray(keyAt, challengeAt)) : undefined;
}

/**
 * What shows that a station has the new key: a MAC by it over a name, both challenges (its own first), the sequence number
 * and the user's number, uncut, as an independent C++ stack has it for SHA-256. That SHA-1 of method 3 is not cut either is
 * by analogy.
 */
export function updateKeyConfirmation(method: UpdateKeyMethod, key: Uint8Array, { name, own, other, sequence, user }: { readonly name: string; readonly own: Uint8Array; readonly other: Uint8Array; readonly sequence: number; readonly user: number }): Uint8Array {
  const numbers = Buffer.alloc(6);
  numbers.writeUInt32LE(sequence);
  numbers.writeUInt16LE(user, 4);
  const hmac = createHmac(method === UPDATE_KEY_METHOD.aes128Sha1 ? 'sha1' : 'sha256', key);
  for (const part of [text(name), own, other, numbers]) hmac.update(part);
  return Uint8Array.from(hmac.digest());
}
