import type { ModbusRequest } from '../../stacks/modbus';
import type { ExchangeResult } from './request-queue';

/** Registers, or bits as 0 and 1; only as many as were asked for. */
type Words = readonly number[];

interface Reference {
  readonly words: number[];
  /** Places that gave the same each time they were read alone. */
  readonly stable: Set<number>;
}

/** The registers or bits of an answer to a read; null of anything else. */
export function wordsOf(request: ModbusRequest, result: ExchangeResult): Words | null {
  if (!result.ok || result.value === undefined || !('quantity' in request)) return null;
  const { value } = result;
  if ('registers' in value) return Array.from(value.registers);
  return 'bits' in value ? value.bits.slice(0, request.quantity).map(Number) : null;
}

/**
 * What reads gave one at a time, to tell an answer that belongs to another request by its values. Pure.
 *
 * What it can't tell: answers of two reads of one length whose steady values are the same, places that change by themselves,
 * and a value that changed while the requests were on the wire and changed back before it was read alone again (that one is
 * taken for mixed up).
 */
export class ReferenceValues {
  readonly #reads: readonly ModbusRequest[];
  readonly #known = new Map<number, Reference>();

  constructor(reads: readonly ModbusRequest[]) {
    this.#reads = reads;
  }

  /** What a read (its place in the list) gave while it was alone on the wire. */
  learn(read: number, words: Words): void {
    const known = this.#known.get(read);
    if (known === undefined) {
      this.#known.set(read, { words: [...words], stable: new Set(words.keys()) });
      return;
    }
    for (const [at, word] of words.entries()) {
      if (known.words[at] !== word) known.stable.delete(at);
      known.words[at] = word;
    }
  }

  /** Whether an answer is another one than the read gave alone. */
  differs(read: number, words: Words): boolean {
    const known = this.#known.get(read);
    return known !== undefined && [...known.stable].some((at) => known.words[at] !== words[at]);
  }

  /** Reads whose answer could be taken for that of another one of the list, its values and its length being the same. */
  untellable(): number {
    return this.#reads.filter((_, one) => this.#reads.some((__, other) => one !== other && !this.#tellable(one, other))).length;
  }

  #tellable(one: number, other: number): boolean {
    const [a, b] = [this.#reads[one], this.#reads[other]];
    if (a === undefined || b === undefined || a.functionCode !== b.functionCode) return true;
    if ('quantity' in a && 'quantity' in b && octetsOf(a) !== octetsOf(b)) return true;
    const [known, knownOther] = [this.#known.get(one), this.#known.get(other)];
    if (known === undefined || knownOther === undefined) return false;
    // One steady place with another value is enough: at that read the wrong answer shows.
    return [...known.stable, ...knownOther.stable].some((at) => known.words[at] !== knownOther.words[at]);
  }
}

/** Octets of the values in an answer: what its byte count says. */
function octetsOf({ functionCode, quantity }: Extract<ModbusRequest, { readonly quantity: number }>): number {
  return functionCode === 1 || functionCode === 2 ? Math.ceil(quantity / 8) : 2 * quantity;
}
