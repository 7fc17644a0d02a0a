import { RUNS_PAST_END } from './field-checks';
import type { ModbusExceptionResponse, ModbusRequest } from './pdu';
import { decodeRequest } from './request-codec';

/** What a server makes of a request's PDU: the request, or the exception that answers it at once. */
export type ServerRequest =
  | { readonly kind: 'request'; readonly request: ModbusRequest }
  | { readonly kind: 'refused'; readonly response: ModbusExceptionResponse };

/**
 * Judges a whole request PDU as the standard's state diagrams do (V1.1b3, section 6): a function code that no request can
 * have is exception 1, an end beyond address 65535 is exception 2, everything else that is wrong is exception 3. A
 * function code not held here is a raw request: its unit may know it.
 */
export function judgeRequest(pdu: Uint8Array): ServerRequest {
  const functionCode = pdu[0] ?? 0;
  const refused = (exception: number): ServerRequest => ({ kind: 'refused', response: { functionCode: functionCode & 0x7f, exception } });
  if (functionCode === 0 || functionCode >= 0x80) return refused(1);
  const decoded = decodeRequest(pdu);
  if (decoded.kind === 'value' && decoded.used === pdu.length) return { kind: 'request', request: decoded.value };
  return refused(decoded.kind === 'bad' && decoded.reason.includes(RUNS_PAST_END) ? 2 : 3);
}
