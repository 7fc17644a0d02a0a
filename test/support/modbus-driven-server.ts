import {
  AsciiLine,
  asciiTiming,
  MbapServerSession,
  previewRequest,
  RtuLine,
  rtuTiming,
  SerialServerSession,
  type ModbusDeliver,
  type ModbusFraming,
  type ModbusRequest,
  type ModbusServerModel,
} from '../../electron/stacks/modbus';

export type ServerKind = ModbusFraming | 'udp';

const RTU = rtuTiming({ baudRate: 19_200 });
const ASCII = asciiTiming({ baudRate: 19_200 });

/** A server session of any framing under a clock that the test moves. */
export class DrivenServer {
  now = 0;
  readonly sent: Uint8Array[] = [];
  /** Frames that it heard. */
  readonly heard: Uint8Array[] = [];
  closedBecause: string | undefined;
  readonly kind: ServerKind;
  readonly #receive: (octets: Uint8Array, now: number) => void;
  readonly #tick: (now: number) => void;
  #wakeAt = Number.POSITIVE_INFINITY;

  constructor(kind: ServerKind, model: ModbusServerModel, deliver?: ModbusDeliver) {
    this.kind = kind;
    const environment = {
      send: (octets: Uint8Array) => this.sent.push(Uint8Array.from(octets)) > 0,
      close: (reason: string) => {
        this.closedBecause = reason;
      },
      wake: (at: number) => {
        this.#wakeAt = Math.min(this.#wakeAt, at);
      },
      onFrame: (direction: 'out' | 'in', octets: Uint8Array) => {
        if (direction === 'in') this.heard.push(octets);
      },
      ...(deliver === undefined ? {} : { deliver }),
    };
    if (kind === 'mbap' || kind === 'udp') {
      const session = new MbapServerSession(model, environment, { datagrams: kind === 'udp' });
      this.#receive = (octets) => session.receive(octets);
      this.#tick = () => undefined;
      return;
    }
    const session = new SerialServerSession(model, kind === 'rtu' ? RTU : ASCII, kind === 'rtu' ? new RtuLine() : new AsciiLine(), environment);
    this.#receive = (octets, now) => session.receive(octets, now);
    this.#tick = (now) => session.tick(now);
  }

  receive(octets: Uint8Array): void {
    this.#receive(octets, this.now);
  }

  advance(ms: number): void {
    const target = this.now + ms;
    while (this.#wakeAt <= target) {
      this.now = Math.max(this.now, this.#wakeAt);
      this.#wakeAt = Number.POSITIVE_INFINITY;
      this.#tick(this.now);
    }
    this.now = target;
  }

  /** Asks in its framing, lets the line go silent, and gives what it sent meanwhile. */
  ask(unit: number, request: ModbusRequest, transactionId = 1): Uint8Array[] {
    const before = this.sent.length;
    this.receive(requestOctets(this.kind, unit, request, transactionId));
    this.advance(100);
    return this.sent.slice(before);
  }
}

/** A request as it goes on the wire. */
export function requestOctets(kind: ServerKind, unit: number, request: ModbusRequest, transactionId = 1): Uint8Array {
  const encoded = previewRequest(kind === 'udp' ? 'mbap' : kind, unit, request, transactionId);
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  return encoded.octets;
}
