import type { ModbusRequest, ModbusResponse } from './pdu';
import type { ModbusRefusal, ModbusServerModel, ModbusUnitModel } from './server-model';

export interface ServeUnitsOptions {
  /**
   * What an absent unit answers on TCP: 'silent' (the default), or an exception as a gateway gives it:
   * 11 (target failed to respond) or 10 (path unavailable). On a serial line it is always silent.
   */
  readonly absentUnit?: 'silent' | 10 | 11;
  /** Who takes part in a broadcast on a serial line; nobody unless given. */
  readonly broadcastTo?: () => Iterable<ModbusUnitModel>;
}

/** A server's model over units of one's own: `unitOf` finds the model of a unit identifier, or undefined. */
export function serveUnits(unitOf: (unit: number) => ModbusUnitModel | undefined, options: ServeUnitsOptions = {}): ModbusServerModel {
  const absent = options.absentUnit ?? 'silent';
  return {
    serves: (unit) => unitOf(unit) !== undefined,
    handle: (unit, request, reply) => {
      const model = unitOf(unit);
      if (model !== undefined) return reply(serve(model, request));
      if (unit === 0 && options.broadcastTo !== undefined) {
        for (const each of options.broadcastTo()) serve(each, request);
        return reply(undefined);
      }
      return reply(absent === 'silent' ? undefined : { functionCode: request.functionCode, exception: absent });
    },
  };
}

/** Carries out one request on one unit. */
export function serve(model: ModbusUnitModel, request: ModbusRequest): ModbusResponse {
  const { functionCode, address } = request;
  switch (request.functionCode) {
    case 1:
    case 2: {
      const bits = model.readBits(functionCode === 1 ? 'coils' : 'discrete-inputs', address, request.quantity);
      return isRefusal(bits) ? { functionCode, ...bits } : { functionCode: request.functionCode, bits: Array.from(bits) };
    }
    case 3:
    case 4: {
      const registers = model.readRegisters(functionCode === 3 ? 'holding-registers' : 'input-registers', address, request.quantity);
      return isRefusal(registers) ? { functionCode, ...registers } : { functionCode: request.functionCode, registers: Uint16Array.from(registers) };
    }
    case 5: {
      const refusal = model.writeCoils(address, [request.value]);
      return refusal === undefined ? request : { functionCode, ...refusal };
    }
    case 6: {
      const refusal = model.writeRegisters(address, [request.value]);
      return refusal === undefined ? request : { functionCode, ...refusal };
    }
    case 15: {
      const refusal = model.writeCoils(address, request.values);
      return refusal === undefined ? { functionCode: 15, address, quantity: request.values.length } : { functionCode, ...refusal };
    }
    default: {
      const refusal = model.writeRegisters(address, request.values);
      return refusal === undefined ? { functionCode: 16, address, quantity: request.values.length } : { functionCode, ...refusal };
    }
  }
}

function isRefusal(answer: ArrayLike<unknown> | ModbusRefusal): answer is ModbusRefusal {
  return 'exception' in answer;
}
