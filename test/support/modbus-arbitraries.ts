import * as fc from 'fast-check';
import type { ModbusNormalResponse, ModbusRequest, ModbusResponse } from '../../electron/stacks/modbus';

/** Addresses, requests inside the standard's limits, and answers that fit them. */
const register = fc.integer({ min: 0, max: 0xffff });

function span(most: number): fc.Arbitrary<{ address: number; quantity: number }> {
  return fc.integer({ min: 1, max: most }).chain((quantity) => fc.record({ address: fc.integer({ min: 0, max: 65_536 - quantity }), quantity: fc.constant(quantity) }));
}

const count = (most: number) => fc.oneof(fc.integer({ min: 1, max: Math.min(24, most) }), fc.constant(most));

export const anyRequest: fc.Arbitrary<ModbusRequest> = fc.oneof(
  fc.tuple(fc.constantFrom(1 as const, 2 as const), span(2000)).map(([functionCode, at]) => ({ functionCode, ...at })),
  fc.tuple(fc.constantFrom(3 as const, 4 as const), span(125)).map(([functionCode, at]) => ({ functionCode, ...at })),
  fc.record({ functionCode: fc.constant(5 as const), address: register, value: fc.boolean() }),
  fc.record({ functionCode: fc.constant(6 as const), address: register, value: register }),
  count(1968).chain((n) =>
    fc.record({ functionCode: fc.constant(15 as const), address: fc.integer({ min: 0, max: 65_536 - n }), values: fc.array(fc.boolean(), { minLength: n, maxLength: n }) }),
  ),
  count(123).chain((n) =>
    fc.record({ functionCode: fc.constant(16 as const), address: fc.integer({ min: 0, max: 65_536 - n }), values: fc.array(register, { minLength: n, maxLength: n }) }),
  ),
);

/** A right answer to a request, its data drawn from `seed`. */
export function answerTo(request: ModbusRequest, seed: number): ModbusNormalResponse {
  let state = seed | 1;
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 8;
  };
  switch (request.functionCode) {
    case 1:
    case 2: {
      const bits = Array.from({ length: Math.ceil(request.quantity / 8) * 8 }, (_, i) => i < request.quantity && (next() & 1) === 1);
      return { functionCode: request.functionCode, bits };
    }
    case 3:
    case 4:
      return { functionCode: request.functionCode, registers: Uint16Array.from({ length: request.quantity }, () => next() & 0xffff) };
    case 5:
    case 6:
      return request;
    default:
      return { functionCode: request.functionCode, address: request.address, quantity: request.values.length };
  }
}

export const anyExchange: fc.Arbitrary<{ request: ModbusRequest; response: ModbusResponse }> = fc.tuple(anyRequest, fc.nat(), fc.integer({ min: 0, max: 9 }), fc.constantFrom(1, 2, 3, 4, 5, 6, 8, 10, 11)).map(
  ([request, seed, kind, exception]) => ({
    request,
    response: kind === 0 ? { functionCode: request.functionCode, exception } : answerTo(request, seed),
  }),
);
