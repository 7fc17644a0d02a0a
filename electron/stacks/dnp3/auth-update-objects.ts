import { OctetWriter } from './octet-writer';
import { readU16, readU32 } from './octets';

/**
 * Group 120 variations 10 to 13: users and update keys changed by an authority, read and written. Variations 14 (digital
 * signature) and 15 (MAC) have one field, which are all their octets.
 */
export interface UserStatusChange {
  readonly method: number;
  /** 1 add, 2 delete, 3 change. */
  readonly operation: number;
  readonly sequence: number;
  readonly role: number;
  /** Days. */
  readonly roleExpiry: number;
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly certification: Uint8Array;
}

export interface UpdateKeyChangeRequest {
  readonly method: number;
  readonly name: string;
  readonly data: Uint8Array;
}

/** Variation 12 (the outstation's challenge data) and variation 13 (the encrypted update key). */
export interface UpdateKeyPart {
  readonly sequence: number;
  readonly user: number;
  readonly data: Uint8Array;
}

export function encodeUserStatusChange(change: UserStatusChange): Uint8Array {
  return prefixed([Buffer.from(change.name, 'utf8'), change.publicKey, change.certification], 10, (writer) => {
    writer.u8(change.method);
    writer.u8(change.operation);
    writer.u32(change.sequence);
    writer.u16(change.role);
    writer.u16(change.roleExpiry);
  });
}

export function decodeUserStatusChange(octets: Uint8Array): UserStatusChange | undefined {
  const parts = readPrefixed(octets, 10, 3);
  const [name, publicKey, certification] = parts ?? [];
  if (name === undefined || publicKey === undefined || certification === undefined) return undefined;
  return { method: octets[0] ?? 0, operation: octets[1] ?? 0, sequence: readU32(octets, 2), role: readU16(octets, 6), roleExpiry: readU16(octets, 8), name: Buffer.from(name).toString('utf8'), publicKey, certification };
}

export function encodeUpdateKeyChangeRequest({ method, name, data }: UpdateKeyChangeRequest): Uint8Array {
  return prefixed([Buffer.from(name, 'utf8'), data], 1, (writer) => writer.u8(method));
}

export function decodeUpdateKeyChangeRequest(octets: Uint8Array): UpdateKeyChangeRequest | undefined {
  const [name, data] = readPrefixed(octets, 1, 2) ?? [];
  return name === undefined || data === undefined ? undefined : { method: octets[0] ?? 0, name: Buffer.from(name).toString('utf8'), data };
}

export function encodeUpdateKeyPart({ sequence, user, data }: UpdateKeyPart): Uint8Array {
  return prefixed([data], 6, (writer) => {
    writer.u32(sequence);
    writer.u16(user);
  });
}

export function decodeUpdateKeyPart(octets: Uint8Array): UpdateKeyPart | undefined {
  const [data] = readPrefixed(octets, 6, 1) ?? [];
  return data === undefined ? undefined : { sequence: readU32(octets, 0), user: readU16(octets, 4), data };
}

/** Fixed fields, then the lengths of the parts, then the parts. */
function prefixed(parts: readonly Uint8Array[], fixed: number, write: (writer: OctetWriter) => void): Uint8Array {
  const writer = new OctetWriter(fixed + parts.reduce((sum, { length }) => sum + 2 + length, 0));
  write(writer);
  for (const { length } of parts) writer.u16(length);
  for (const part of parts) writer.bytes(part);
  return writer.take();
}

/** The parts, when they fill the octets exactly. */
function readPrefixed(octets: Uint8Array, fixed: number, count: number): Uint8Array[] | undefined {
  if (octets.length < fixed + 2 * count) return undefined;
  const lengths = Array.from({ length: count }, (_, i) => readU16(octets, fixed + 2 * i));
  let at = fixed + 2 * count;
  if (octets.length !== at + lengths.reduce((sum, length) => sum + length, 0)) return undefined;
  return lengths.map((length) => {
    const part = octets.slice(at, at + length);
    at += length;
    return part;
  });
}
