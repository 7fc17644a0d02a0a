import type { Asked } from '../../shared/contract/simulators';
import type { Micros } from '../../shared/domain/time';

/** Kinds of requests that are told apart; what is asked beyond them is counted, not kept apart. */
const MOST_KINDS = 5000;

/** What a protocol tells a kind of request by, with how often it came. */
export type AskedKind<Facts, Refusal> = Facts & {
  count: number;
  refused: number;
  /** The last one; null when there was none. */
  refusal: Refusal | null;
  readonly firstAt: Micros;
  lastAt: Micros;
};

/** What a server was asked since it was started, by kinds, how often, and what was refused. Bounded. */
export class AskedKinds<Facts extends object, Refusal> {
  readonly #kinds = new Map<string, AskedKind<Facts, Refusal>>();
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

  /** `key` tells kinds apart. @returns the kind, for a refusal that may follow; null where it is not kept apart */
  protected count(key: string, facts: Facts, now: Micros): AskedKind<Facts, Refusal> | null {
    this.#requests += 1;
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
    const kind: AskedKind<Facts, Refusal> = { ...facts, count: 1, refused: 0, refusal: null, firstAt: now, lastAt: now };
    this.#kinds.set(key, kind);
    return kind;
  }

  refuse(kind: AskedKind<Facts, Refusal> | null, refusal: Refusal): void {
    this.#refused += 1;
    if (kind === null) return;
    kind.refused += 1;
    kind.refusal = refusal;
  }

  clear(): void {
    this.#kinds.clear();
    this.#notKept = 0;
  }

  kinds(): AskedKind<Facts, Refusal>[] {
    return [...this.#kinds.values()];
  }
}

/** A kind for people, in the protocol's words. */
export function askedEntry<Facts, Refusal>(kind: AskedKind<Facts, Refusal>, words: Pick<Asked, 'unit' | 'operation' | 'addresses' | 'refusal'>): Asked {
  const { count, refused, firstAt, lastAt } = kind;
  return { ...words, count, refused, firstAt, lastAt, everyMs: count < 2 ? null : Math.round((lastAt - firstAt) / (count - 1) / 1000) };
}
