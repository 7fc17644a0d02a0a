import { readU16, readU32, readU48 } from './octets';
import { OctetWriter } from './octet-writer';

/** Variation 1: authenticate what you sent. */
export interface AuthChallenge {
  readonly sequence: number;
  /** 0 where the challenger does not know the user. */
  readonly user: number;
  readonly macAlgorithm: number;
  readonly reason: number;
  readonly data: Uint8Array;
}

/** Variation 2: the MAC over challenge and challenged fragment. */
export interface AuthReply {
  readonly sequence: number;
  readonly user: number;
  readonly mac: Uint8Array;
}

/** Variation 5. A MAC is there when it answers a session key change. */
export interface AuthKeyStatus {
  readonly sequence: number;
  readonly user: number;
  readonly keyWrap: number;
  readonly status: number;
  readonly macAlgorithm: number;
  readonly data: Uint8Array;
  readonly mac: Uint8Array;
}

/** Variation 6: new session keys, wrapped with the update key. */
export interface AuthKeyChange {
  readonly sequence: number;
  readonly user: number;
  readonly wrapped: Uint8Array;
}

/** Variation 7. */
export interface AuthError {
  readonly sequence: number;
  readonly user: number;
  readonly association: number;
  readonly code: number;
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly time: number;
  readonly text: string;
}

/** Variation 8: certificate type 1 is an identity, 2 an attribute certificate (IEC/TS 62351-8). */
export interface AuthCertificate {
  readonly method: number;
  readonly type: number;
  readonly certificate: Uint8Array;
}

/** Challenge data is 4 octets at least (from memory of group 120 variation 1); more than 64 serves nothing. */
export const MIN_CHALLENGE = 4;
export const MAX_CHALLENGE = 64;

const isChallenge = (length: number): boolean => length >= MIN_CHALLENGE && length <= MAX_CHALLENGE;

export function encodeChallenge({ sequence, user, macAlgorithm, reason, data }: AuthChallenge): Uint8Array {
  return written(8 + data.length, (writer) => {
    writer.u32(sequence);
    writer.u16(user);
    writer.u8(macAlgorithm);
    writer.u8(reason);
    writer.bytes(data);
  });
}

/** Each decoder: the object, or undefined where the octets are none. */
export function decodeChallenge(octets: Uint8Array): AuthChallenge | undefined {
  if (!isChallenge(octets.length - 8)) return undefined;
  return { sequence: readU32(octets, 0), user: readU16(octets, 4), macAlgorithm: octets[6] ?? 0, reason: octets[7] ?? 0, data: octets.slice(8) };
}

export function encodeReply({ sequence, user, mac }: AuthReply): Uint8Array {
  return sequenced(sequence, user, mac);
}

export function decodeReply(octets: Uint8Array): AuthReply | undefined {
  return octets.length <= 6 ? undefined : { sequence: readU32(octets, 0), user: readU16(octets, 4), mac: octets.slice(6) };
}

export function encodeKeyStatus({ sequence, user, keyWrap, status, macAlgorithm, data, mac }: AuthKeyStatus): Uint8Array {
  return written(11 + data.length + mac.length, (writer) => {
    writer.u32(sequence);
    writer.u16(user);
    writer.u8(keyWrap);
    writer.u8(status);
    writer.u8(macAlgorithm);
    writer.u16(data.length);
    writer.bytes(data);
    writer.bytes(mac);
  });
}

export function decodeKeyStatus(octets: Uint8Array): AuthKeyStatus | undefined {
  if (octets.length < 11) return undefined;
  const dataOctets = readU16(octets, 9);
  if (!isChallenge(dataOctets) || octets.length < 11 + dataOctets) return undefined;
  return {
    sequence: readU32(octets, 0),
    user: readU16(octets, 4),
    keyWrap: octets[6] ?? 0,
    status: octets[7] ?? 0,
    macAlgorithm: octets[8] ?? 0,
    data: octets.slice(11, 11 + dataOctets),
    mac: octets.slice(11 + dataOctets),
  };
}

export function encodeKeyChange({ sequence, user, wrapped }: AuthKeyChange): Uint8Array {
  return sequenced(sequence, user, wrapped);
}

export function decodeKeyChange(octets: Uint8Array): AuthKeyChange | undefined {
  return octets.length <= 6 ? undefined : { sequence: readU32(octets, 0), user: readU16(octets, 4), wrapped: octets.slice(6) };
}

export function encodeAuthError({ sequence, user, association, code, time, text }: AuthError): Uint8Array {
  const own = Buffer.from(text, 'utf8');
  return written(15 + own.length, (writer) => {
    writer.u32(sequence);
    writer.u16(user);
    writer.u16(association);
    writer.u8(code);
    writer.u48(time);
    writer.bytes(own);
  });
}

export function decodeAuthError(octets: Uint8Array): AuthError | undefined {
  if (octets.length < 15) return undefined;
  const text = Buffer.from(octets.subarray(15)).toString('utf8');
  return { sequence: readU32(octets, 0), user: readU16(octets, 4), association: readU16(octets, 6), code: octets[8] ?? 0, time: readU48(octets, 9), text };
}

export function encodeCertificate({ method, type, certificate }: AuthCertificate): Uint8Array {
  return Uint8Array.of(method, type, ...certificate);
}

export function decodeCertificate(octets: Uint8Array): AuthCertificate | undefined {
  return octets.length <= 2 ? undefined : { method: octets[0] ?? 0, type: octets[1] ?? 0, certificate: octets.slice(2) };
}

function sequenced(sequence: number, user: number, rest: Uint8Array): Uint8Array {
  return written(6 + rest.length, (writer) => {
    writer.u32(sequence);
    writer.u16(user);
    writer.bytes(rest);
  });
}

function written(octets: number, write: (writer: OctetWriter) => void): Uint8Array {
  const writer = new OctetWriter(octets);
  write(writer);
  return writer.take();
}
