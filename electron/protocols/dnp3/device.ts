import { integrityPoll, MasterSession, PRIORITY } from '../../stacks/dnp3';
import type { LineSession, Report } from '../../stacks/dnp3';
import { bad, NO_ANSWER, NOT_CONNECTED } from '../../../shared/domain/quality';
import { DeviceRead } from './device-read';
import { DeviceWrite } from './device-write';
import { guardedSession } from './guarded-session';
import { indicationsOf, troubleText } from './indication-words';
import { masterSettingsOf } from './master-of';
import { PointTable } from './point-readings';
import { RoundTrips } from '../round-trips';
import { silence, silenceCauses } from './trouble-words';
import type { Diagnostics } from '../../../shared/contract/devices';
import type { Point } from '../../../shared/domain/point';
import type { Quality } from '../../../shared/domain/quality';
import type { Micros } from '../../../shared/domain/time';
import type { Clock, DeviceContext, Driver, DriverState, PollCapability, PushCapability, Reading, WriteCapability } from '../protocol';
import type { DeviceSettings } from './device-settings';
import type { LineMember, LineView } from './line-view';
import type { Trouble } from './trouble-words';

const FIRST_PROBE_MS = 2000;
const LONGEST_PROBE_MS = 30_000;

export interface Dnp3DeviceParts {
  readonly line: LineView;
  readonly settings: DeviceSettings;
  readonly context: DeviceContext;
  readonly clock: Clock;
  readonly onClosed: () => void;
}

/** One outstation: it pushes what its polls and unsolicited responses bring, and is asked for everything at once on demand. */
export class Dnp3Device implements Driver, LineMember {
  readonly masterAddress: number;
  readonly outstationAddress: number;
  readonly poll: PollCapability;
  readonly write: WriteCapability;
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
  readonly #roundTrips = new RoundTrips();
  #listener: ((readings: readonly Reading[]) => void) | null = null;
  #points: readonly Point[] = [];
  #table = new PointTable([]);
  #wanted = false;
  #state: DriverState = { state: 'off', reason: '', nextTryAt: null };
  #iin = 0;
  /** Whether it answered on the connection that is open; until then the start-up sequence asks again by itself. */
  #answered = false;
  #probe: NodeJS.Timeout | null = null;
  #probeMs = FIRST_PROBE_MS;
  #lastError: Diagnostics['lastError'] = null;
  #asked = { requests: 0, responses: 0, at: 0 };

