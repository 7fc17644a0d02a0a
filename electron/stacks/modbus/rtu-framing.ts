import { crc16 } from './crc16';
import type { Decoded } from './decoded';
import { MAX_PDU_OCTETS } from './limits';
import { PDU_LENGTH_NEEDS_MORE, PDU_LENGTH_UNKNOWN, pduLength, type PduDirection } from './pdu-length';

/** Octets an RTU frame adds before and behind a PDU. */
export const RTU_BEFORE = 1;
export const RTU_AFTER = 2;
export const RTU_MAX_OCTETS = RTU_BEFORE + MAX_PDU_OCTETS + RTU_AFTER;
/** Unit, function code, checksum. */
export const RTU_MIN_OCTETS = 4;

export interface RtuFrame {
  readonly unit: number;
  readonly pdu: Uint8Array;
  /** The whole frame, checksum included. */
  readonly octets: Uint8Array;
}

/** Why a frame is bad, for the counters. */
export const CRC_REASON = 'the checksum is wrong';

/** Fills in unit and checksum around a PDU encoded with RTU_BEFORE and RTU_AFTER octets of room. */
export function sealRtuFrame(octets: Uint8Array, unit: number): void {
  octets[0] = unit;
  const end = octets.length - RTU_AFTER;
  const crc = crc16(octets, 0, end);
  octets[end] = crc & 0xff;
  octets[end + 1] = crc >> 8;
}

/**
 * Cuts one RTU frame that begins at `start`. The length is told from the function code; of function codes not held here
 * it cannot be told, and the caller has to wait for silence and use `decodeWholeRtuFrame`.
 */
export function decodeRtuFrame(octets: Uint8Array, start: number, direction: PduDirection): Decoded<RtuFrame> {
  const available = octets.length - start;
  if (available < 2) return { kind: 'need-more', atLeast: RTU_MIN_OCTETS - available };
  const length = pduLength(direction, octets, start + RTU_BEFORE);
  if (length === PDU_LENGTH_UNKNOWN) return { kind: 'bad', reason: `the length of function ${octets[start + 1]} is not known`, octets: octets.subarray(start) };
  if (length === PDU_LENGTH_NEEDS_MORE) return { kind: 'need-more', atLeast: 1 };
  const total = RTU_BEFORE + length + RTU_AFTER;
  if (total > RTU_MAX_OCTETS) return { kind: 'bad', reason: `a byte count that makes ${total} octets; 256 are allowed`, octets: octets.subarray(start) };
  if (available < total) return { kind: 'need-more', atLeast: total - available };
  return checkedFrame(octets.subarray(start, start + total));
}

/** Takes all octets as one frame, as seen between two silences, whatever its function code. */
export function decodeWholeRtuFrame(octets: Uint8Array): Decoded<RtuFrame> {
  if (octets.length < RTU_MIN_OCTETS) return { kind: 'need-more', atLeast: RTU_MIN_OCTETS - octets.length };
  if (octets.length > RTU_MAX_OCTETS) return { kind: 'bad', reason: `${octets.length} octets without a silence; 256 are allowed`, octets };
  return checkedFrame(octets);
}

function checkedFrame(frame: Uint8Array): Decoded<RtuFrame> {
  const end = frame.length - RTU_AFTER;
  const crc = crc16(frame, 0, end);
  if (frame[end] !== (crc & 0xff) || frame[end + 1] !== crc >> 8) return { kind: 'bad', reason: CRC_REASON, octets: frame };
  return { kind: 'value', value: { unit: frame[0] ?? 0, pdu: frame.subarray(RTU_BEFORE, end), octets: frame }, used: frame.length };
}
