import type { OnReadOpts } from 'node:net';

/** Octets read at once; Modbus frames have at most 260. */
const INLET_OCTETS = 16_384;

/**
 * Where a TCP client's socket puts what it reads: one buffer for its whole life instead of 64 KiB taken and given back for
 * each read, which costs more than the rest of a short exchange. What is handed on is a copy.
 */
export class SocketInlet {
  readonly #buffer = Buffer.allocUnsafeSlow(INLET_OCTETS);
  readonly onread: OnReadOpts = { buffer: this.#buffer, callback: (count) => this.#take(count) };
  #listener: ((octets: Uint8Array) => void) | undefined;
  #held: Uint8Array | undefined;

  /** Sets the listener, and hands over what came before. The caller resumes the socket then. */
  listen(listener: (octets: Uint8Array) => void): void {
    this.#listener = listener;
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) listener(held);
  }

  /** False stops the socket from reading until it is resumed. */
  #take(count: number): boolean {
    const octets = Buffer.allocUnsafe(count);
    this.#buffer.copy(octets, 0, 0, count);
    if (this.#listener === undefined) {
      this.#held = this.#held === undefined ? octets : Buffer.concat([this.#held, octets]);
      return false;
    }
    this.#listener(octets);
    return true;
  }
}
