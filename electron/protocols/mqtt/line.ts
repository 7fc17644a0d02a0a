import { randomBytes } from 'node:crypto';
import { MqttDevice } from './device';
import { deviceSettingsSchema } from './device-settings';
import { isSecretReference } from './line-settings';
import { RoundTrips } from '../round-trips';
import { SubscriptionTable } from './subscription-table';
import { testDevice } from './test-device';
import { Trouble, troubleOf } from './trouble-words';
import { UnknownTroubles } from '../../io/unknown-trouble';
import type { Diagnostics, TestResult } from '../../../shared/contract/devices';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { Micros } from '../../../shared/domain/time';
import type { DeviceContext, Driver, LineContext, LineDriver, LineState } from '../protocol';
import type { BrokerConnection } from './broker-connection';
import type { LineSettings } from './line-settings';
import type { LineMember, LineView } from './line-view';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** A connection that lasted so long was a steady one: the next pause is the shortest again. */
const STEADY_MS = 5000;

/** One connection to a broker, shared by the devices on it: kept while one of them wants it, and sought again when lost. */
export class MqttLine implements LineDriver, LineView {
  readonly settings: LineSettings;
  readonly roundTrips = new RoundTrips();
  readonly #context: LineContext;
  readonly #unknown: UnknownTroubles;
  readonly #clientId: string;
  readonly #devices = new Set<LineMember>();
  readonly #wanting = new Set<LineMember>();
  readonly #table = new SubscriptionTable<LineMember>();
  #connection: BrokerConnection | null = null;
  #attempt: AbortController | null = null;
  #retry: NodeJS.Timeout | null = null;
  #pauseMs = FIRST_PAUSE_MS;
  #openedMs = 0;
  #closed = false;
  #state: LineState = { state: 'closed', reason: '' };
  #lastError: Diagnostics['lastError'] = null;
  #received = 0;
  #published = 0;
  #connected = 0;
  #lost = 0;
  #endedBytesSent = 0;
  #endedBytesReceived = 0;

  constructor(settings: LineSettings, context: LineContext) {
    this.settings = settings;
    this.#context = context;
    this.#unknown = new UnknownTroubles(context.log);
    this.#clientId = settings.clientId === '' ? `thermacore-${randomBytes(6).toString('hex')}` : settings.clientId;
  }

  get state(): LineState {
    return this.#state;
  }

  get connection(): BrokerConnection | null {
    return this.#connection?.isOpen === true ? this.#connection : null;
  }

