import type { ByteChannel } from '../../../electron/io/channel';
import type { Fault } from './faults';
import { cutRequests, frame } from './wire';
import type { AskedFrame, Wire } from './wire';

const ANSWERS_AFTER_MS = 3;

/** What a register holds on the bad servers: known to the test, another for each address and unit. */
export function registerOf(unit: number, address: number): number {
  return (unit * 4096 + address * 31 + 7) & 0xffff;
}

/** A server whose unit 1 misbehaves, and whose other units do not. */
export class BadServer {
  /** Null: unit 1 behaves. */
  fault: Fault | null = null;
  /** One in so many requests to unit 1 meets the fault. */
  every = 1;
  /** Connections over which nothing is answered any more. */
  readonly #stuck = new WeakSet<ByteChannel>();
  readonly #hasConnections: boolean;
  #asked = 0;
  #turn = 0;

  /** @param hasConnections whether there is one to end or to leave hanging: a serial line and UDP have none */
  constructor(
    readonly wire: Wire,
    hasConnections: boolean,
  ) {
    this.#hasConnections = hasConnections;
  }

  /** How many requests met a fault. */
  get misbehaved(): number {
    return this.#turn;
  }

  serve(channel: ByteChannel): void {
    let received: Buffer = Buffer.alloc(0);
    channel.listen({
      onData: (octets) => {
        const cut = cutRequests(this.wire, Buffer.concat([received, octets]));
        received = cut.rest;
        if (this.#stuck.has(channel)) return;
        for (const request of cut.requests) setTimeout(() => this.#answer(channel, request), ANSWERS_AFTER_MS);
      },
      onClose: () => undefined,
    });
  }

  #answer(channel: ByteChannel, request: AskedFrame): void {
    const { unit, pdu, transactionId } = request;
    const quantity = pdu.readUInt16BE(3);
    const pduRight = Buffer.alloc(2 + 2 * quantity);
    pduRight.writeUInt8(pdu[0] ?? 0, 0);
    pduRight.writeUInt8(2 * quantity, 1);
    for (let at = 0; at < quantity; at += 1) pduRight.writeUInt16BE(registerOf(unit, pdu.readUInt16BE(1) + at), 2 + 2 * at);
    const right = frame(this.wire, unit, pduRight, transactionId);
    const send = (octets: Uint8Array): void => void channel.write(octets);
    if (unit === 1) this.#asked += 1;
    if (unit !== 1 || this.fault === null || this.#asked % this.every !== 0) return send(right);
    this.#turn += 1;
    this.fault.act({
      ...request,
      wire: this.wire,
      pduRight,
      right,
      turn: this.#turn,
      send,
      later: (milliseconds, action) => void setTimeout(action, milliseconds),
      drop: () => void (this.#hasConnections && channel.destroy()),
      stick: () => void (this.#hasConnections && this.#stuck.add(channel)),
    });
  }
}
