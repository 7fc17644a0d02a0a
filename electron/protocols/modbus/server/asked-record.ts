import type { Asked } from '../../../../shared/contract/simulators';
import type { Micros } from '../../../../shared/domain/time';
import { exceptionName, functionCodeOf } from '../../../stacks/modbus';
import type { ModbusRequest } from '../../../stacks/modbus';
import { askedEntry, AskedKinds, type AskedKind as Kind } from '../../asked-kinds';
import { touchedSpans, type TouchedSpan } from './faults/fault-scope';
import { operationText } from './operation-text';

interface Facts {
  readonly unit: number;
  readonly functionCode: number;
  /** None: it broke a limit of the standard. */
  readonly spans: readonly TouchedSpan[];
}

/** One kind of request: of one unit, by one function, over one stretch of addresses; refused by an exception code. */
export type AskedKind = Kind<Facts, number>;

/** What was asked of a server since it was started: unit, function and addresses, how often, and what was refused. */
export class AskedRecord extends AskedKinds<Facts, number> {
  /** `request`: a function code alone where it broke a limit. `exception` null: it was answered, or passed over in silence. */
  note(unit: number, request: ModbusRequest | number, exception: number | null, now: Micros): void {
    const functionCode = typeof request === 'number' ? request : functionCodeOf(request);
    const spans = typeof request === 'number' ? [] : touchedSpans(request);
    const kind = this.count(`${unit} ${functionCode} ${spans.map(({ address, quantity }) => `${address}+${quantity}`).join(' ')}`, { unit, functionCode, spans }, now);
    if (exception !== null) this.refuse(kind, exception);
  }

  /** For people, the most asked first. */
  entries(): Asked[] {
    return this.kinds()
      .toSorted((a, b) => b.count - a.count || a.unit - b.unit || a.functionCode - b.functionCode || (a.spans[0]?.address ?? 0) - (b.spans[0]?.address ?? 0))
      .map((kind) =>
        askedEntry(kind, {
          unit: String(kind.unit),
          operation: operationText(kind.functionCode),
          addresses: kind.spans.map(({ address, quantity }) => (quantity === 1 ? String(address) : `${address}-${address + quantity - 1}`)).join(', '),
          refusal: kind.refusal === null ? '' : `Exception ${kind.refusal}, ${exceptionName(kind.refusal).toLowerCase()}`,
        }),
      );
  }
}
