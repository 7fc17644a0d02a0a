import type { Asked } from '../../../../shared/contract/simulators';
import type { Micros } from '../../../../shared/domain/time';
import { exceptionName, functionCodeOf } from '../../../stacks/modbus';
import type { ModbusRequest } from '../../../stacks/modbus';
import { touchedSpans, type TouchedSpan } from './faults/fault-scope';
import { operationText } from './operation-text';

/** Kinds of requests that are told apart; a master that asks for more is counted, no longer kept apart. */
const MOST_KINDS = 5000;

/** One kind of request: of one unit, by one function, over one stretch of addresses. */
export interface AskedKind {
  readonly unit: number;
  /** Undefined: it broke a limit of the standard. */
  readonly functionCode: number;
  readonly spans: readonly TouchedSpan[];
  count: number;
  refused: number;
  /** The last exception; null when there was none. */
  exception: number | null;
  readonly firstAt: Micros;
  lastAt: Micros;
}

/** What was asked of a server since it was started: unit, function and addresses, how often, and what was refused. */
export class AskedRecord {
  readonly #kinds = new Map<string, AskedKind>();
  #notKept = 0;
  #requests = 0;
  #refused = 0;

  get requests(): number {
    return this.#requests;
  }

  get refused(): number {
    return this.#refused;
  }

  get notKept(): number {
    return this.#notKept;
  }

  /** `request`: a function code alone where it broke a limit. `exception` null: it was answered, or passed over in silence. */
  note(unit: number, request: ModbusRequest | number, exception: number | null, now: Micros): void {
    this.#requests += 1;
    if (exception !== null) this.#refused += 1;
    const functionCode = typeof request === 'number' ? request : functionCodeOf(request);
    const spans = typeof request === 'number' ? [] : touchedSpans(request);
    const key = `${unit} ${functionCode} ${spans.map(({ address, quantity }) => `${address}+${quantity}`).join(' ')}`;
    const known = this.#kinds.get(key);
    if (known) {
      known.count += 1;
      known.lastAt = now;
      if (exception === null) return;
      known.refused += 1;
      known.exception = exception;
      return;
    }
    if (this.#kinds.size >= MOST_KINDS) {
      this.#notKept += 1;
      return;
    }
    this.#kinds.set(key, { unit, functionCode, spans, count: 1, refused: exception === null ? 0 : 1, exception, firstAt: now, lastAt: now });
  }

  clear(): void {
    this.#kinds.clear();
    this.#notKept = 0;
  }

  kinds(): AskedKind[] {
    return [...this.#kinds.values()];
  }

  /** For people, the most asked first. */
  entries(): Asked[] {
    return this.kinds()
      .toSorted((a, b) => b.count - a.count || a.unit - b.unit || a.functionCode - b.functionCode || (a.spans[0]?.address ?? 0) - (b.spans[0]?.address ?? 0))
      .map((kind) => ({
        unit: String(kind.unit),
        operation: operationText(kind.functionCode),
        addresses: kind.spans.map(({ address, quantity }) => (quantity === 1 ? String(address) : `${address}-${address + quantity - 1}`)).join(', '),
        count: kind.count,
        refused: kind.refused,
        refusal: kind.exception === null ? '' : `Exception ${kind.exception}, ${exceptionName(kind.exception).toLowerCase()}`,
        firstAt: kind.firstAt,
        lastAt: kind.lastAt,
        everyMs: kind.count < 2 ? null : Math.round((kind.lastAt - kind.firstAt) / (kind.count - 1) / 1000),
      }));
  }
}
