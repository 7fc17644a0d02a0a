/** Octets of one packet that are taken, its fixed header with them: the payload that is looked into, twice. */
export const MAX_PACKET = 2 * 1_048_576;

/** Octets of a remaining length (MQTT 3.1.1 and 5, 2.2.3 and 2.1.4, from memory). */
const MOST_LENGTH_OCTETS = 4;

/**
 * Follows the packets of a stream by their fixed headers, so that one that is too large is known from its first octets:
 * the MQTT library would gather up to 256 MB of it before anybody sees it.
 */
export class PacketSizeGuard {
  /** Octets of the present packet that are still to come; null within a fixed header. */
  #left: number | null = null;
  /** Octets of the fixed header so far. */
  #header = 0;
  #length = 0;
  #lost = false;

  /** Takes the next octets of the stream. @returns the size of the first packet that is too large, null where all fit */
  take(octets: Uint8Array): number | null {
    let at = 0;
    while (at < octets.length && !this.#lost) {
      if (this.#left !== null) {
        const skipped = Math.min(this.#left, octets.length - at);
        at += skipped;
        this.#left -= skipped;
        if (this.#left === 0) this.#left = null;
        continue;
      }
      const size = this.#takeHeader(octets[at] ?? 0);
      at += 1;
      if (size !== null && size > MAX_PACKET) return size;
    }
    return null;
  }

  /** @returns the size of the packet at the end of its fixed header */
  #takeHeader(octet: number): number | null {
    if (this.#header > 0) this.#length += (octet & 0x7f) * 128 ** (this.#header - 1);
    this.#header += 1;
    if (this.#header === 1) return null;
    if (octet >= 0x80) {
      // Not MQTT: the library says so and ends the connection.
      if (this.#header > MOST_LENGTH_OCTETS) this.#lost = true;
      return null;
    }
    const size = this.#header + this.#length;
    this.#left = this.#length === 0 ? null : this.#length;
    this.#header = 0;
    this.#length = 0;
    return size;
  }
}
