import { z } from 'zod';
import { functionCodeOf } from '../../../../stacks/modbus';
import type { ModbusRequest } from '../../../../stacks/modbus';
import { tableSchema } from '../../point-address';
import type { Table } from '../../point-address';

/** Null takes any. A number from a form may be text. */
const anyOr = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

/** Whom a fault meets. */
export const faultScopeSchema = z
  .object({
    unitId: anyOr(z.number().int().min(0).max(255)),
    function: anyOr(z.number().int().min(1).max(127)),
    table: anyOr(tableSchema),
    /** The first and the last address, as on the wire; a request that touches one of them is met. */
    from: anyOr(z.number().int().min(0).max(65_535)),
    to: anyOr(z.number().int().min(0).max(65_535)),
  })
  .refine(({ from, to }) => from === null || to === null || from <= to, { message: 'is before the first address', path: ['to'] });
export type FaultScope = z.infer<typeof faultScopeSchema>;

/** What a request touches. */
export interface TouchedSpan {
  readonly table: Table;
  readonly address: number;
  readonly quantity: number;
}

/** The spans of the four tables that a request reads or writes; none for functions without addresses. */
export function touchedSpans(request: ModbusRequest): readonly TouchedSpan[] {
  switch (request.functionCode) {
    case 1:
    case 2:
      return [{ table: request.functionCode === 1 ? 'coil' : 'discrete-input', address: request.address, quantity: request.quantity }];
    case 3:
    case 4:
      return [{ table: request.functionCode === 3 ? 'holding-register' : 'input-register', address: request.address, quantity: request.quantity }];
    case 5:
      return [{ table: 'coil', address: request.address, quantity: 1 }];
    case 15:
      return [{ table: 'coil', address: request.address, quantity: request.values.length }];
    case 6:
    case 22:
      return [{ table: 'holding-register', address: request.address, quantity: 1 }];
    case 16:
      return [{ table: 'holding-register', address: request.address, quantity: request.values.length }];
    case 23:
      return [
        { table: 'holding-register', address: request.address, quantity: request.quantity },
        { table: 'holding-register', address: request.writeAddress, quantity: request.values.length },
      ];
    case 24:
      return [{ table: 'holding-register', address: request.address, quantity: 1 }];
    default:
      return [];
  }
}

/** Whether a request is in scope. `request` undefined: one that broke a limit, of which only the unit counts. */
export function isInScope(scope: FaultScope, unit: number, request: ModbusRequest | undefined): boolean {
  if (scope.unitId !== null && scope.unitId !== unit) return false;
  if (scope.function !== null && (request === undefined || functionCodeOf(request) !== scope.function)) return false;
  if (scope.table === null && scope.from === null && scope.to === null) return true;
  if (request === undefined) return false;
  return touchedSpans(request).some(
    ({ table, address, quantity }) =>
      (scope.table === null || scope.table === table) && (scope.from === null || address + quantity > scope.from) && (scope.to === null || address <= scope.to),
  );
}
