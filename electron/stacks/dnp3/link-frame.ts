import { crcDnp } from './crc';
import type { Decoded, Encoded } from './decoded';
import { readU16, writeU16 } from './octets';

export const LINK_HEADER_OCTETS = 10;
/** The length octet counts control, destination, source and user data: 5 to 255. */
export const LINK_MIN_LENGTH = 5;
export const LINK_MAX_USER_OCTETS = 250;
export const LINK_MAX_OCTETS = 292;
const BLOCK_OCTETS = 16;
const START_1 = 0x05;
const START_2 = 0x64;

export const PRIMARY = { resetLink: 0, testLink: 2, confirmedData: 3, unconfirmedData: 4, requestStatus: 9 } as const;
export const SECONDARY = { ack: 0, nack: 1, linkStatus: 11, notSupported: 15 } as const;

/** One frame of the data link layer. */
export interface LinkFrame {
  /** DIR: true when a master sends. */
  readonly fromMaster: boolean;
  /** PRM: true when the sender starts a transaction, false when it answers. */
  readonly primary: boolean;
  /** Frame count bit; false in answers. */
  readonly fcb: boolean;
  /** FCV in a primary's frame (the frame count bit counts), DFC in an answer (data flow control: hold back). */
  readonly fcvOrDfc: boolean;
  /** 0 to 15. */
  readonly functionCode: number;
  readonly destination: number;
  readonly source: number;
  /** Up to 250 octets, without checksums. */
  readonly userData: Uint8Array;
}

/** Why a frame is bad, for the counters. */
export const HEADER_CRC_REASON = 'the header checksum is wrong';
export const BODY_CRC_REASON = 'the checksum of a data block is wrong';

/** How many octets a frame with so much user data has on the wire. */
export function linkFrameOctets(userOctets: number): number {
  return LINK_HEADER_OCTETS + userOctets + 2 * Math.ceil(userOctets / BLOCK_OCTETS);
}

/** A frame in FT3 format: a header of 8 octets, user data in blocks of 16, each with its checksum. */
export function encodeLinkFrame(frame: LinkFrame): Encoded {
  const { userData, functionCode, destination, source } = frame;
  if (userData.length > LINK_MAX_USER_OCTETS) return { kind: 'invalid', reason: `${userData.length} octets of user data; ${LINK_MAX_USER_OCTETS} are allowed` };
  if (!Number.isInteger(functionCode) || functionCode < 0 || functionCode > 15) return { kind: 'invalid', reason: `link function ${functionCode}; 0 to 15 are allowed` };
  for (const address of [destination, source]) {
    if (!Number.isInteger(address) || address < 0 || address > 0xffff) return { kind: 'invalid', reason: `address ${address}; 0 to 65535 are allowed` };
  }
  const octets = new Uint8Array(linkFrameOctets(userData.length));
  octets[0] = START_1;
  octets[1] = START_2;
  octets[2] = LINK_MIN_LENGTH + userData.length;
  octets[3] = (frame.fromMaster ? 0x80 : 0) | (frame.primary ? 0x40 : 0) | (frame.fcb ? 0x20 : 0) | (frame.fcvOrDfc ? 0x10 : 0) | functionCode;
  writeU16(octets, 4, destination);
  writeU16(octets, 6, source);
  writeU16(octets, 8, crcDnp(octets, 0, 8));
  let to = LINK_HEADER_OCTETS;
  for (let from = 0; from < userData.length; from += BLOCK_OCTETS) {
    const block = userData.subarray(from, from + BLOCK_OCTETS);
    octets.set(block, to);
    writeU16(octets, to + block.length, crcDnp(block));
    to += block.length + 2;
  }
  return { kind: 'octets', octets };
}

/** Cuts one frame that begins at `start`. What is bad there says nothing of what follows: see `LinkParser` for finding the next frame. */
export function decodeLinkFrame(octets: Uint8Array, start: number): Decoded<LinkFrame> {
  const available = octets.length - start;
  const bad = (reason: string): Decoded<LinkFrame> => ({ kind: 'bad', reason, octets: octets.subarray(start) });
  if ((available > 0 && octets[start] !== START_1) || (available > 1 && octets[start + 1] !== START_2)) return bad('it does not begin with 05 64');
  if (available < LINK_HEADER_OCTETS) return { kind: 'need-more', atLeast: LINK_HEADER_OCTETS - available };
  if (readU16(octets, start + 8) !== crcDnp(octets, start, start + 8)) return bad(HEADER_CRC_REASON);
  const length = octets[start + 2] ?? 0;
  if (length < LINK_MIN_LENGTH) return bad(`length ${length}; at least ${LINK_MIN_LENGTH} is needed`);
  const userOctets = length - LINK_MIN_LENGTH;
  const total = linkFrameOctets(userOctets);
  if (available < total) return { kind: 'need-more', atLeast: total - available };
  const userData = new Uint8Array(userOctets);
  let from = start + LINK_HEADER_OCTETS;
  for (let to = 0; to < userOctets; to += BLOCK_OCTETS) {
    const end = from + Math.min(BLOCK_OCTETS, userOctets - to);
    if (readU16(octets, end) !== crcDnp(octets, from, end)) return bad(BODY_CRC_REASON);
    userData.set(octets.subarray(from, end), to);
    from = end + 2;
  }
  const control = octets[start + 3] ?? 0;
  return {
    kind: 'value',
    value: {
      fromMaster: (control & 0x80) !== 0,
      primary: (control & 0x40) !== 0,
      fcb: (control & 0x20) !== 0,
      fcvOrDfc: (control & 0x10) !== 0,
      functionCode: control & 0x0f,
      destination: readU16(octets, start + 4),
      source: readU16(octets, start + 6),
      userData,
    },
    used: total,
  };
}

/** Why a frame with right checksums breaks the rules of its function, or undefined. */
export function linkFrameFault(frame: LinkFrame): string | undefined {
  const { primary, functionCode, fcb, fcvOrDfc, userData } = frame;
  if (!primary) {
    if (fcb) return 'a frame count bit in an answer';
    return userData.length === 0 ? undefined : 'user data in an answer';
  }
  const counted = functionCode === PRIMARY.testLink || functionCode === PRIMARY.confirmedData;
  const known = counted || functionCode === PRIMARY.resetLink || functionCode === PRIMARY.unconfirmedData || functionCode === PRIMARY.requestStatus;
  // An unknown function is not damaged: it is answered with "not supported".
  if (!known) return undefined;
  if (counted !== fcvOrDfc) return counted ? 'the frame count bit is not marked valid' : 'a frame count bit where none belongs';
  const carries = functionCode === PRIMARY.confirmedData || functionCode === PRIMARY.unconfirmedData;
  if (carries && userData.length === 0) return 'no user data where some belongs';
  return !carries && userData.length > 0 ? 'user data where none belongs' : undefined;
}
