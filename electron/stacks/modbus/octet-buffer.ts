const NOTHING = new Uint8Array(0);

/** What is received and not yet cut into frames. Copies only when a frame is split over chunks. */
export class OctetBuffer {
  #held: Uint8Array = NOTHING;

  get length(): number {
    return this.#held.length;
  }

  get octets(): Uint8Array {
    return this.#held;
  }

  append(octets: Uint8Array): void {
    this.#held = this.#held.length === 0 ? octets : Buffer.concat([this.#held, octets]);
  }

  /** Forgets the first `count` octets. */
  consume(count: number): void {
    this.#held = count >= this.#held.length ? NOTHING : this.#held.subarray(count);
  }

  clear(): Uint8Array {
    const held = this.#held;
    this.#held = NOTHING;
    return held;
  }
}
