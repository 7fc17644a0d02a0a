import type { ByteChannel } from '../../../io/channel';
import { functionCodeOf, isException, ModbusServer, serveUnits } from '../../../stacks/modbus';
import type { ModbusDelivery, ModbusRequest, ModbusResponse, ModbusServerModel } from '../../../stacks/modbus';
import { LateParts } from '../../late-parts';
import type { ListeningPort } from '../../listening-port';
import type { Clock, ServedClientState, ServedFrameListener, Server } from '../../protocol';
import { WatchedChannel } from '../watched-channel';
import type { AskedRecord } from './asked-record';
import { damageAnswer, exceptionOf } from './faults/damage-answer';
import type { MetFault } from './faults/fault-kinds';
import type { FaultPlan } from './faults/fault-plan';
import { framingOf, openPort } from './open-port';
import { operationText } from './operation-text';
import type { Asking, ServedUnit } from './served-unit';
import { isSerialServer, type ServerSettings } from './server-settings';

export interface PortContext {
  readonly clock: Clock;
  readonly record: AskedRecord;
  readonly plan: FaultPlan;
  /** The unit of an identifier, made where everything is answered; undefined where there is none. */
  unit(unitId: number): ServedUnit | undefined;
  units(): Iterable<ServedUnit>;
  /** Who is asking, while a request is carried out. */
  asking(asking: Asking): void;
  onLost(reason: string): void;
  readonly onFrame?: ServedFrameListener;
}

interface Client {
  readonly server: ModbusServer;
  readonly address: string;
  readonly since: number;
  requests: number;
}

type Reply = (response: ModbusResponse | undefined) => void;

const NONE: readonly MetFault[] = [];

/** One listening port or serial line of a server, with its clients. */
export class ModbusPort implements Server {
  #opened: ListeningPort | null = null;
  readonly #clients = new Set<Client>();
  readonly #stuck = new Set<ByteChannel>();
  readonly #late = new LateParts();
  readonly #base: ModbusServerModel;
  readonly #serial: boolean;
  /** Faults that a request met, until its answer is sent. */
  readonly #met = new WeakMap<ModbusRequest, readonly MetFault[]>();
  #closed = false;

  private constructor(
    private readonly settings: ServerSettings,
    private readonly context: PortContext,
  ) {
    this.#serial = isSerialServer(settings);
    const absentUnit = settings.absentUnit === 'silent' ? 'silent' : settings.absentUnit === '10' ? 10 : 11;
    this.#base = serveUnits((unitId) => context.unit(unitId), {
      absentUnit: this.#serial ? 'silent' : absentUnit,
      ...(this.#serial ? { broadcastTo: () => context.units() } : {}),
    });
  }

  /** Rejects with a ChannelError where it can't be opened. */
  static async open(settings: ServerSettings, context: PortContext): Promise<ModbusPort> {
    const port = new ModbusPort(settings, context);
    const opened = await openPort(settings, (channel) => port.#accept(channel), (reason) => port.#lost(reason));
    port.#opened = opened;
    return port;
  }

  get address(): string {
    return this.#opened?.address ?? '';
  }

  clients(): ServedClientState[] {
    return Array.from(this.#clients, ({ address, since, requests }) => ({ address, since, requests }));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#late.close();
    for (const channel of this.#stuck) channel.destroy();
    for (const { server } of this.#clients) server.close();
    await this.#opened?.close();
  }

  #accept(channel: ByteChannel): void {
    const { transport, idleS } = this.settings;
    if ((transport === 'tcp' || transport === 'rtu-over-tcp') && this.context.plan.forConnection()) return this.#leaveStuck(channel);
    const address = this.#serial ? channel.label.replace(/^serial /, '') : channel.label.replace(/^(tcp|udp) /, '');
    const { onFrame } = this.context;
    const client: Client = {
      address,
      since: this.context.clock.nowMicros(),
      requests: 0,
      server: new ModbusServer(this.#model((): Client => client), {
        deliver: (delivery, send, close) => this.#deliver(delivery, send, close),
        ...(onFrame === undefined ? {} : { onFrame: (direction: 'in' | 'out', octets: Uint8Array) => onFrame(direction === 'in' ? 'received' : 'sent', octets, address) }),
        ...(idleS === 0 ? {} : { idleTimeoutMs: idleS * 1000 }),
      }),
    };
    this.#clients.add(client);
    const watched = new WatchedChannel(channel);
    void watched.closed.then(() => {
      this.#clients.delete(client);
      if (this.#serial) this.#lost(watched.error?.message ?? `${channel.label}: the port was closed.`);
    });
    return client.server.attach(watched, framingOf(this.settings));
  }

  /** Accepted and never answered, until the other side gives up. */
  #leaveStuck(channel: ByteChannel): void {
    this.#stuck.add(channel);
    channel.listen({ onData: () => undefined, onClose: () => this.#stuck.delete(channel) });
  }

  #lost(reason: string): void {
    if (this.#closed) return;
    this.context.onLost(reason);
  }

  /** What one client meets: everything it asks is noted, and meets the faults. */
  #model(client: () => Client): ModbusServerModel {
    const base = this.#base;
    return {
      ...(base.bus === undefined ? {} : { bus: base.bus }),
      // Everybody is heard, so that what is asked of units that are not here is noted too; they stay silent.
      serves: () => true,
      handle: (unit, request, reply) => this.#handle(client(), unit, request, reply),
      refuse: (unit, response, reply) => {
        client().requests += 1;
        const present = this.context.unit(unit) !== undefined;
        this.context.record.note(unit, response.functionCode, present ? response.exception : null, this.context.clock.nowMicros());
        base.refuse?.(unit, response, reply);
      },
    };
  }

  #handle(client: Client, unit: number, request: ModbusRequest, reply: Reply): void {
    const { record, plan, clock } = this.context;
    client.requests += 1;
    const answered: Reply = (response) => {
      record.note(unit, request, response !== undefined && isException(response) ? response.exception : null, clock.nowMicros());
      reply(response);
    };
    const broadcast = this.#serial && unit === 0;
    const faults = broadcast || this.context.unit(unit) === undefined ? NONE : plan.forAnswer(unit, request);
    if (faults.length > 0) this.#met.set(request, faults);
    const exception = exceptionOf(faults);
    if (exception !== null) return answered({ functionCode: functionCodeOf(request), exception });
    this.context.asking({ client: client.address, operation: operationText(functionCodeOf(request)) });
    return this.#base.handle(unit, request, answered);
  }

  #deliver({ unit, request, answer, framing }: ModbusDelivery, send: (octets: Uint8Array) => void, close: () => void): void {
    const { plan } = this.context;
    const faults = request === undefined ? plan.forAnswer(unit, undefined) : (this.#met.get(request) ?? NONE);
    if (faults.length === 0) return send(answer);
    return this.#late.send(damageAnswer(answer, framing, faults, () => plan.random()), send, close);
  }
}
