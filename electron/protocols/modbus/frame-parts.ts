import { cutAsciiFrame, MBAP_HEADER_OCTETS, RTU_AFTER, RTU_BEFORE } from '../../stacks/modbus';

export type Framing = 'mbap' | 'rtu' | 'ascii';

/** What a frame carries, whether or not its checksum is right. */
export interface FrameParts {
  readonly unit: number;
  /** Of MBAP alone. */
  readonly transaction: number | null;
  readonly pdu: Uint8Array;
}

/** Null where the octets are too few for a function code. */
export function frameParts(octets: Uint8Array, framing: Framing): FrameParts | null {
  if (framing === 'ascii') {
    const cut = cutAsciiFrame(octets);
    return cut.kind === 'frame' && cut.frame.pdu.length > 0 ? { unit: cut.frame.unit, transaction: null, pdu: cut.frame.pdu } : null;
  }
  if (framing === 'rtu') {
    if (octets.length <= RTU_BEFORE + RTU_AFTER) return null;
    return { unit: octets[0] ?? 0, transaction: null, pdu: octets.subarray(RTU_BEFORE, octets.length - RTU_AFTER) };
  }
  if (octets.length <= MBAP_HEADER_OCTETS) return null;
  return { unit: octets[6] ?? 0, transaction: ((octets[0] ?? 0) << 8) | (octets[1] ?? 0), pdu: octets.subarray(MBAP_HEADER_OCTETS) };
}
