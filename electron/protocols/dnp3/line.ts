import { Dnp3Line } from '../../stacks/dnp3';
import { ChannelError } from '../../io/channel-error';
import { UnknownTroubles } from '../../io/unknown-trouble';
import { Dnp3Device } from './device';
import { deviceSettingsSchema } from './device-settings';
import { placeOf } from './line-settings';
import { RoundTrips } from '../round-trips';
import { testDevice } from './test-device';
import { troubleOf } from './trouble-words';
import type { ByteChannel } from '../../io/channel';
import type { Diagnostics, TestResult } from '../../../shared/contract/devices';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { DeviceContext, Driver, LineContext, LineDriver, LineState } from '../protocol';
import type { ChannelOpener } from './channel-opener';
import type { LineSettings } from './line-settings';
import type { Stations } from './link-probe';
import type { LineMember, LineView } from './line-view';
import type { Trouble } from './trouble-words';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** A connection that lasted so long was a steady one: the next pause is the shortest again. */
const STEADY_MS = 5000;

/** One connection or serial port, shared by the outstations on it: kept while one of them is wanted, and sought again when lost. */
export class Dnp3LineDriver implements LineDriver, LineView {
  readonly settings: LineSettings;
  readonly roundTrips = new RoundTrips();
  readonly channel: Dnp3Line;
  readonly #context: LineContext;
  readonly #openChannel: ChannelOpener;
  readonly #unknown: UnknownTroubles;
  readonly #devices = new Set<Dnp3Device>();
  readonly #wanting = new Set<LineMember>();
  #connection: ByteChannel | null = null;
  #attempt: AbortController | null = null;
  #retry: NodeJS.Timeout | null = null;
  #pauseMs = FIRST_PAUSE_MS;
  #openedMs = 0;
  #closed = false;
  #state: LineState = { state: 'closed', reason: '' };
  #lastError: Diagnostics['lastError'] = null;
  #bytesSent = 0;
  #bytesReceived = 0;
  #connected = 0;
  #lost = 0;

  constructor(settings: LineSettings, context: LineContext, openChannel: ChannelOpener) {
    this.settings = settings;
    this.#context = context;
    this.#openChannel = openChannel;
    this.#unknown = new UnknownTroubles(context.log);
    this.channel = new Dnp3Line({
      clock: () => context.clock.monotonicMs(),
      onFrame: (direction, octets) => {
        if (direction === 'in') this.#bytesReceived += octets.length;
        else this.#bytesSent += octets.length;
        context.onFrame({ time: context.clock.nowMicros(), direction: direction === 'in' ? 'received' : 'sent', octets });
      },
      onNoFrame: (octets) => context.onFrame({ time: context.clock.nowMicros(), direction: 'received', octets, note: 'no-frame' }),
    });
  }

  get state(): LineState {
    return this.#state;
  }

  createDevice(settings: Opaque, context: DeviceContext): Driver {
    const device = new Dnp3Device({
      line: this,
      settings: deviceSettingsSchema.parse(settings),
      context,
      clock: this.#context.clock,
      secret: (reference) => this.#context.secret(reference),
      onClosed: () => this.#devices.delete(device),
    });
    this.#devices.add(device);
    return device;
  }

