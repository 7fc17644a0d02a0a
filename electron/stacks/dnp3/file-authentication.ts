import { OctetWriter } from './octet-writer';
import { readU16, readU32 } from './octets';

/**
 * Group 70 variation 2: who wants at files, and the key that is given for it. In a request the key is 0; in a response a key
 * of 0 refuses (as an independent Rust stack has both). The password goes over the line as it is.
 */
export interface FileAuthentication {
  readonly user: string;
  readonly password: string;
  readonly key: number;
}

const FIELD_OCTETS = 12;

/** Name and password: 0 to 65,523 octets of UTF-8 together. */
export function encodeFileAuthentication({ user, password, key }: FileAuthentication): Uint8Array {
  const [name, secret] = [Buffer.from(user, 'utf8'), Buffer.from(password, 'utf8')];
  const writer = new OctetWriter(FIELD_OCTETS + name.length + secret.length);
  writer.u16(FIELD_OCTETS);
  writer.u16(name.length);
  writer.u16(FIELD_OCTETS + name.length);
  writer.u16(secret.length);
  writer.u32(key);
  writer.bytes(name);
  writer.bytes(secret);
  return writer.take();
}

/** Undefined when the octets are none: too short, or a string outside of them or within the fields. */
export function decodeFileAuthentication(octets: Uint8Array): FileAuthentication | undefined {
  if (octets.length < FIELD_OCTETS) return undefined;
  const user = textAt(octets, 0);
  const password = textAt(octets, 4);
  return user === undefined || password === undefined ? undefined : { user, password, key: readU32(octets, 8) };
}

/** Group 70 variation 8: the name of a file, as an activation of configurations names one. The object has no other field. */
export function encodeFileSpecification(name: string): Uint8Array {
  return Uint8Array.from(Buffer.from(name, 'utf8'));
}

export function decodeFileSpecification(octets: Uint8Array): string {
  return Buffer.from(octets).toString('utf8');
}

/** The string whose offset and length stand at `at`. */
function textAt(octets: Uint8Array, at: number): string | undefined {
  const offset = readU16(octets, at);
  const length = readU16(octets, at + 2);
  if (length === 0) return '';
  return offset < FIELD_OCTETS || offset + length > octets.length ? undefined : Buffer.from(octets.subarray(offset, offset + length)).toString('utf8');
}
