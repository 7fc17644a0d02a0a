import { IIN, integrityPoll, MasterSession, PRIORITY } from '../../stacks/dnp3';
import type { LineSession, Report } from '../../stacks/dnp3';
import { bad, NO_ANSWER, NOT_CONNECTED } from '../../../shared/domain/quality';
import { CommandSender } from './command-sender';
import { ConditionLog } from './condition-log';
import { DeviceAct } from './device-act';
import { DeviceCommand } from './device-command';
import { deviceDiagnostics } from './device-diagnostics';
import { DeviceFiles } from './device-files';
import { DeviceIdentify } from './device-identify';
import { DeviceInventory } from './device-inventory';
import { DeviceRead } from './device-read';
import { DeviceSecurity } from './device-security';
import { DeviceWrite } from './device-write';
import { EventPathLog } from './event-path';
import { guardedSession } from './guarded-session';
import { indicationsOf, troubleText } from './indication-words';
import { masterSettingsOf } from './master-of';
import { PointTable } from './point-readings';
import { RoundTrips } from '../round-trips';
import { SilenceWatch } from './silence-watch';
import type { Diagnostics } from '../../../shared/contract/devices';
import type { Point } from '../../../shared/domain/point';
import type { Quality } from '../../../shared/domain/quality';
import type { Micros } from '../../../shared/domain/time';
import type { ActCapability, Clock, CommandCapability, DeviceContext, Driver, DriverState, EventPathCapability, FilesCapability, IdentifyCapability, LineContext, PollCapability, PushCapability, Reading, WriteCapability } from '../protocol';
import type { DeviceSettings } from './device-settings';
import type { LineMember, LineView } from './line-view';
import type { Trouble } from './trouble-words';

export interface Dnp3DeviceParts {
  readonly line: LineView;
  readonly settings: DeviceSettings;
  readonly context: DeviceContext;
  readonly clock: Clock;
  readonly secret: LineContext['secret'];
  readonly onClosed: () => void;
}

