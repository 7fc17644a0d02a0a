import type { Diagnostics, TestResult } from '../../../shared/contract/devices';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { DeviceContext, Driver, LineContext, LineDriver, LineState } from '../protocol';
import type { ChannelOpener } from './channel-opener';
import { ModbusDevice } from './device';
import { deviceSettingsSchema } from './device-settings';
import type { LineMember } from './device-request';
import type { DeviceSettings } from './device-settings';
import type { LineParts, LineView } from './line-view';
import { Link } from './link';
import { sum } from './line-counters';
import { framingOf, isStream } from './line-settings';
import type { LineSettings } from './line-settings';
import { testDevice } from './test-device';
import { Traffic } from './traffic';
import { linkTrouble } from './trouble-words';
import { TurnTaker } from './turn-taker';

/** Of a line that nobody uses yet. */
const DEFAULT_TIMEOUT_MS = 5000;
/** An answer is of late for so long. */
const OF_LATE_MS = 60_000;
/** What a wrong checksum is called, by framing; MBAP has none. */
const CHECKSUMS: Readonly<Record<string, readonly string[]>> = { rtu: ['CRC errors'], ascii: ['LRC errors'] };

/** A link and what its devices share. */
interface Route {
  readonly link: Link;
  readonly probes: TurnTaker;
}

/** The one owner of a host and port or of a serial port. */
export class ModbusLine implements LineDriver, LineView {
  readonly settings: LineSettings;
  readonly context: LineContext;
  readonly traffic = new Traffic();
  readonly #open: ChannelOpener;
  readonly #routes: Route[] = [];
  readonly #routeOfUnit = new Map<number, Route>();
  readonly #devices = new Set<ModbusDevice>();
  #state: LineState = { state: 'closed', reason: '' };
  #closed = false;

  constructor(settings: LineSettings, context: LineContext, open: ChannelOpener) {
    this.settings = settings;
    this.context = context;
    this.#open = open;
  }

  get state(): LineState {
    return this.#state;
  }

  createDevice(settings: Opaque, context: DeviceContext): Driver {
    const parsed = deviceSettingsSchema.parse(settings);
    const device = new ModbusDevice({ ...this.dependencies(parsed), context }, { members: () => this.#members(), onClose: (closed) => this.#devices.delete(closed) });
    this.#devices.add(device);
    return device;
  }

  testDevice(settings: Opaque, points: readonly Point[], signal: AbortSignal): Promise<TestResult> {
    return testDevice(this, deviceSettingsSchema.parse(settings), points, signal);
  }

  dependencies(settings: DeviceSettings): LineParts {
    const { link, probes } = this.#route(settings.unitId);
    return { lineSettings: this.settings, settings, clock: this.context.clock, link, probes, traffic: new Traffic(), lineTraffic: this.traffic, othersAnswer: (unitId) => this.#othersAnswer(unitId) };
  }

  answeringUnits(): number[] {
    const since = this.context.clock.monotonicMs() - OF_LATE_MS;
    const units = [...this.#devices].filter(({ session }) => session.lastAnswerMs > since && session.state.state === 'connected').map(({ session }) => session.unitId);
    return [...new Set(units)].sort((a, b) => a - b);
  }

  diagnostics(): Diagnostics {
    const counts = this.#routes.map(({ link }) => link.counters()).reduce(sum, { requests: 0, responses: 0, timeouts: 0, crcErrors: 0, badFrames: 0, lateAnswers: 0, strayAnswers: 0, octetsOut: 0, octetsIn: 0 });
    const own = this.traffic.diagnostics();
    const loads = this.#routes.map(({ link }) => link.load());
    return {
      ...own,
      requests: counts.requests,
      responses: counts.responses,
      timeouts: counts.timeouts,
      bytesSent: counts.octetsOut,
      bytesReceived: counts.octetsIn,
      load: loads.length === 0 ? 0 : Math.max(...loads),
      counters: [
        ...(CHECKSUMS[framingOf(this.settings)] ?? []).map((label) => ({ label, value: counts.crcErrors })),
        { label: 'Frames that are none', value: counts.badFrames },
        { label: 'Late answers', value: counts.lateAnswers },
        { label: 'Answers to nobody', value: counts.strayAnswers },
        { label: 'Connections opened', value: this.#routes.reduce((opened, { link }) => opened + link.connections.opened, 0) },
        ...(this.#routes.some(({ link }) => link.connections.oneRequest) ? [{ label: 'Connections for one request each', value: this.#routes.filter(({ link }) => link.connections.oneRequest).length }] : []),
        ...own.counters.filter(({ label }) => label.startsWith('Exception')),
      ],
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const device of this.#devices) device.session.close();
    for (const { probes } of this.#routes) probes.close();
    this.#devices.clear();
    await Promise.all(this.#routes.map(({ link }) => link.close()));
    this.#state = { state: 'closed', reason: '' };
  }

  #members(): LineMember[] {
    return [...this.#devices].map(({ label, session }) => ({ label, unitId: session.unitId })).sort((one, other) => one.unitId - other.unitId);
  }

  #othersAnswer(unitId: number): boolean {
    const since = this.context.clock.monotonicMs() - OF_LATE_MS;
    for (const { session } of this.#devices) if (session.unitId !== unitId && session.lastAnswerMs > since) return true;
    return false;
  }

  /** One link for all units, or one for each up to the limit and shared from there on. */
  #route(unitId: number): Route {
    const known = this.#routeOfUnit.get(unitId);
    if (known !== undefined) return known;
    const perUnit = isStream(this.settings) && this.settings.connectionUse === 'per-unit';
    const most = perUnit ? this.settings.maxConnections : 1;
    const shared = this.#routes[this.#routeOfUnit.size % most];
    const route = shared ?? this.#newRoute();
    this.#routeOfUnit.set(unitId, route);
    return route;
  }

  #newRoute(): Route {
    const { clock, log } = this.context;
    const link = new Link({
      settings: this.settings,
      open: this.#open,
      secret: (reference) => this.context.secret(reference),
      clock,
      log,
      onFrame: (frame) => this.context.onFrame(frame),
      onOdd: (unitId, note) => {
        for (const device of this.#devices) if (device.session.unitId === unitId) device.noteOdd(note);
      },
      frameTimeoutMs: () => Math.min(DEFAULT_TIMEOUT_MS, ...[...this.#devices].map(({ timeoutMs }) => timeoutMs)),
      onState: () => this.#linkChanged(),
    });
    const route = { link, probes: new TurnTaker() };
    this.#routes.push(route);
    return route;
  }

  /** The line is as good as its best link. */
  #linkChanged(): void {
    const links = this.#routes.map(({ link }) => link);
    const best = (['open', 'opening', 'failed'] as const).find((state) => links.some((link) => link.state === state)) ?? 'closed';
    const trouble = best === 'failed' ? links.find((link) => link.trouble !== null)?.trouble : null;
    const reason = trouble === null || trouble === undefined ? '' : linkTrouble(this.settings, trouble.error);
    if (best === this.#state.state && reason === this.#state.reason) return;
    this.#state = { state: best, reason };
    if (!this.#closed) this.context.onState(this.#state);
  }
}
