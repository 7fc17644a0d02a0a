export type PduDirection = 'request' | 'response';

/** Answers of `pduLength` that are no length. */
export const PDU_LENGTH_NEEDS_MORE = 0;
export const PDU_LENGTH_UNKNOWN = -1;

/**
 * How many octets the PDU that begins at `offset` has, told from its function code and, where it has one, its byte
 * count. RTU frames carry no length, so this is how they are cut without waiting for a silence.
 * PDU_LENGTH_NEEDS_MORE when the octets end before that can be told, PDU_LENGTH_UNKNOWN for function codes not held here.
 */
export function pduLength(direction: PduDirection, octets: Uint8Array, offset: number): number {
  const functionCode = octets[offset];
  if (functionCode === undefined) return PDU_LENGTH_NEEDS_MORE;
  return direction === 'request' ? requestLength(functionCode, octets, offset) : responseLength(functionCode, octets, offset);
}

function requestLength(functionCode: number, octets: Uint8Array, offset: number): number {
  switch (functionCode) {
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
      return 5;
    case 15:
    case 16: {
      const byteCount = octets[offset + 5];
      return byteCount === undefined ? PDU_LENGTH_NEEDS_MORE : 6 + byteCount;
    }
    default:
      return PDU_LENGTH_UNKNOWN;
  }
}

function responseLength(functionCode: number, octets: Uint8Array, offset: number): number {
  if (functionCode >= 0x80) return 2;
  switch (functionCode) {
    case 1:
    case 2:
    case 3:
    case 4: {
      const byteCount = octets[offset + 1];
      return byteCount === undefined ? PDU_LENGTH_NEEDS_MORE : 2 + byteCount;
    }
    case 5:
    case 6:
    case 15:
    case 16:
      return 5;
    default:
      return PDU_LENGTH_UNKNOWN;
  }
}
