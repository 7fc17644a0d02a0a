import type { Asked } from '../../../../shared/contract/simulators';
import type { Micros } from '../../../../shared/domain/time';
import { operationText } from './request-text';

/** Kinds of requests that are told apart; what is asked beyond them is counted, not kept apart. */
const MOST_KINDS = 5000;

/** One kind of request: of one outstation by one master, by one function, of the same objects. */
export interface AskedKind {
  readonly outstation: number;
  readonly master: number;
  readonly functionCode: number;
  readonly objects: string;
  count: number;
  refused: number;
  refusal: string;
  readonly firstAt: Micros;
  lastAt: Micros;
}

/** What was asked of outstations since they were started, how often, and what was refused. */
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

  /** @returns the kind, for a refusal that may follow; null where it is not kept apart */
  note(asked: Pick<AskedKind, 'outstation' | 'master' | 'functionCode' | 'objects'>, now: Micros): AskedKind | null {
    this.#requests += 1;
    const key = `${asked.outstation} ${asked.master} ${asked.functionCode} ${asked.objects}`;
    const known = this.#kinds.get(key);
    if (known !== undefined) {
      known.count += 1;
      known.lastAt = now;
      return known;
    }
    if (this.#kinds.size >= MOST_KINDS) {
      this.#notKept += 1;
      return null;
    }
    const kind: AskedKind = { ...asked, count: 1, refused: 0, refusal: '', firstAt: now, lastAt: now };
    this.#kinds.set(key, kind);
    return kind;
  }

  refuse(kind: AskedKind | null, refusal: string): void {
    this.#refused += 1;
    if (kind === null) return;
    kind.refused += 1;
    kind.refusal = refusal;
  }

  clear(): void {
    this.#kinds.clear();
    this.#notKept = 0;
  }

  /** For people, the most asked first. */
  entries(): Asked[] {
    return [...this.#kinds.values()]
      .toSorted((a, b) => b.count - a.count || a.outstation - b.outstation || a.functionCode - b.functionCode)
      .map((kind) => ({
        unit: `${kind.outstation} by master ${kind.master}`,
        operation: operationText(kind.functionCode),
        addresses: kind.objects,
        count: kind.count,
        refused: kind.refused,
        refusal: kind.refusal,
        firstAt: kind.firstAt,
        lastAt: kind.lastAt,
        everyMs: kind.count < 2 ? null : Math.round((kind.lastAt - kind.firstAt) / (kind.count - 1) / 1000),
      }));
  }
}