/** One outstation: it pushes what its polls and unsolicited responses bring, and is asked for everything at once on demand. */
export class Dnp3Device implements Driver, LineMember {
  readonly masterAddress: number;
  readonly outstationAddress: number;
  readonly poll: PollCapability;
  readonly write: WriteCapability;
  readonly command: CommandCapability;
  readonly act: ActCapability;
  readonly identify: IdentifyCapability;
  readonly eventPath: EventPathCapability;
  readonly inventory: DeviceInventory;
  readonly files: FilesCapability;
  readonly push: PushCapability = {
    subscribe: (listener) => {
      this.#listener = listener;
      return () => {
        if (this.#listener === listener) this.#listener = null;
      };
    },
  };
  readonly #parts: Dnp3DeviceParts;
  readonly #session: MasterSession;
  readonly #lineSession: LineSession;
  readonly #read: DeviceRead;
  readonly #attributes: DeviceIdentify;
  readonly #events: EventPathLog;
  readonly #conditions: ConditionLog;
  readonly #security: DeviceSecurity['watch'];
  readonly #silence: SilenceWatch;
  readonly #roundTrips = new RoundTrips();
  #listener: ((readings: readonly Reading[]) => void) | null = null;
  #points: readonly Point[] = [];
  #table = new PointTable([]);
  #wanted = false;
  /** The opening of the update key that is under way. */
  #opening: object | null = null;
  #state: DriverState = { state: 'off', reason: '', nextTryAt: null };
  #iin = 0;
  /** Whether it answered on the connection that is open; until then the start-up sequence asks again by itself. */
  #answered = false;
  #asked = { requests: 0, responses: 0, at: 0 };

  constructor(parts: Dnp3DeviceParts) {
    const { line, settings, context, clock, secret } = parts;
    this.#parts = parts;
    this.masterAddress = settings.masterAddress;
    this.outstationAddress = settings.outstationAddress;
    const security = new DeviceSecurity({ settings, secret, context, clock, onChange: () => this.#showTrouble() });
    this.#security = security.watch;
    this.#session = new MasterSession(
      masterSettingsOf(settings, line, security.keys.updateKeys, security.authority),
      {
        onReports: (reports, isUnsolicited, _now, task) => this.#onReports(reports, isUnsolicited, task?.name ?? ''),
        onIndications: (iin) => this.#onIndications(iin),
        currentTime: () => clock.nowMicros() / 1000,
        onOnline: (online) => this.#onOnline(online),
        onAuthentication: (event) => this.#security.take(event),
      },
      { send: (octets) => this.#send(octets), wake: (at) => line.channel.environment.wake(at) },
      line.channel.now,
    );
    this.#lineSession = guardedSession(this.#session, context);
    const common = { session: this.#session, channel: line.channel, settings, clock, isConnected: () => this.#wanted && line.channel.open };
    const outputs = { sender: new CommandSender(common), line: line.settings, settings };
    this.#conditions = new ConditionLog(settings);
    this.#silence = new SilenceWatch({ line, settings, clock, guard: (action) => context.guard(action), onSilent: (reason, nextTryAt) => this.#setState({ state: 'lost', reason, nextTryAt }) });
    this.#events = new EventPathLog({ now: () => clock.nowMicros(), describe: (report) => this.#table.describe(report), repeatedResponses: () => this.#session.counters.repeatedUnsolicited });
    this.#read = new DeviceRead(common);
    this.#attributes = new DeviceIdentify(common);
    this.poll = this.#read;
    this.identify = this.#attributes;
    this.inventory = new DeviceInventory(common);
    this.files = new DeviceFiles(common);
    this.eventPath = this.#events;
    this.write = new DeviceWrite(outputs);
    this.command = new DeviceCommand(outputs);
    const others = new DeviceAct({ ...common, explain: (signal) => this.#silence.explain(signal), onClock: (measured) => this.#events.clock(measured) });
    this.act = security.acting({ ...common, restart: () => this.#beginAnew(), others });
  }

  connect(): void {
    const { line } = this.#parts;
    if (this.#wanted) return;
    if (line.isTaken(this)) {
      this.#setState({ state: 'error', reason: `Another device on this line speaks between master ${this.masterAddress} and outstation ${this.outstationAddress} already: give them different addresses`, nextTryAt: null });
      return;
    }
    this.#wanted = true;
    if (this.#security.wantsKey) this.#openKey();
    else this.#join();
  }

  disconnect(): Promise<void> {
    this.#end();
    this.#setState({ state: 'off', reason: '', nextTryAt: null });
    this.#mark(this.#points, bad(NOT_CONNECTED));
    return Promise.resolve();
  }

  setPoints(points: readonly Point[]): void {
    const known = new Set(this.#points);
    this.#points = points.filter((point) => point.access !== 'write');
    this.#table = new PointTable(this.#points);
    const added = this.#points.filter((point) => !known.has(point));
    if (added.length === 0) return;
    this.#mark(added, this.#session.online ? bad('No value yet') : bad(NOT_CONNECTED));
    // What is there already was reported before anybody asked for it.
    if (this.#session.online) this.#pollAll();
  }

  diagnostics(): Diagnostics {
    return deviceDiagnostics({ session: this.#session, roundTrips: this.#roundTrips, conditions: this.#conditions, security: this.#security, now: this.#parts.line.channel.now, line: this.#parts.line.diagnostics(), lastError: this.#silence.lastError });
  }

  counters(): { readonly requests: number; readonly responses: number; readonly timeouts: number } {
    return this.#session.counters;
  }

  roundTripMs(): number | null {
    return this.#roundTrips.mean();
  }

  close(): Promise<void> {
    this.#security.close();
    this.#listener = null;
    this.#end();
    this.#parts.onClosed();
    return Promise.resolve();
  }

  onConnecting(): void {
    if (this.#state.state === 'off') this.#setState({ state: 'connecting', reason: '', nextTryAt: null });
  }

  onOpen(): void {
    this.#answered = false;
    this.#silence.opened();
    if (this.#session.online) return;
    this.#silence.after(this.#parts.settings.responseTimeoutMs + 500, () => {
      if (!this.#session.online) this.#onSilence();
    });
  }

  onLost(trouble: Trouble, nextTryAt: Micros): void {
    this.#silence.stop();
    this.#setState({ state: trouble.ours ? 'error' : 'lost', reason: trouble.message, nextTryAt });
    this.#mark(this.#points, bad(NOT_CONNECTED));
  }

  #join(): void {
    const { line } = this.#parts;
    line.channel.add(this.#lineSession);
    line.want(this);
  }

  /** The session on the open line begins anew, and with it authentication. */
  #beginAnew(): void {
    const { channel } = this.#parts.line;
    if (!this.#wanted) return this.#security.close();
    channel.remove(this.#lineSession);
    channel.add(this.#lineSession);
  }

  /** The key first: without it the first requests would be refused. */
  #openKey(): void {
    const { context } = this.#parts;
    const attempt = {};
    this.#opening = attempt;
    this.#setState({ state: 'connecting', reason: '', nextTryAt: null });
    this.#security.openKey().then(
      context.guard(() => {
        // It may have been disconnected, and connected once more, in the meantime.
        if (this.#wanted && this.#opening === attempt) this.#join();
      }),
      context.guard((cause: unknown) => {
        throw cause;
      }),
    );
  }

  #end(): void {
    const { line } = this.#parts;
    this.#wanted = false;
    this.#opening = null;
    this.#silence.stop();
    line.channel.remove(this.#lineSession);
    line.unwant(this);
  }

  #send(octets: Uint8Array): boolean {
    const { requests } = this.#session.counters;
    if (requests !== this.#asked.requests) this.#asked = { ...this.#asked, requests, at: this.#parts.clock.monotonicMs() };
    return this.#parts.line.channel.environment.send(octets);
  }

  #onReports(reports: readonly Report[], isUnsolicited: boolean, asked: string): void {
    const receivedTime = this.#parts.clock.nowMicros();
    this.#read.take(reports);
    this.#attributes.take(reports);
    this.inventory.take(reports, isUnsolicited);
    this.#events.take(reports, isUnsolicited ? null : asked, receivedTime);
    const readings = this.#table.readings(reports, receivedTime);
    if (readings.length > 0) this.#listener?.(readings);
  }

  #onIndications(iin: number): void {
    const { responses } = this.#session.counters;
    if (responses !== this.#asked.responses) {
      this.#asked = { ...this.#asked, responses };
      const tripMs = this.#parts.clock.monotonicMs() - this.#asked.at;
      this.#roundTrips.add(tripMs);
      this.#parts.line.roundTrips.add(tripMs);
    }
    this.#conditions.take(iin, this.#parts.clock.nowMicros());
    this.#events.overflow((iin & IIN.eventBufferOverflow) !== 0);
    if (iin === this.#iin) return;
    // Its clock was set, or may have stood still.
    if (((this.#iin & IIN.needTime) !== 0 && (iin & IIN.needTime) === 0) || (iin & IIN.deviceRestart) !== 0) this.#events.forgetClock();
    this.#iin = iin;
    this.#showTrouble();
  }

  #showTrouble(): void {
    if (this.#state.state === 'connected') this.#showConnected();
  }

  #onOnline(online: boolean): void {
    if (!online) {
      // Where the channel is gone too, the line tells it with its reason.
      if (this.#wanted && this.#parts.line.channel.open) this.#onSilence();
      return;
    }
    this.#answered = true;
    this.#silence.answered();
    this.#showConnected();
  }

  #showConnected(): void {
    this.#setState({ state: 'connected', reason: [this.#security.text, troubleText(indicationsOf(this.#iin, this.#parts.settings))].filter((text) => text !== '').join('. '), nextTryAt: null });
  }

  /** The line is open and nothing answers. Where it never did, the start-up sequence asks again by itself. */
  #onSilence(): void {
    const ask = (): void => {
      this.#pollAll((answered) => {
        if (!answered && this.#wanted && this.#parts.line.channel.open && !this.#session.online) this.#onSilence();
      });
    };
    this.#silence.silent(this.#answered ? ask : null);
    this.#mark(this.#points, bad(NO_ANSWER));
  }

  #pollAll(done: (answered: boolean) => void = () => undefined): void {
    this.#session.submit(
      integrityPoll((outcome) => {
        done(outcome.ok || outcome.failure.kind !== 'timeout');
      }, PRIORITY.request),
      this.#parts.line.channel.now,
    );
  }

  #mark(points: readonly Point[], quality: Quality): void {
    if (points.length === 0) return;
    const receivedTime = this.#parts.clock.nowMicros();
    this.#listener?.(points.map(({ id }) => ({ pointId: id, value: null, raw: null, quality, sourceTime: null, receivedTime })));
  }

  #setState(state: DriverState): void {
    this.#state = state;
    this.#parts.context.onState(state);
  }
}
