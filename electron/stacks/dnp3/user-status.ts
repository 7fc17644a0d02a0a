import { createHmac } from 'node:crypto';
import { sameOctets } from './auth-mac';
import type { UserStatusChange } from './auth-update-objects';
import { OctetWriter } from './octet-writer';
import { UPDATE_KEY_METHOD, type UpdateKeyAuthority } from './update-key-change';

/** What becomes of the user (group 120 variation 10, as an independent C++ stack has them). */
export const USER_OPERATION = { add: 1, delete: 2, change: 3 } as const;
export type UserOperation = keyof typeof USER_OPERATION;

const FIXED_OCTETS = 11;

/** A change as the authority of a symmetric method decides it; its public key is empty. */
export interface UserStatus {
  readonly operation: UserOperation;
  /** Only grows, over all users and all masters of an outstation: 0 to 4,294,967,295. */
  readonly sequence: number;
  /** One of USER_ROLE. */
  readonly role: number;
  /** Days from the time the outstation takes it, by its clock: 1 to 65535. What 0 means was not at hand. */
  readonly roleExpiryDays: number;
  /** The name under which the authority knows the user: 1 to 255 octets of UTF-8. */
  readonly name: string;
}

/** The object with the authority's MAC. */
export function certifiedStatus(authority: UpdateKeyAuthority, { operation, sequence, role, roleExpiryDays, name }: UserStatus): UserStatusChange {
  const change = { method: authority.method, operation: USER_OPERATION[operation], sequence, role, roleExpiry: roleExpiryDays, name, publicKey: new Uint8Array(0) };
  return { ...change, certification: certification(authority, change) };
}

/** Whether the change comes from the authority, as it stands there. A symmetric method has no public key. */
export function isCertified(authority: UpdateKeyAuthority, change: UserStatusChange): boolean {
  return change.method === authority.method && change.publicKey.length === 0 && sameOctets(certification(authority, change), change.certification);
}

/**
 * The authority's MAC: over operation, sequence number, role, expiry, length of the name and name, uncut, as an independent
 * C++ stack has it for SHA-256. That SHA-1 of method 3 is not cut either is by analogy.
 */
function certification({ certificationKey, method }: UpdateKeyAuthority, { operation, sequence, role, roleExpiry, name }: Omit<UserStatusChange, 'certification'>): Uint8Array {
  const octets = Buffer.from(name, 'utf8');
  const writer = new OctetWriter(FIXED_OCTETS + octets.length);
  writer.u8(operation);
  writer.u32(sequence);
  writer.u16(role);
  writer.u16(roleExpiry);
  writer.u16(octets.length);
  writer.bytes(octets);
  return Uint8Array.from(createHmac(method === UPDATE_KEY_METHOD.aes128Sha1 ? 'sha1' : 'sha256', certificationKey).update(writer.take()).digest());
}
