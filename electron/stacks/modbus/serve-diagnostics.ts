import type { BusEvents } from './bus-events';
import { DIAGNOSTIC_NAMES, DIAGNOSTICS } from './diagnostics';
import type { ModbusRequest, ModbusResponse } from './pdu';
import type { UnitEvents } from './unit-events';

type Diagnostic = Extract<ModbusRequest, { readonly functionCode: 8 }>;

const ON = 0xff;

/** Answers functions 8, 11 and 12 from a unit's counters. Undefined: nothing is answered (force listen only mode). */
export function answerFromEvents(request: Diagnostic | { readonly functionCode: 11 | 12 }, events: UnitEvents, bus: BusEvents): ModbusResponse | undefined {
  if (request.functionCode === 8) return diagnose(request, events, bus);
  const { busy, eventCount } = events;
  if (request.functionCode === 11) return { functionCode: 11, busy, eventCount };
  return { functionCode: 12, busy, eventCount, messageCount: events.counter(DIAGNOSTICS.busMessageCount, bus) ?? 0, events: events.log };
}

/** Sub-functions that are not defined are exception 1, data other than theirs is exception 3. */
function diagnose(request: Diagnostic, events: UnitEvents, bus: BusEvents): ModbusResponse | undefined {
  const { subFunction, data } = request;
  if (DIAGNOSTIC_NAMES[subFunction] === undefined) return { functionCode: 8, exception: 1 };
  const [high, low] = data;
  switch (subFunction) {
    case DIAGNOSTICS.returnQueryData:
      return request;
    case DIAGNOSTICS.restartCommunications:
      return (high === 0 || high === ON) && low === 0 ? request : { functionCode: 8, exception: 3 };
    case DIAGNOSTICS.changeAsciiDelimiter:
      return low === 0 ? request : { functionCode: 8, exception: 3 };
    default:
  }
  if (high !== 0 || low !== 0) return { functionCode: 8, exception: 3 };
  if (subFunction === DIAGNOSTICS.forceListenOnly) return undefined;
  if (subFunction === DIAGNOSTICS.returnDiagnosticRegister) return counted(subFunction, events.diagnosticRegister);
  const count = events.counter(subFunction, bus);
  return count === undefined ? request : counted(subFunction, count);
}

/** What a diagnostic that was not refused does, once its answer is noted. */
export function carryOutDiagnostic(request: Diagnostic, events: UnitEvents, bus: BusEvents): void {
  switch (request.subFunction) {
    case DIAGNOSTICS.restartCommunications:
      events.restart(bus, request.data[0] === ON);
      break;
    case DIAGNOSTICS.forceListenOnly:
      events.enterListenOnly();
      break;
    case DIAGNOSTICS.clearCounters:
      events.clear(bus);
      break;
    case DIAGNOSTICS.clearOverrunCounter:
      events.clearOverruns(bus);
      break;
    default:
  }
}

function counted(subFunction: number, count: number): ModbusResponse {
  return { functionCode: 8, subFunction, data: Uint8Array.of((count >> 8) & 0xff, count & 0xff) };
}
