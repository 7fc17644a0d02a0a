import type { ByteChannel } from '../../../electron/io/channel';
import { memoryPair } from '../../../electron/io/memory-pair';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import type { LineDriver } from '../../../electron/protocols/protocol';
import { LineRecorder } from '../modbus-line';
import { drivenClock } from '../scripted-line';
import type { Fault } from './faults';
import { cutRequests, frame } from './wire';
import type { AskedFrame, Wire } from './wire';

export type BadTransport = 'tcp' | 'tls' | 'udp' | 'rtu' | 'rtu-over-tcp' | 'ascii';

const WIRES: Readonly<Record<BadTransport, Wire>> = { tcp: 'mbap', tls: 'mbap', udp: 'mbap', rtu: 'rtu', 'rtu-over-tcp': 'rtu', ascii: 'ascii' };
const ANSWERS_AFTER_MS = 3;

/** What a register holds on the bad servers: known to the test, another for each address and unit. */
export function registerOf(unit: number, address: number): number {
  return (unit * 4096 + address * 31 + 7) & 0xffff;
}

/** A line to a server whose unit 1 misbehaves, and whose other units do not. */
export class BadLine {
  readonly recorder = new LineRecorder(drivenClock);
  readonly line: LineDriver;
  readonly wire: Wire;
  /** Null: unit 1 behaves. */
  fault: Fault | null = null;
  /** One in so many requests to unit 1 meets the fault. */
  every = 1;
  readonly #transport: BadTransport;
  /** Connections over which nothing is answered any more. */
  readonly #stuck = new WeakSet<ByteChannel>();
  #asked = 0;
  #turn = 0;

  constructor(transport: BadTransport, settings: Record<string, string | number>) {
    this.#transport = transport;
    this.wire = WIRES[transport];
    const protocol = createModbusProtocol({
      openChannel: () => {
        const [near, far] = memoryPair();
        this.#serve(far);
        return Promise.resolve(near);
      },
    });
    this.line = protocol.createLine({ transport, host: 'plc', serialPath: '/dev/ttyUSB0', ...settings }, this.recorder.context);
  }

  /** A serial line and UDP have no connection to end or to leave hanging. */
  get #hasConnections(): boolean {
    return this.#transport === 'tcp' || this.#transport === 'tls' || this.#transport === 'rtu-over-tcp';
  }

  #serve(channel: ByteChannel): void {
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
