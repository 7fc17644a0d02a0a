import { sameOctets } from './auth-mac';
import { OctetWriter } from './octet-writer';
import { readU16 } from './octets';

/** One user's session keys, of one length: 16 to 32 octets. */
export interface SessionKeys {
  /** Authenticates what a master sends. */
  readonly control: Uint8Array;
  /** Authenticates what an outstation sends. */
  readonly monitoring: Uint8Array;
}

const MIN_KEY = 16;
const MAX_KEY = 32;
const BLOCK = 8;

/**
 * What a session key change wraps: the length of a key, both keys, the last session key status without its MAC, zeros up to
 * a multiple of 8 octets.
 */
export function packSessionKeys({ control, monitoring }: SessionKeys, status: Uint8Array): Uint8Array {
  const octets = 2 + control.length + monitoring.length + status.length;
  const writer = new OctetWriter(Math.ceil(octets / BLOCK) * BLOCK);
  writer.u16(control.length);
  writer.bytes(control);
  writer.bytes(monitoring);
  writer.bytes(status);
  while (writer.room > 0) writer.u8(0);
  return writer.take();
}

/** The keys, when the status behind them is the one that was sent. */
export function unpackSessionKeys(data: Uint8Array, status: Uint8Array): SessionKeys | undefined {
  const length = readU16(data, 0);
  const statusAt = 2 + 2 * length;
  const end = statusAt + status.length;
  if (length < MIN_KEY || length > MAX_KEY || data.length !== Math.ceil(end / BLOCK) * BLOCK) return undefined;
  if (!sameOctets(data.subarray(statusAt, end), status) || data.subarray(end).some((octet) => octet !== 0)) return undefined;
  return { control: data.slice(2, 2 + length), monitoring: data.slice(2 + length, statusAt) };
}
