import type { Socket } from 'node:net';

/** Up to here short writes are copied into one; longer ones go to the system as a list. */
const JOIN_OCTETS = 8192;

/**
 * Gathers what is written to a socket in one turn of the event loop, and hands it over at the turn's end: several requests
 * that answers in one segment have let go then leave in one segment too, with one call of the system.
 */
export class WriteQueue {
  readonly #socket: Socket;
  /** The first of what waits, and in most turns the only one. */
  #first: Uint8Array | undefined;
  #more: Uint8Array[] = [];
  #octets = 0;
  readonly #flush = () => this.flush();

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Octets that neither this queue nor the socket has handed to the system. */
  get bufferedOctets(): number {
    return this.#octets + this.#socket.writableLength;
  }

  push(octets: Uint8Array): void {
    this.#octets += octets.length;
    if (this.#first === undefined) {
      this.#first = octets;
      process.nextTick(this.#flush);
    } else {
      this.#more.push(octets);
    }
  }

  flush(): void {
    const first = this.#first;
    if (first === undefined) return;
    const total = this.#octets;
    this.#first = undefined;
    this.#octets = 0;
    if (this.#more.length === 0) {
      this.#socket.write(first);
      return;
    }
    const waiting = [first, ...this.#more];
    this.#more = [];
    if (total <= JOIN_OCTETS) this.#socket.write(Buffer.concat(waiting, total));
    else {
      this.#socket.cork();
      for (const octets of waiting) this.#socket.write(octets);
      this.#socket.uncork();
    }
  }

  clear(): void {
    this.#first = undefined;
    this.#more = [];
    this.#octets = 0;
  }
}
