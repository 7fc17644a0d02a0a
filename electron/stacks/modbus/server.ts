import { Alarm } from './alarm';
import type { ModbusChannel } from './channel';
import type { ModbusDeliver } from './delivery';
import { MbapServerSession } from './mbap-server-session';
import { RtuServerSession } from './rtu-server-session';
import type { RtuTiming } from './rtu-timing';
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
    if (framing.framing === 'mbap') this.#attachMbap(channel);
    else this.#attachRtu(channel, framing.timing);
  }

  /** Closes every channel. */
  close(): void {
    for (const channel of this.#channels) channel.close();
  }

  #attachMbap(channel: ModbusChannel): void {
    const session = new MbapServerSession(this.#model, this.#environment(channel));
    channel.listen({
      onData: (octets) => session.receive(octets),
      onClose: () => {
        session.closed();
        this.#channels.delete(channel);
      },
    });
  }

  #attachRtu(channel: ModbusChannel, timing: RtuTiming): void {
    const alarm = new Alarm((now) => session.tick(now));
    const session = new RtuServerSession(this.#model, timing, { ...this.#environment(channel), wake: (at) => alarm.set(at) });
    channel.listen({
      onData: (octets) => session.receive(octets, performance.now()),
      onClose: () => {
        alarm.close();
        session.closed();
        this.#channels.delete(channel);
      },
    });
  }

  #environment(channel: ModbusChannel) {
    const { onFrame } = this.#options;
    return {
      send: (octets: Uint8Array) => channel.write(octets),
      close: () => channel.close(),
      ...(onFrame === undefined ? {} : { onFrame }),
    };
  }
}
