import { broadcastOf } from '../../../stacks/dnp3';
import type { LinkFrame } from '../../../stacks/dnp3';
import type { ByteChannel } from '../../../io/channel';
import type { Clock, ServedClientState, ServedFrameListener, Server } from '../../protocol';
import type { OpenSecret } from '../../line-channel';
import type { ListeningPort } from '../../listening-port';
import type { AskedRecord } from './asked-record';
import type { FaultPlan } from './faults/fault-plan';
import { isFor, MasterSlot } from './master-slot';
import { openPort } from './open-port';
import { begunBy } from './request-text';
import { ServedConnection } from './served-connection';
import type { ServedOutstation } from './served-outstation';
import { isSerialServer, type ServerSettings } from './server-settings';

export interface PortContext {
  readonly clock: Clock;
  readonly record: AskedRecord;
  readonly plan: FaultPlan;
  readonly secret: OpenSecret;
  stations(): readonly ServedOutstation[];
  onLost(reason: string): void;
  readonly onFrame?: ServedFrameListener;
}

/** Masters beyond the named ones that an outstation which answers anybody keeps events for. */
const MOST_STRANGERS = 8;

/** One listening port or serial line with its connections, and the masters that its outstations know. */
export class Dnp3Port implements Server {
  readonly #connections = new Set<ServedConnection>();
  readonly #stuck = new Set<ByteChannel>();
  readonly #slots = new Map<ServedOutstation, Map<number, MasterSlot>>();
  #opened: ListeningPort | null = null;
  #closed = false;

  private constructor(
    private readonly settings: ServerSettings,
    private readonly context: PortContext,
  ) {}

  /** Rejects with a ChannelError where it can't be opened. */
  static async open(settings: ServerSettings, context: PortContext): Promise<Dnp3Port> {
    const port = new Dnp3Port(settings, context);
    // Masters named are kept events for from the start, not only once they connect.
    port.stationsChanged();
    try {
      port.#opened = await openPort(settings, context.secret, (channel) => port.#accept(channel), (reason) => port.#lost(reason));
    } catch (cause) {
      await port.close();
      throw cause;
    }
    return port;
  }

  get address(): string {
    return this.#opened?.address ?? '';
  }

  clients(): ServedClientState[] {
    return Array.from(this.#connections, (connection) => connection.state());
  }

  /** Follows the outstations that there are now; those that stay keep their masters and events. */
  stationsChanged(): void {
    const now = new Set(this.context.stations());
    for (const [station, slots] of this.#slots) {
      if (now.has(station)) continue;
      for (const slot of slots.values()) slot.close();
      this.#slots.delete(station);
    }
    for (const station of now) {
      if (this.#slots.has(station)) continue;
      this.#slots.set(station, new Map(station.masters.named.map((master) => [master, new MasterSlot(station, master, this.context)])));
    }
    for (const connection of this.#connections) this.#greet(connection);
  }

  /** The outstation came back from a restart. */
  restarted(station: ServedOutstation): void {
    for (const slot of this.#slots.get(station)?.values() ?? []) slot.renew();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const channel of this.#stuck) channel.destroy();
    for (const slots of this.#slots.values()) for (const slot of slots.values()) slot.close();
    this.#slots.clear();
    for (const connection of this.#connections) connection.close();
    await this.#opened?.close();
  }

  #accept(channel: ByteChannel): void {
    if (this.#closed) return channel.destroy();
    const { transport } = this.settings;
    if ((transport === 'tcp' || transport === 'tls') && this.context.plan.forConnection()) return this.#leaveStuck(channel);
    const { onFrame: onOctets } = this.context;
    const connection: ServedConnection = new ServedConnection(channel, this.context.clock, {
      onFrame: (frame) => this.#receive(connection, frame),
      onClose: (reason) => this.#ended(connection, reason),
      ...(onOctets === undefined ? {} : { onOctets }),
    });
    this.#connections.add(connection);
    this.#greet(connection);
  }

  /** Accepted and never answered, until the other side gives up. */
  #leaveStuck(channel: ByteChannel): void {
    this.#stuck.add(channel);
    channel.listen({ onData: () => undefined, onClose: () => this.#stuck.delete(channel) });
  }

  /**
   * Whose master is not there takes a new connection for it, so that an outstation may speak first. With several masters it
   * waits until one is heard, but on a serial line, where all are at the same wire.
   */
  #greet(connection: ServedConnection): void {
    const serial = isSerialServer(this.settings);
    for (const slots of this.#slots.values()) {
      if (!serial && slots.size !== 1) continue;
      for (const slot of slots.values()) if (slot.connection === null) slot.attach(connection);
    }
  }

  #receive(connection: ServedConnection, frame: LinkFrame): void {
    if (!frame.fromMaster) return;
    const toAll = broadcastOf(frame.destination) !== undefined;
    const meant = [...this.#slots.keys()].filter((station) => toAll || isFor(frame, station));
    if (meant.length === 0 && !isSerialServer(this.settings)) this.#noteStranger(connection, frame, 'No such outstation here; nothing was answered');
    for (const station of meant) {
      const slot = this.#slotOf(station, frame.source, toAll);
      if (slot === null) {
        if (!toAll) this.#noteStranger(connection, frame, `Master ${frame.source} is not known to it; nothing was answered`);
        continue;
      }
      if (!toAll || slot.connection === null) slot.attach(connection);
      slot.receive(frame);
    }
  }

  #slotOf(station: ServedOutstation, master: number, broadcast: boolean): MasterSlot | null {
    const slots = this.#slots.get(station);
    const known = slots?.get(master);
    if (slots === undefined || known !== undefined || broadcast || !station.masters.any) return known ?? null;
    if (slots.size >= station.masters.named.length + MOST_STRANGERS || master === station.address) return null;
    const slot = new MasterSlot(station, master, this.context);
    slots.set(master, slot);
    return slot;
  }

  #noteStranger(connection: ServedConnection, frame: LinkFrame, why: string): void {
    const begun = frame.primary && frame.userData.length > 0 ? begunBy(frame, true) : null;
    if (begun === null) return;
    connection.countRequest();
    const { record, clock } = this.context;
    record.refuse(record.note({ outstation: frame.destination, master: frame.source, functionCode: begun.functionCode, objects: begun.objects }, clock.nowMicros()), why);
  }

  #ended(connection: ServedConnection, reason: string): void {
    this.#connections.delete(connection);
    for (const slots of this.#slots.values()) for (const slot of slots.values()) if (slot.connection === connection) slot.detach(reason);
    if (isSerialServer(this.settings)) this.#lost(reason);
  }

  #lost(reason: string): void {
    if (!this.#closed) this.context.onLost(reason);
  }
}
