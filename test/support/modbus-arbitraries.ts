import * as fc from 'fast-check';
import { functionCodeOf, type ModbusNormalResponse, type ModbusRequest, type ModbusResponse } from '../../electron/stacks/modbus';

/** Addresses, requests inside the standard's limits, and answers that fit them. */
const register = fc.integer({ min: 0, max: 0xffff });

function span(most: number): fc.Arbitrary<{ address: number; quantity: number }> {
  return fc.integer({ min: 1, max: most }).chain((quantity) => fc.record({ address: fc.integer({ min: 0, max: 65_536 - quantity }), quantity: fc.constant(quantity) }));
}

const count = (most: number) => fc.oneof(fc.integer({ min: 1, max: Math.min(24, most) }), fc.constant(most));

/** Requests of the functions that every poll and write consists of. */
const commonRequest: fc.Arbitrary<ModbusRequest> = fc.oneof(
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

const octets = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
const words = (minLength: number, maxLength: number) => fc.array(register, { minLength, maxLength });
const file = fc.integer({ min: 1, max: 0xffff });
const place = (quantity: number) => fc.integer({ min: 0, max: 10_000 - quantity });

const fileSpan = fc.integer({ min: 1, max: 12 }).chain((quantity) => fc.record({ file, record: place(quantity), quantity: fc.constant(quantity) }));
const fileWrite = words(1, 12).chain((values) => fc.record({ file, record: place(values.length), registers: fc.constant(Uint16Array.from(values)) }));

/** Requests of the other functions, inside the standard's limits. */
export const otherRequest: fc.Arbitrary<ModbusRequest> = fc.oneof(
  fc.constantFrom({ functionCode: 7 as const }, { functionCode: 11 as const }, { functionCode: 12 as const }, { functionCode: 17 as const }),
  fc.record({ functionCode: fc.constant(8 as const), subFunction: fc.constantFrom(0, 1, 2, 3, 4, 10, 11, 18, 20, 77), data: octets(2, 2) }),
  fc.record({ functionCode: fc.constant(20 as const), records: fc.array(fileSpan, { minLength: 1, maxLength: 9 }) }),
  fc.record({ functionCode: fc.constant(21 as const), records: fc.array(fileWrite, { minLength: 1, maxLength: 8 }) }),
  fc.record({ functionCode: fc.constant(22 as const), address: register, andMask: register, orMask: register }),
  fc.tuple(span(125), count(121)).chain(([at, n]) =>
    fc.record({
      functionCode: fc.constant(23 as const),
      address: fc.constant(at.address),
      quantity: fc.constant(at.quantity),
      writeAddress: fc.integer({ min: 0, max: 65_536 - n }),
      values: words(n, n),
    }),
  ),
  fc.record({ functionCode: fc.constant(24 as const), address: register }),
  fc.record({ functionCode: fc.constant(43 as const), access: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const), objectId: fc.integer({ min: 0, max: 255 }) }),
);

/** Requests of every function held here. */
export const anyRequest: fc.Arbitrary<ModbusRequest> = fc.oneof(commonRequest, otherRequest);

/** Function codes that nobody defines, and the octets behind them. */
export const rawRequest: fc.Arbitrary<ModbusRequest> = fc.record({ functionCode: fc.constant('raw' as const), code: fc.constantFrom(65, 72, 100, 110), data: octets(0, 252) });

/** A right answer to a request, its data drawn from `seed`. */
export function answerTo(request: ModbusRequest, seed: number): ModbusNormalResponse {
  let state = seed | 1;
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 8;
  };
  const some = (length: number) => Uint16Array.from({ length }, () => next() & 0xffff);
  const someOctets = (length: number) => Uint8Array.from({ length }, () => next() & 0xff);
  switch (request.functionCode) {
    case 1:
    case 2: {
      const bits = Array.from({ length: Math.ceil(request.quantity / 8) * 8 }, (_, i) => i < request.quantity && (next() & 1) === 1);
      return { functionCode: request.functionCode, bits };
    }
    case 3:
    case 4:
    case 23:
      return { functionCode: request.functionCode, registers: some(request.quantity) };
    case 15:
    case 16:
      return { functionCode: request.functionCode, address: request.address, quantity: request.values.length };
    case 7:
      return { functionCode: 7, status: next() & 0xff };
    case 8:
      return request.subFunction === 0 ? request : { ...request, data: someOctets(2) };
    case 11:
      return { functionCode: 11, busy: (next() & 1) === 1, eventCount: next() & 0xffff };
    case 12:
      return { functionCode: 12, busy: (next() & 1) === 1, eventCount: next() & 0xffff, messageCount: next() & 0xffff, events: someOctets(next() % 65) };
    case 17:
      return { functionCode: 17, data: someOctets(1 + (next() % 251)) };
    case 20:
      return { functionCode: 20, records: request.records.map(({ quantity }) => some(quantity)) };
    case 24:
      return { functionCode: 24, registers: some(next() % 32) };
    case 43: {
      const one = request.access === 4;
      const objects = Array.from({ length: one ? 1 : 1 + (next() % 5) }, (_, i) => ({ id: (request.objectId + i) & 0xff, value: someOctets(next() % 40) }));
      return { functionCode: 43, access: request.access, conformity: 0x83, nextObjectId: one || (next() & 1) === 0 ? undefined : next() & 0xff, objects };
    }
    case 'raw':
      return { functionCode: 'raw', code: request.code, data: someOctets(next() % 253) };
    default:
      return request;
  }
}

export const anyExchange: fc.Arbitrary<{ request: ModbusRequest; response: ModbusResponse }> = fc.tuple(anyRequest, fc.nat(), fc.integer({ min: 0, max: 9 }), fc.constantFrom(1, 2, 3, 4, 5, 6, 8, 10, 11)).map(
  ([request, seed, kind, exception]) => ({
    request,
    response: kind === 0 ? { functionCode: functionCodeOf(request), exception } : answerTo(request, seed),
  }),
);
