import { encodeFragment, type ApplicationControl, type FragmentHeader } from './fragment';
import { decodeFragmentObjects } from './fragment';
import type { ObjectBlock } from './object-block';
import { readU16, readU32 } from './octets';

export const AUTH_GROUP = 120;

/** Header and object of an aggressive mode request (78 03 07 01, sequence number, user), and the header of a MAC (78 09 5B 01, length). */
const REQUEST_OCTETS = 10;
const MAC_HEADER_OCTETS = 6;

/** What aggressive mode adds to a fragment of at most the longest MAC. */
export const AGGRESSIVE_OCTETS = REQUEST_OCTETS + MAC_HEADER_OCTETS + 16;

/** A header with one object of free format. */
export function authBlock(variation: number, octets: Uint8Array): ObjectBlock {
  return { group: AUTH_GROUP, variation, range: { kind: 'free', count: 1 }, entries: [{ index: 0, value: { octets } }] };
}

/** A fragment with one object of group 120, or none. Throws where it does not fit 2048 octets: a mistake of the caller. */
export function authFragment(control: ApplicationControl, functionCode: number, block: ObjectBlock | undefined, iin = 0): Uint8Array {
  const encoded = encodeFragment({ control, functionCode, iin, blocks: block === undefined ? [] : [block] });
  if (encoded.kind === 'invalid') throw new RangeError(encoded.reason);
  return encoded.octets;
}

/** The one object of group 120 in a fragment; undefined when there is none, more, or something else. */
export function authObject(fragment: Uint8Array, header: FragmentHeader): { readonly variation: number; readonly octets: Uint8Array; readonly user: number } | undefined {
  const decoded = decodeFragmentObjects(fragment, header);
  if (decoded.kind === 'bad') return undefined;
  const [block, ...others] = decoded.blocks;
  const [entry, ...more] = block?.entries ?? [];
  if (block?.group !== AUTH_GROUP || entry === undefined || others.length > 0 || more.length > 0) return undefined;
  return { variation: block.variation, octets: entry.value.octets ?? new Uint8Array(0), user: entry.value.user ?? 0 };
}

/** Whether a fragment begins with an aggressive mode request. */
export function isAggressive(fragment: Uint8Array, { objectsAt }: FragmentHeader): boolean {
  return fragment[objectsAt] === AUTH_GROUP && fragment[objectsAt + 1] === 3;
}

export interface AggressiveParts {
  readonly sequence: number;
  readonly user: number;
  /** What the MAC is computed over: everything before the MAC's object header. */
  readonly signed: Uint8Array;
  readonly mac: Uint8Array;
  /** The fragment as it would be without authentication. */
  readonly inner: Uint8Array;
}

/** Takes an aggressive mode fragment apart; undefined when its first or last object is not as it has to be. */
export function splitAggressive(fragment: Uint8Array, { objectsAt }: FragmentHeader, macOctets: number): AggressiveParts | undefined {
  const macAt = fragment.length - MAC_HEADER_OCTETS - macOctets;
  const innerAt = objectsAt + REQUEST_OCTETS;
  if (macAt < innerAt || fragment[objectsAt + 2] !== 0x07 || fragment[objectsAt + 3] !== 1) return undefined;
  if (fragment[macAt] !== AUTH_GROUP || fragment[macAt + 1] !== 9 || fragment[macAt + 2] !== 0x5b || fragment[macAt + 3] !== 1 || readU16(fragment, macAt + 4) !== macOctets) return undefined;
  return {
    sequence: readU32(fragment, objectsAt + 4),
    user: readU16(fragment, objectsAt + 8),
    signed: fragment.slice(0, macAt),
    mac: fragment.slice(macAt + MAC_HEADER_OCTETS),
    inner: Uint8Array.from([...fragment.subarray(0, objectsAt), ...fragment.subarray(innerAt, macAt)]),
  };
}

/** Makes a fragment one of aggressive mode; `mac` gets what it is computed over. */
export function joinAggressive(fragment: Uint8Array, objectsAt: number, request: { readonly sequence: number; readonly user: number }, mac: (signed: Uint8Array) => Uint8Array): Uint8Array {
  const object = Buffer.alloc(REQUEST_OCTETS);
  object.set([AUTH_GROUP, 3, 0x07, 1]);
  object.writeUInt32LE(request.sequence, 4);
  object.writeUInt16LE(request.user, 8);
  const signed = Uint8Array.from(Buffer.concat([fragment.subarray(0, objectsAt), object, fragment.subarray(objectsAt)]));
  const value = mac(signed);
  return Uint8Array.from(Buffer.concat([signed, Uint8Array.of(AUTH_GROUP, 9, 0x5b, 1, value.length & 0xff, value.length >> 8), value]));
}
