/** A segment carries one octet of header and up to 249 octets of a fragment. */
export const SEGMENT_MAX_OCTETS = 249;
const FIN = 0x80;
const FIR = 0x40;
const SEQUENCE = 0x3f;

/** Cuts fragments into segments; numbers run on from fragment to fragment, modulo 64. */
export class TransportSegmenter {
  #sequence = 0;

  /** At least one segment; the fragment must not be empty. */
  segments(fragment: Uint8Array): Uint8Array[] {
    const segments: Uint8Array[] = [];
    for (let from = 0; from < fragment.length; from += SEGMENT_MAX_OCTETS) {
      const part = fragment.subarray(from, from + SEGMENT_MAX_OCTETS);
      const segment = new Uint8Array(1 + part.length);
      segment[0] = (from + part.length >= fragment.length ? FIN : 0) | (from === 0 ? FIR : 0) | this.#sequence;
      segment.set(part, 1);
      segments.push(segment);
      this.#sequence = (this.#sequence + 1) & SEQUENCE;
    }
    return segments;
  }
}

export interface TransportCounters {
  readonly fragments: number;
  /** Segments of which no fragment was made. */
  readonly discarded: number;
  /** Segments that came twice in a row. */
  readonly repeated: number;
  /** Fragments longer than allowed. */
  readonly tooLong: number;
}

/**
 * Puts fragments together. A segment out of sequence discards what was begun; a first segment begins anew; the same
 * segment twice in a row counts once (rules from memory of IEEE 1815, transport function). Holds at most one fragment.
 */
export class TransportReassembler {
  readonly #maxFragment: number;
  readonly #held: Uint8Array;
  #length = 0;
  #started = false;
  #sequence = 0;
  #last: Uint8Array | undefined;
  #fragments = 0;
  #discarded = 0;
  #repeated = 0;
  #tooLong = 0;

  constructor(maxFragment = 2048) {
    this.#maxFragment = maxFragment;
    this.#held = new Uint8Array(maxFragment);
  }

  counters(): TransportCounters {
    return { fragments: this.#fragments, discarded: this.#discarded, repeated: this.#repeated, tooLong: this.#tooLong };
  }

  reset(): void {
    this.#started = false;
    this.#last = undefined;
  }

  /** The fragment that this segment completes, or undefined. */
  receive(segment: Uint8Array): Uint8Array | undefined {
    const header = segment[0];
    if (header === undefined || segment.length < 2 || segment.length > 1 + SEGMENT_MAX_OCTETS) return this.#discard();
    const sequence = header & SEQUENCE;
    if ((header & FIR) !== 0) {
      if (this.#started) this.#discarded += 1;
      this.#started = true;
      this.#length = 0;
    } else {
      if (!this.#started) return this.#discard();
      if (this.#last !== undefined && same(this.#last, segment)) {
        this.#repeated += 1;
        return undefined;
      }
      if (sequence !== ((this.#sequence + 1) & SEQUENCE)) return this.#discard();
    }
    const part = segment.subarray(1);
    if (this.#length + part.length > this.#maxFragment) {
      this.#tooLong += 1;
      return this.#discard();
    }
    this.#held.set(part, this.#length);
    this.#length += part.length;
    this.#sequence = sequence;
    this.#last = Uint8Array.from(segment);
    if ((header & FIN) === 0) return undefined;
    this.#started = false;
    this.#last = undefined;
    this.#fragments += 1;
    return this.#held.slice(0, this.#length);
  }

  #discard(): undefined {
    this.#discarded += 1;
    this.#started = false;
    this.#last = undefined;
    return undefined;
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, index) => octet === b[index]);
}
