import type { Decoded } from './decoded';
import { MAX_PDU_OCTETS } from './limits';
import { readU16, writeU16 } from './octets';

/** Octets of the MBAP header: transaction identifier, protocol identifier, length, unit identifier. */
export const MBAP_HEADER_OCTETS = 7;
export const MBAP_MAX_OCTETS = MBAP_HEADER_OCTETS + MAX_PDU_OCTETS;
/** The length field counts the unit identifier and the PDU. */
export const MBAP_MIN_LENGTH = 2;
export const MBAP_MAX_LENGTH = 1 + MAX_PDU_OCTETS;

export interface MbapFrame {
  readonly transactionId: number;
  readonly unit: number;
  /** The whole frame; its PDU begins at MBAP_HEADER_OCTETS. */
  readonly octets: Uint8Array;
}

/** Fills in the header before a PDU encoded with MBAP_HEADER_OCTETS of room (Modbus Messaging on TCP/IP V1.0b, 3.1.3). */
export function sealMbapFrame(octets: Uint8Array, transactionId: number, unit: number): void {
  writeU16(octets, 0, transactionId);
  writeU16(octets, 2, 0);
  writeU16(octets, 4, octets.length - 6);
  octets[6] = unit;
}

/**
 * Cuts one MBAP frame that begins at `start`. A protocol identifier other than 0 or a length outside 2 to 254 is bad:
 * the stream's frame borders are lost then, and only a new connection finds them again.
 */
export function decodeMbapFrame(octets: Uint8Array, start: number): Decoded<MbapFrame> {
  const available = octets.length - start;
  if (available >= 4 && readU16(octets, start + 2) !== 0) {
    return { kind: 'bad', reason: `protocol identifier ${readU16(octets, start + 2)}; Modbus has 0`, octets: octets.subarray(start) };
  }
  if (available < 6) return { kind: 'need-more', atLeast: MBAP_HEADER_OCTETS + 1 - available };
  const length = readU16(octets, start + 4);
  if (length < MBAP_MIN_LENGTH || length > MBAP_MAX_LENGTH) {
    return { kind: 'bad', reason: `length ${length} in the header; ${MBAP_MIN_LENGTH} to ${MBAP_MAX_LENGTH} are allowed`, octets: octets.subarray(start) };
  }
  const total = 6 + length;
  if (available < total) return { kind: 'need-more', atLeast: total - available };
  const frame = start === 0 && available === total ? octets : octets.subarray(start, start + total);
  return {
    kind: 'value',
    value: { transactionId: readU16(frame, 0), unit: frame[6] ?? 0, octets: frame },
    used: total,
  };
}
