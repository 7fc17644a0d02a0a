import { MBAP_HEADER_OCTETS, sealMbapFrame } from './mbap-framing';
import type { Encoded } from './decoded';
import type { ModbusRequest } from './pdu';
import { encodeRequest } from './request-codec';
import { RTU_AFTER, RTU_BEFORE, sealRtuFrame } from './rtu-framing';

/**
 * The frame a request becomes, for showing before it is sent. On MBAP the transaction identifier is given out when the
 * request is sent: `transactionId` stands in for it.
 */
export function previewRequest(framing: 'mbap' | 'rtu', unit: number, request: ModbusRequest, transactionId = 0): Encoded {
  const encoded = framing === 'mbap' ? encodeRequest(request, MBAP_HEADER_OCTETS) : encodeRequest(request, RTU_BEFORE, RTU_AFTER);
  if (encoded.kind === 'invalid') return encoded;
  if (framing === 'mbap') sealMbapFrame(encoded.octets, transactionId, unit);
  else sealRtuFrame(encoded.octets, unit);
  return encoded;
}
