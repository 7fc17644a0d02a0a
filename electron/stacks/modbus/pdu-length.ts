import { DEVICE_ID_HEADER, MEI_DEVICE_ID } from './device-id-codec';
import { readU16 } from './octets';

export type PduDirection = 'request' | 'response';

/** Answers of `pduLength` that are no length. */
export const PDU_LENGTH_NEEDS_MORE = 0;
export const PDU_LENGTH_UNKNOWN = -1;

/**
 * How many octets the PDU that begins at `offset` has, told from its function code and, where it has one, its byte
 * count. RTU frames carry no length, so this is how they are cut without waiting for a silence.
 * PDU_LENGTH_NEEDS_MORE when the octets end before that can be told, PDU_LENGTH_UNKNOWN for function codes not held here.
 * Diagnostics (8) is taken to have two octets of data: a query of more (sub-function 0) is told by the silence behind it.
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
    case 8:
      return 5;
    case 7:
    case 11:
    case 12:
    case 17:
      return 1;
    case 15:
    case 16:
      return counted(6, octets[offset + 5]);
    case 20:
    case 21:
      return counted(2, octets[offset + 1]);
    case 22:
      return 7;
    case 23:
      return counted(10, octets[offset + 9]);
    case 24:
      return 3;
    case 43:
      return encapsulated(octets[offset + 1], () => 4);
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
    case 4:
    case 12:
    case 17:
    case 20:
    case 21:
    case 23:
      return counted(2, octets[offset + 1]);
    case 5:
    case 6:
    case 8:
    case 11:
    case 15:
    case 16:
      return 5;
    case 7:
      return 2;
    case 22:
      return 7;
    case 24:
      return offset + 3 > octets.length ? PDU_LENGTH_NEEDS_MORE : 3 + readU16(octets, offset + 1);
    case 43:
      return encapsulated(octets[offset + 1], () => deviceIdLength(octets, offset));
    default:
      return PDU_LENGTH_UNKNOWN;
  }
}

function counted(before: number, byteCount: number | undefined): number {
  return byteCount === undefined ? PDU_LENGTH_NEEDS_MORE : before + byteCount;
}

function encapsulated(meiType: number | undefined, length: () => number): number {
  if (meiType === undefined) return PDU_LENGTH_NEEDS_MORE;
  return meiType === MEI_DEVICE_ID ? length() : PDU_LENGTH_UNKNOWN;
}

/** Told object by object. */
function deviceIdLength(octets: Uint8Array, offset: number): number {
  const objects = octets[offset + DEVICE_ID_HEADER - 1];
  if (objects === undefined) return PDU_LENGTH_NEEDS_MORE;
  let length = DEVICE_ID_HEADER;
  for (let i = 0; i < objects; i += 1) {
    const valueLength = octets[offset + length + 1];
    if (valueLength === undefined) return PDU_LENGTH_NEEDS_MORE;
    length += 2 + valueLength;
  }
  return length;
}
