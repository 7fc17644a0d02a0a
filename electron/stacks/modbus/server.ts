import { Alarm } from './alarm';
import { AsciiLine } from './ascii-line';
import type { ModbusChannel } from './channel';
import type { ModbusDeliver } from './delivery';
import type { LineFraming } from './line-framing';
import { MbapServerSession, type ServerEnvironment } from './mbap-server-session';
import { RtuLine } from './rtu-line';
import { SerialServerSession } from './serial-server-session';
import type { RtuTiming } from './serial-timing';
import type { ModbusServerModel } from './server-model';

/** `datagrams`: the channel carries UDP datagrams of one peer, each a frame. */
export type ModbusServerFraming =
  | { readonly framing: 'mbap'; readonly datagrams?: boolean }
  | { readonly framing: 'rtu'; readonly timing: RtuTiming }
  /** `delimiter`: the last character of a frame, line feed (10) unless given. */
  | { readonly framing: 'ascii'; readonly timing: RtuTiming; readonly delimiter?: number };

export interface ModbusServerOptions {
  readonly onFrame?: (direction: 'out' | 'in', octets: Uint8Array) => void;
  /** Connections at once, 100 unless given; one more is closed at once. */
  readonly connectionLimit?: number;
  /** Closes a channel on which nothing was received for so long, in milliseconds; never unless given. Not for serial lines. */
  readonly idleTimeoutMs?: number;
  /** Takes the place of sending answers. */
  readonly deliver?: ModbusDeliver;
}

/** Serves one model on any number of open channels: accepted TCP connections, serial ports. */
export class ModbusServer {
  readonly #model: ModbusServerModel;
  readonly #options: ModbusServerOptions;
  readonly #channels = new Set<ModbusChannel>();

  constructor(model: ModbusServerModel, options: ModbusServerOptions = {}) {
    this.#model = model;
    this.#options = options;
  }

  get connections(): number {
    return this.#channels.size;
  }

  /** Takes over an open channel until it is closed. */
  attach(channel: ModbusChannel, framing: ModbusServerFraming): void {
    if (this.#channels.size >= (this.#options.connectionLimit ?? 100)) return channel.close();
    this.#channels.add(channel);
    if (framing.framing === 'mbap') this.#attachMbap(channel, framing.datagrams === true);
    else this.#attachLine(channel, framing.timing, framing.framing === 'rtu' ? new RtuLine() : new AsciiLine(framing.delimiter));
  }

  /** Closes every channel. */
  close(): void {
    for (const channel of this.#channels) channel.close();
  }

  #attachMbap(channel: ModbusChannel, datagrams: boolean): void {
    const session = new MbapServerSession(this.#model, this.#environment(channel), { datagrams });
    this.#listen(channel, this.#options.idleTimeoutMs, (octets) => session.receive(octets), () => session.closed());
  }

  #attachLine(channel: ModbusChannel, timing: RtuTiming, line: LineFraming): void {
    const alarm = new Alarm((now) => session.tick(now));
    const session = new SerialServerSession(this.#model, timing, line, { ...this.#environment(channel), wake: (at) => alarm.set(at) });
    const end = (): void => {
      alarm.close();
      session.closed();
    };
    // A serial line stays open however long nobody asks.
    const idleTimeoutMs = timing.characterMs === 0 ? this.#options.idleTimeoutMs : undefined;
    this.#listen(channel, idleTimeoutMs, (octets) => session.receive(octets, performance.now()), end);
  }

  #listen(channel: ModbusChannel, idleTimeoutMs: number | undefined, receive: (octets: Uint8Array) => void, end: () => void): void {
    const idle = idleTimeoutMs === undefined ? undefined : setTimeout(() => channel.close(), idleTimeoutMs);
    channel.listen({
      onData: (octets) => {
        idle?.refresh();
        receive(octets);
      },
      onClose: () => {
        clearTimeout(idle);
        end();
        this.#channels.delete(channel);
      },
    });
  }

  #environment(channel: ModbusChannel): ServerEnvironment {
    const { onFrame, deliver } = this.#options;
    return {
      send: (octets: Uint8Array) => channel.write(octets),
      close: () => channel.close(),
      ...(onFrame === undefined ? {} : { onFrame }),
      ...(deliver === undefined ? {} : { deliver }),
    };
  }
}