  createDevice(settings: Opaque, context: DeviceContext): Driver {
    const device = new MqttDevice({ line: this, settings: deviceSettingsSchema.parse(settings), context, clock: this.#context.clock });
    this.#devices.add(device);
    return device;
  }

  testDevice(settings: Opaque, points: readonly Point[], signal: AbortSignal): Promise<TestResult> {
    return testDevice({ settings: this.settings, deviceSettings: settings, points, clientId: `${this.#clientId}-test`, clock: this.#context.clock, log: this.#context.log, secret: (reference) => this.#context.secret(reference), signal });
  }

  want(device: LineMember): void {
    if (this.#closed) return;
    this.#wanting.add(device);
    if (this.connection !== null) device.onConnected();
    else {
      device.onConnecting();
      if (this.#attempt === null && this.#retry === null) void this.#open();
    }
  }

  async unwant(device: LineMember): Promise<void> {
    this.#wanting.delete(device);
    if (this.#wanting.size === 0) await this.#shut();
  }

  async remove(device: LineMember): Promise<void> {
    this.setFilters(device, new Map());
    this.#devices.delete(device);
    await this.unwant(device);
  }

  setFilters(device: LineMember, wanted: ReadonlyMap<string, 0 | 1 | 2>): void {
    const { subscribe, unsubscribe } = this.#table.replace(device, wanted);
    const { connection } = this;
    if (connection === null) return;
    for (const filter of unsubscribe) connection.unsubscribe(filter);
    for (const { filter, qos } of subscribe) void this.#subscribe(connection, filter, qos);
  }

  notePublished(): void {
    this.#published += 1;
  }

  diagnostics(): Diagnostics {
    return {
      requests: this.#published,
      responses: this.#received,
      timeouts: 0,
      bytesSent: this.#endedBytesSent + (this.#connection?.bytesSent ?? 0),
      bytesReceived: this.#endedBytesReceived + (this.#connection?.bytesReceived ?? 0),
      roundTripMs: this.roundTrips.summary(),
      histogram: this.roundTrips.histogram(),
      load: null,
      counters: [
        { label: 'Messages published', value: this.#published },
        { label: 'Messages received', value: this.#received },
        { label: 'Topic filters', value: this.#table.filters.length },
        { label: 'Connections', value: this.#connected },
        { label: 'Connections lost', value: this.#lost },
      ],
      lastError: this.#lastError,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wanting.clear();
    await this.#shut();
  }

  async #open(): Promise<void> {
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#setState({ state: 'opening', reason: this.#state.reason });
    try {
      // The MQTT library is large and is loaded with the first connection: most projects have none.
      const { BrokerConnection } = await import('./broker-connection');
      const connection = await BrokerConnection.open(
        { settings: this.settings, clientId: this.#clientId, secret: (reference) => (isSecretReference(reference) ? this.#context.secret(reference) : Promise.resolve(null)), signal: attempt.signal },
        {
          onMessage: (topic, payload, retained) => {
            this.#received += 1;
            this.#table.dispatch(topic, (device, filter) => {
              device.onMessage(filter, payload, retained);
            });
          },
          onRoundTrip: (milliseconds) => {
            this.roundTrips.add(milliseconds);
          },
          onLost: (trouble) => {
            this.#onLost(trouble);
          },
        },
      );
      if (attempt.signal.aborted) {
        await connection.close();
        return;
      }
      this.#onOpened(connection);
    } catch (error) {
      if (!attempt.signal.aborted) this.#onFailed(this.#inWords(troubleOf(error, this.settings)));
    } finally {
      if (this.#attempt === attempt) this.#attempt = null;
    }
  }

  #onOpened(connection: BrokerConnection): void {
    this.#connection = connection;
    this.#connected += 1;
    this.#openedMs = this.#context.clock.monotonicMs();
    this.#setState({ state: 'open', reason: '' });
    for (const device of this.#wanting) device.onConnected();
    for (const filter of this.#table.filters) void this.#subscribe(connection, filter, this.#table.qosOf(filter));
  }

  async #subscribe(connection: BrokerConnection, filter: string, qos: 0 | 1 | 2): Promise<void> {
    const refused = await connection.subscribe(filter, qos);
    if (refused === null || !connection.isOpen) return;
    this.#context.log.warn(`${this.settings.host}: ${refused}: ${filter}. The user may lack the right to it`);
    for (const device of this.#devices) device.onRefused(filter, refused);
  }

  #onLost(trouble: Trouble): void {
    this.#lost += 1;
    // Brokers that end each connection at once, as for two clients of one client id, are not called without end.
    if (this.#context.clock.monotonicMs() - this.#openedMs >= STEADY_MS) this.#pauseMs = FIRST_PAUSE_MS;
    this.#forgetConnection();
    this.#onFailed(this.#inWords(trouble));
  }

  /** What the system says of a trouble that is not known here is for the log. */
  #inWords(trouble: Trouble): Trouble {
    return trouble.cause === undefined ? trouble : new Trouble(trouble.kind, this.#unknown.words(`${trouble.message}.`, trouble.cause));
  }

  #onFailed(trouble: Trouble): void {
    const { clock } = this.#context;
    this.#lastError = { time: clock.nowMicros(), message: trouble.message };
    this.#setState({ state: 'failed', reason: trouble.message });
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    const nextTryAt: Micros = clock.nowMicros() + pauseMs * 1000;
    for (const device of this.#wanting) device.onLost(trouble, nextTryAt);
    if (this.#closed || this.#wanting.size === 0) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      void this.#open();
    }, pauseMs);
  }

  async #shut(): Promise<void> {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    this.#attempt?.abort();
    this.#attempt = null;
    this.#pauseMs = FIRST_PAUSE_MS;
    const connection = this.#connection;
    this.#forgetConnection();
    this.#setState({ state: 'closed', reason: '' });
    await connection?.close();
  }

  #forgetConnection(): void {
    this.#endedBytesSent += this.#connection?.bytesSent ?? 0;
    this.#endedBytesReceived += this.#connection?.bytesReceived ?? 0;
    this.#connection = null;
  }

  #setState(state: LineState): void {
    if (state.state === this.#state.state && state.reason === this.#state.reason) return;
    this.#state = state;
    if (!this.#closed) this.#context.onState(state);
  }
}