  testDevice(settings: Opaque, points: readonly Point[], signal: AbortSignal): Promise<TestResult> {
    return testDevice({ line: this, deviceSettings: settings, points, secret: (reference) => this.#context.secret(reference), clock: this.#context.clock, signal });
  }

  want(member: LineMember): void {
    if (this.#closed) return;
    this.#wanting.add(member);
    if (this.#connection !== null) member.onOpen();
    else {
      member.onConnecting();
      if (this.#attempt !== null) return;
      // Who asks for a connection now does not wait for the next try of those who asked before.
      this.#stopRetry();
      void this.#open();
    }
  }

  unwant(member: LineMember): void {
    this.#wanting.delete(member);
    if (this.#wanting.size === 0) this.#shut();
  }

  isTaken(device: Parameters<LineView['isTaken']>[0]): boolean {
    return [...this.#devices].some((other) => other !== device && this.#wanting.has(other) && other.masterAddress === device.masterAddress && other.outstationAddress === device.outstationAddress);
  }

  stations(): readonly Stations[] {
    return [...this.#devices].map(({ masterAddress, outstationAddress }) => ({ master: masterAddress, outstation: outstationAddress }));
  }

  diagnostics(): Diagnostics {
    const counters = [...this.#devices].map((device) => device.counters());
    const sum = (key: 'requests' | 'responses' | 'timeouts'): number => counters.reduce((total, each) => total + each[key], 0);
    const link = this.channel.counters();
    return {
      requests: sum('requests'),
      responses: sum('responses'),
      timeouts: sum('timeouts'),
      bytesSent: this.#bytesSent,
      bytesReceived: this.#bytesReceived,
      roundTripMs: this.roundTrips.summary(),
      histogram: this.roundTrips.histogram(),
      load: null,
      counters: [
        { label: 'Link frames received', value: link.frames },
        { label: 'CRC errors', value: link.headerCrcErrors + link.bodyCrcErrors },
        { label: 'Bad link frames', value: link.badFrames },
        { label: 'Octets that were no frame', value: link.skippedOctets },
        { label: 'Frames of or to strangers', value: link.strangers },
        { label: 'Connections', value: this.#connected },
        { label: 'Connections lost', value: this.#lost },
      ],
      lastError: this.#lastError,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wanting.clear();
    this.#shut();
    this.channel.close();
    await Promise.resolve();
  }

  async #open(): Promise<void> {
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#setState({ state: 'opening', reason: this.#state.reason });
    try {
      const connection = await this.#openChannel(this.settings, attempt.signal, (reference) => this.#context.secret(reference));
      if (attempt.signal.aborted) connection.close();
      else this.#onOpened(connection);
    } catch (error) {
      if (!attempt.signal.aborted) this.#onFailed(troubleOf(error, this.settings));
    } finally {
      if (this.#attempt === attempt) this.#attempt = null;
    }
  }

  #onOpened(connection: ByteChannel): void {
    this.#connection = connection;
    this.#connected += 1;
    this.#openedMs = this.#context.clock.monotonicMs();
    this.#setState({ state: 'open', reason: '' });
    // The stack listens to the channel; this is told first, so that what its sessions do about it finds the line as it is.
    this.channel.attach({
      write: (octets) => connection.write(octets),
      close: () => connection.close(),
      listen: (handlers) => {
        connection.listen({
          onData: (octets) => handlers.onData(octets),
          onClose: (reason) => {
            const isOurs = this.#connection === connection;
            if (isOurs) this.#connection = null;
            handlers.onClose(reason);
            if (isOurs) this.#onLost(reason);
          },
        });
      },
    });
    for (const member of this.#wanting) member.onOpen();
  }

  #onLost(reason: Error | undefined): void {
    this.#lost += 1;
    // An outstation that ends each connection at once, as one that serves another master, is not called without end.
    if (this.#context.clock.monotonicMs() - this.#openedMs >= STEADY_MS) this.#pauseMs = FIRST_PAUSE_MS;
    this.#onFailed(troubleOf(reason ?? new ChannelError('closed', `${placeOf(this.settings)} closed the connection.`), this.settings));
  }

  #onFailed(found: Trouble): void {
    const { clock } = this.#context;
    const trouble = found.cause === undefined ? found : { ...found, message: this.#unknown.words(`${found.message}.`, found.cause) };
    this.#lastError = { time: clock.nowMicros(), message: trouble.message };
    this.#setState({ state: 'failed', reason: trouble.message });
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    const nextTryAt = clock.nowMicros() + pauseMs * 1000;
    for (const member of this.#wanting) member.onLost(trouble, nextTryAt);
    if (this.#closed || this.#wanting.size === 0) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      void this.#open();
    }, pauseMs);
  }

  #stopRetry(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
  }

  #shut(): void {
    this.#stopRetry();
    this.#attempt?.abort();
    this.#attempt = null;
    this.#pauseMs = FIRST_PAUSE_MS;
    const connection = this.#connection;
    this.#connection = null;
    this.#setState({ state: 'closed', reason: '' });
    connection?.close();
  }

  #setState(state: LineState): void {
    if (state.state === this.#state.state && state.reason === this.#state.reason) return;
    this.#state = state;
    if (!this.#closed) this.#context.onState(state);
  }
}
