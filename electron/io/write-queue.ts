import type { Socket } from 'node:net';

/** Up to here short writes are copied into one; longer ones go to the system as a list. */
const JOIN_OCTETS = 8192;

/**
 * Gathers what is written to a socket in one turn of the event loop, and hands it over at the turn's end: several requests
 * that answers in one segment have let go then leave in one segment too, with one call of the system.
 */
export class WriteQueue {
  readonly #socket: Socket;
  #waiting: Uint8Array[] = [];
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
    if (this.#waiting.length === 0) process.nextTick(this.#flush);
    this.#waiting.push(octets);
    this.#octets += octets.length;
  }

  flush(): void {
    const waiting = this.#waiting;
    const [first] = waiting;
    if (first === undefined) return;
    const total = this.#octets;
    this.#waiting = [];
    this.#octets = 0;
    if (waiting.length === 1) this.#socket.write(first);
    else if (total <= JOIN_OCTETS) this.#socket.write(Buffer.concat(waiting, total));
    else {
      this.#socket.cork();
      for (const octets of waiting) this.#socket.write(octets);
      this.#socket.uncork();
    }
  }

  clear(): void {
    this.#waiting = [];
    this.#octets = 0;
  }
}
