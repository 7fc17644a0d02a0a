import { createHmac, timingSafeEqual } from 'node:crypto';
import { MAC_ALGORITHM } from './auth-codes';

const KINDS: ReadonlyMap<number, { readonly hash: 'sha1' | 'sha256'; readonly octets: number }> = new Map([
  [MAC_ALGORITHM.sha1Trunc4, { hash: 'sha1', octets: 4 }],
  [MAC_ALGORITHM.sha1Trunc8, { hash: 'sha1', octets: 8 }],
  [MAC_ALGORITHM.sha1Trunc10, { hash: 'sha1', octets: 10 }],
  [MAC_ALGORITHM.sha256Trunc8, { hash: 'sha256', octets: 8 }],
  [MAC_ALGORITHM.sha256Trunc16, { hash: 'sha256', octets: 16 }],
]);

/** How many octets a MAC of this algorithm has; undefined for one that is not computed here. */
export function macOctets(algorithm: number): number | undefined {
  return KINDS.get(algorithm)?.octets;
}

/** HMAC (FIPS 198, RFC 2104) over the parts in their order, cut to its first octets; undefined for an unknown algorithm. */
export function macOf(algorithm: number, key: Uint8Array, parts: readonly Uint8Array[]): Uint8Array | undefined {
  const kind = KINDS.get(algorithm);
  if (kind === undefined) return undefined;
  const hmac = createHmac(kind.hash, key);
  for (const part of parts) hmac.update(part);
  return Uint8Array.from(hmac.digest().subarray(0, kind.octets));
}

/** Compares in a time that does not tell where the first difference is. */
export function sameOctets(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