  constructor(parts: Dnp3DeviceParts) {
    const { line, settings, context, clock } = parts;
    this.#parts = parts;
    this.masterAddress = settings.masterAddress;
    this.outstationAddress = settings.outstationAddress;
    this.#session = new MasterSession(
      masterSettingsOf(settings),
      {
        onReports: (reports) => this.#onReports(reports),
        onIndications: (iin) => this.#onIndications(iin),
        currentTime: () => clock.nowMicros() / 1000,
        onOnline: (online) => this.#onOnline(online),
      },
      { send: (octets) => this.#send(octets), wake: (at) => line.channel.environment.wake(at) },
      line.channel.now,
    );
    this.#lineSession = guardedSession(this.#session, context);
    this.#read = new DeviceRead({ session: this.#session, channel: line.channel, clock, isConnected: () => this.#wanted && line.channel.open });
    this.poll = this.#read;
    this.write = new DeviceWrite({ session: this.#session, channel: line.channel, line: line.settings, settings, clock, isConnected: () => this.#wanted && line.channel.open });
  }

  connect(): void {
    const { line } = this.#parts;
    if (this.#wanted) return;
    if (line.isTaken(this)) {
      this.#setState({ state: 'error', reason: `Another device on this line speaks between master ${this.masterAddress} and outstation ${this.outstationAddress} already: give them different addresses`, nextTryAt: null });
      return;
    }
    this.#wanted = true;
    line.channel.add(this.#lineSession);
    line.want(this);
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
    const line = this.#parts.line.diagnostics();
    const { counters } = this.#session;
    const wire = this.#session.wire();
    return {
      ...line,
      requests: counters.requests,
      responses: counters.responses,
      timeouts: counters.timeouts,
      roundTripMs: this.#roundTrips.summary(),
      histogram: this.#roundTrips.histogram(),
      counters: [
        ...indicationsOf(this.#iin, this.#parts.settings).map(({ title, action }) => ({ label: `${title}. ${action}`, value: 1 })),
        { label: 'Events', value: counters.events },
        { label: 'Unsolicited responses', value: counters.unsolicited },
        { label: 'Unsolicited responses that came twice', value: counters.repeatedUnsolicited },
        { label: 'Requests sent again', value: counters.retries },
        { label: 'Answers nobody waited for', value: counters.stray },
        { label: 'Malformed fragments', value: counters.malformed },
        { label: 'Link frames sent again', value: wire.linkRepeats.sent },
        { label: 'Link frames that came again', value: wire.linkRepeats.received },
        ...line.counters.map(({ label, value }) => ({ label: `${label} (line)`, value })),
      ],
      lastError: this.#lastError ?? line.lastError,
    };
  }

  counters(): { readonly requests: number; readonly responses: number; readonly timeouts: number } {
    return this.#session.counters;
  }

  roundTripMs(): number | null {
    return this.#roundTrips.mean();
  }

  close(): Promise<void> {
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
    this.#probeMs = FIRST_PROBE_MS;
    if (this.#session.online) return;
    this.#after(this.#parts.settings.responseTimeoutMs + 500, () => {
      if (!this.#session.online) this.#onSilence();
    });
  }

  onLost(trouble: Trouble, nextTryAt: Micros): void {
    this.#stopProbe();
    this.#setState({ state: trouble.ours ? 'error' : 'lost', reason: trouble.message, nextTryAt });
    this.#mark(this.#points, bad(NOT_CONNECTED));
  }

  #end(): void {
    const { line } = this.#parts;
    this.#wanted = false;
    this.#stopProbe();
    line.channel.remove(this.#lineSession);
    line.unwant(this);
  }

  #send(octets: Uint8Array): boolean {
    const { requests } = this.#session.counters;
    if (requests !== this.#asked.requests) this.#asked = { ...this.#asked, requests, at: this.#parts.clock.monotonicMs() };
    return this.#parts.line.channel.environment.send(octets);
  }

  #onReports(reports: readonly Report[]): void {
    const receivedTime = this.#parts.clock.nowMicros();
    this.#read.take(reports);
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
    if (iin === this.#iin) return;
    this.#iin = iin;
    if (this.#state.state === 'connected') this.#showConnected();
  }

  #onOnline(online: boolean): void {
    if (!online) {
      // Where the channel is gone too, the line tells it with its reason.
      if (this.#wanted && this.#parts.line.channel.open) this.#onSilence();
      return;
    }
    this.#answered = true;
    this.#stopProbe();
    this.#probeMs = FIRST_PROBE_MS;
    this.#lastError = null;
    this.#showConnected();
  }

  #showConnected(): void {
    this.#setState({ state: 'connected', reason: troubleText(indicationsOf(this.#iin, this.#parts.settings)), nextTryAt: null });
  }

  /** The line is open and nothing answers. */
  #onSilence(): void {
    const { clock, line, settings } = this.#parts;
    const message = silence(line.settings, settings);
    this.#lastError = { time: clock.nowMicros(), message, causes: silenceCauses(line.settings, settings) };
    const pauseMs = this.#probeMs;
    this.#probeMs = Math.min(pauseMs * 2, LONGEST_PROBE_MS);
    this.#setState({ state: 'lost', reason: message, nextTryAt: clock.nowMicros() + pauseMs * 1000 });
    this.#mark(this.#points, bad(NO_ANSWER));
    if (!this.#answered) return;
    this.#after(pauseMs, () => {
      this.#pollAll((answered) => {
        if (!answered && this.#wanted && line.channel.open && !this.#session.online) this.#onSilence();
      });
    });
  }

  #pollAll(done: (answered: boolean) => void = () => undefined): void {
    this.#session.submit(
      integrityPoll((outcome) => {
        done(outcome.ok || outcome.failure.kind !== 'timeout');
      }, PRIORITY.request),
      this.#parts.line.channel.now,
    );
  }

  #after(ms: number, action: () => void): void {
    this.#stopProbe();
    this.#probe = setTimeout(
      this.#parts.context.guard(() => {
        this.#probe = null;
        action();
      }),
      ms,
    );
  }

  #stopProbe(): void {
    if (this.#probe !== null) clearTimeout(this.#probe);
    this.#probe = null;
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
