import { BusEvents } from './bus-events';
import { MAX_FIFO_REGISTERS } from './limits';
import { functionCodeOf, isException, type FileRecordSpan, type ModbusRequest, type ModbusResponse } from './pdu';
import { answerFromEvents, carryOutDiagnostic } from './serve-diagnostics';
import { serveDeviceId } from './serve-device-id';
import type { ModbusRefusal, ModbusUnitModel } from './server-model';

export interface ServeContext {
  /** What the line counted: the bus counters of function 8. */
  readonly bus?: BusEvents;
  /** The request was for everybody. */
  readonly broadcast?: boolean;
}

const RESTART = 1;

/**
 * Carries out one request on one unit; undefined keeps silent. Where the unit has counters they are kept, and in listen
 * only mode it answers nothing and carries out nothing but the restart that ends it.
 */
export function serve(model: ModbusUnitModel, request: ModbusRequest, context: ServeContext = {}): ModbusResponse | undefined {
  const { events } = model;
  if (events === undefined) return carryOut(model, request);
  const bus = context.bus ?? new BusEvents();
  events.received(context.broadcast === true);
  const restarts = request.functionCode === 8 && request.subFunction === RESTART;
  const listening = events.listenOnly;
  if (listening && !restarts) {
    events.unanswered();
    return undefined;
  }
  const response = request.functionCode === 8 || request.functionCode === 11 || request.functionCode === 12 ? answerFromEvents(request, events, bus) : carryOut(model, request);
  if (response === undefined) events.unanswered();
  else if (isException(response)) events.refused(response.exception);
  else events.completed(request.functionCode !== 11);
  if (request.functionCode === 8 && !(response !== undefined && isException(response))) carryOutDiagnostic(request, events, bus);
  return listening ? undefined : response;
}

function carryOut(model: ModbusUnitModel, request: ModbusRequest): ModbusResponse | undefined {
  const functionCode = functionCodeOf(request);
  switch (request.functionCode) {
    case 1:
    case 2: {
      const bits = model.readBits(request.functionCode === 1 ? 'coils' : 'discrete-inputs', request.address, request.quantity);
      return isRefusal(bits) ? { functionCode, ...bits } : { functionCode: request.functionCode, bits: Array.from(bits) };
    }
    case 3:
    case 4: {
      const registers = model.readRegisters(request.functionCode === 3 ? 'holding-registers' : 'input-registers', request.address, request.quantity);
      return isRefusal(registers) ? { functionCode, ...registers } : { functionCode: request.functionCode, registers: Uint16Array.from(registers) };
    }
    case 5:
      return refusedOr(functionCode, model.writeCoils(request.address, [request.value]), request);
    case 6:
      return refusedOr(functionCode, model.writeRegisters(request.address, [request.value]), request);
    case 15:
      return refusedOr(functionCode, model.writeCoils(request.address, request.values), { functionCode: 15, address: request.address, quantity: request.values.length });
    case 16:
      return refusedOr(functionCode, model.writeRegisters(request.address, request.values), { functionCode: 16, address: request.address, quantity: request.values.length });
    case 22:
      return refusedOr(functionCode, maskWrite(model, request.address, request.andMask, request.orMask), request);
    case 23: {
      // Both spans are checked before anything is written (V1.1b3, figure of section 6.17, from memory).
      const before = model.readRegisters('holding-registers', request.address, request.quantity);
      const refusal = isRefusal(before) ? before : model.writeRegisters(request.writeAddress, request.values);
      const registers = refusal ?? model.readRegisters('holding-registers', request.address, request.quantity);
      return isRefusal(registers) ? { functionCode, ...registers } : { functionCode: 23, registers: Uint16Array.from(registers) };
    }
    default:
      return carryOutOther(model, request);
  }
}

type OtherRequest = Exclude<ModbusRequest, { readonly functionCode: 1 | 2 | 3 | 4 | 5 | 6 | 15 | 16 | 22 | 23 }>;

function carryOutOther(model: ModbusUnitModel, request: OtherRequest): ModbusResponse | undefined {
  const functionCode = functionCodeOf(request);
  const unknown: ModbusResponse = { functionCode, exception: 1 };
  switch (request.functionCode) {
    case 7: {
      const status = model.readExceptionStatus?.();
      if (status === undefined) return unknown;
      return typeof status === 'number' ? { functionCode: 7, status } : { functionCode, ...status };
    }
    case 17: {
      const data = model.reportServerId?.();
      if (data === undefined) return unknown;
      return isRefusal(data) ? { functionCode, ...data } : { functionCode: 17, data };
    }
    case 20:
      return model.readFile === undefined ? unknown : readFile(model, request.records);
    case 21:
      return model.writeFile === undefined ? unknown : refusedOr(functionCode, model.writeFile(request.records), request);
    case 24: {
      const queue = model.readFifo?.(request.address);
      if (queue === undefined) return unknown;
      if (isRefusal(queue)) return { functionCode, ...queue };
      return queue.length > MAX_FIFO_REGISTERS ? { functionCode, exception: 3 } : { functionCode: 24, registers: Uint16Array.from(queue) };
    }
    case 43: {
      const objects = model.deviceIdentification ?? [];
      return objects.length === 0 ? unknown : serveDeviceId(request, objects);
    }
    case 'raw': {
      if (model.custom === undefined) return unknown;
      const data = model.custom(request.code, request.data);
      if (data === undefined) return undefined;
      return isRefusal(data) ? { functionCode, ...data } : { functionCode: 'raw', code: request.code, data };
    }
    default:
      // Functions 8, 11 and 12 of a unit that keeps no counters.
      return unknown;
  }
}

function maskWrite(model: ModbusUnitModel, address: number, andMask: number, orMask: number): ModbusRefusal | undefined {
  if (model.maskWrite !== undefined) return model.maskWrite(address, andMask, orMask);
  const registers = model.readRegisters('holding-registers', address, 1);
  if (isRefusal(registers)) return registers;
  return model.writeRegisters(address, [((registers[0] ?? 0) & andMask) | (orMask & ~andMask & 0xffff)]);
}

function readFile(model: ModbusUnitModel, spans: readonly FileRecordSpan[]): ModbusResponse {
  const records: Uint16Array[] = [];
  for (const span of spans) {
    const registers = model.readFile?.(span) ?? { exception: 1 };
    if (isRefusal(registers)) return { functionCode: 20, ...registers };
    records.push(Uint16Array.from(registers));
  }
  return { functionCode: 20, records };
}

function refusedOr(functionCode: number, refusal: ModbusRefusal | undefined, response: ModbusResponse): ModbusResponse {
  return refusal === undefined ? response : { functionCode, ...refusal };
}

function isRefusal(answer: ArrayLike<unknown> | ModbusRefusal): answer is ModbusRefusal {
  return 'exception' in answer;
}
