import type { ModbusFailure, ModbusRequest } from '../../stacks/modbus';
import type { ExchangeResult, LineUser } from './request-queue';
import { isGatewayException } from './trouble-words';

/** Whether the device itself answered, be it with an exception. */
export function isAnswer(result: ExchangeResult): boolean {
  return result.ok || (result.failure.kind === 'exception' && !isGatewayException(result.failure.code));
}

/** Whether it was sent and nothing of use came from the device. */
export function isUnanswered(result: ExchangeResult): boolean {
  return !isAnswer(result) && !result.ok && ['timeout', 'bad-frame', 'exception'].includes(result.failure.kind);
}

/** Whether sending a read again may help. */
export function isRepeatable(result: ExchangeResult): boolean {
  return !result.ok && (result.failure.kind === 'timeout' || result.failure.kind === 'bad-frame');
}

/** Whether nothing came in time. */
export function isTimeout(result: ExchangeResult): boolean {
  return !result.ok && result.failure.kind === 'timeout';
}

/** Whether a request reads one of the four tables and changes nothing, so that it may be sent again. */
export function isRead(request: ModbusRequest): boolean {
  return request.functionCode === 1 || request.functionCode === 2 || request.functionCode === 3 || request.functionCode === 4;
}

/** Whether two requests read the same. */
export function sameRead(a: ModbusRequest, b: ModbusRequest): boolean {
  return isRead(a) && a.functionCode === b.functionCode && 'quantity' in a && 'quantity' in b && a.address === b.address && a.quantity === b.quantity;
}

/** The result of a request that was never sent. */
export function unsent(user: LineUser, failure: ModbusFailure): ExchangeResult {
  return { ok: false, failure, exchange: { unit: user.unitId, request: new Uint8Array(0), response: undefined, roundTripMs: undefined, attempts: 0 } };
}
