import { ASCII_AFTER, ASCII_BEFORE, sealAsciiFrame } from './ascii-framing';
import type { Encoded } from './decoded';
import type { ModbusFraming } from './delivery';
import { MBAP_HEADER_OCTETS, sealMbapFrame } from './mbap-framing';
import type { ModbusRequest } from './pdu';
import { encodeRequest } from './request-codec';
import { RTU_AFTER, RTU_BEFORE, sealRtuFrame } from './rtu-framing';

/**
 * The frame a request becomes, for showing before it is sent. On MBAP the transaction identifier is given out when the
 * request is sent: `transactionId` stands in for it.
 */
export function previewRequest(framing: ModbusFraming, unit: number, request: ModbusRequest, transactionId = 0): Encoded {
  switch (framing) {
    case 'mbap': {
      const encoded = encodeRequest(request, MBAP_HEADER_OCTETS);
      if (encoded.kind === 'octets') sealMbapFrame(encoded.octets, transactionId, unit);
      return encoded;
    }
    case 'rtu': {
      const encoded = encodeRequest(request, RTU_BEFORE, RTU_AFTER);
      if (encoded.kind === 'octets') sealRtuFrame(encoded.octets, unit);
      return encoded;
    }
    default: {
      const encoded = encodeRequest(request, ASCII_BEFORE, ASCII_AFTER);
      return encoded.kind === 'octets' ? { kind: 'octets', octets: sealAsciiFrame(encoded.octets, unit) } : encoded;
    }
  }
}
