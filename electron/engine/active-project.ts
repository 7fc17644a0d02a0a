import { ProcedureError } from '../../shared/contract/answer';
import type { SimulatorWrite } from '../../shared/contract/simulators';
import type { Device, Finding, Line } from '../../shared/domain/device';
import type { SettingField } from '../../shared/contract/setting-field';
import type { Opaque, Point } from '../../shared/domain/point';
import type { Simulator } from '../../shared/domain/simulator';
import { Acquisition } from '../acquisition/acquisition';
import { PointCache } from '../acquisition/point-cache';
import { SampleBus, type BusSample } from '../acquisition/sample-bus';
import { History } from '../history/history';
import type { OpenProject, ProjectChange } from '../project/open-project';
import type { Clock, Protocol } from '../protocols/protocol';
import type { HeldFrame } from '../traffic/held-frame';
import { peerOf } from './edits/settings';
import { HELD_ELSEWHERE } from './devices/held-elsewhere';
import { RunningDevices } from './devices/running-devices';
import { EventSources } from './event-sources/event-sources';
import type { TenantLog } from './log/tenant-log';
import { ProjectTraffic } from './project-traffic';
import { RunningSimulators } from './simulators/running-simulators';

export interface ActiveProjectContext {
  readonly clock: Clock;
  readonly log: TenantLog;
  readonly workersUrl: URL;
  readonly historyFolder: string;
  protocol(name: string): Protocol | null;
  secret(reference: string, peer: string): Promise<string | null>;
  /** Settings with their secrets in the vault, for this peer. */
  keepSecrets(settings: Opaque, fields: readonly SettingField[], peer: string): Promise<Opaque>;
  onDevice(deviceId: string): void;
  onLine(lineId: string): void;
  onSamples(samples: readonly BusSample[]): void;
  onProject(): void;
  /** Name and version, for what simulators say of themselves. */
  readonly product: { readonly name: string; readonly version: string };
  onSimulator(simulatorId: string): void;
  onSimulatorWrite(write: SimulatorWrite): void;
  onSimulatorValues(): void;
  onFrame(frame: HeldFrame): void;
  onCapture(): void;
}

const MOST_FINDINGS = 1000;
/** Findings are gathered this long before they are kept: a device that refuses many addresses makes one change. */
const FINDINGS_DELAY_MS = 500;

/** Where a point stands in the project. */
export interface PlacedPoint {
  readonly device: Device;
  readonly point: Point;
}

/** The open project of a tenant with everything that lives by it: devices, cache, bus, history. */
export class ActiveProject {
  readonly cache = new PointCache();
  readonly bus: SampleBus;
  readonly running: RunningDevices;
  readonly simulators: RunningSimulators;
  readonly eventSources: EventSources;
  readonly traffic: ProjectTraffic;
  /** Another instance had the tenant when the project was opened: its devices and lines are that one's to talk to. */
  readonly heldElsewhere: boolean;
  /** What was learned, or is no longer true (null), and waits to be kept. */
  private readonly findings = new Map<string, { deviceId: string; kind: string; key: string; finding: Finding | null }>();
  private findingsTimer: NodeJS.Timeout | null = null;
  private readonly ends: (() => void)[] = [];

  private constructor(
    readonly file: OpenProject,
    /** Null where it could not be opened: then nothing is recorded, and the reason is said. */
    readonly history: History | null,
    readonly historyProblem: string | null,
    private readonly context: ActiveProjectContext,
  ) {
    const { clock, log } = context;
    this.heldElsewhere = file.readOnly;
    this.bus = new SampleBus(log.of('Samples'));
    this.traffic = new ProjectTraffic({ clock, project: () => file.project, protocol: (name) => context.protocol(name), onFrame: (frame) => context.onFrame(frame), onState: () => context.onCapture() });
    const acquisition = new Acquisition({ clock, bus: this.bus, cache: this.cache });
    this.running = new RunningDevices({
      clock,
      log,
      bus: this.bus,
      cache: this.cache,
      acquisition,
      protocol: (name) => context.protocol(name),
      secret: (reference, peer) => context.secret(reference, peer),
      onDevice: (id) => context.onDevice(id),
      onLine: (id) => context.onLine(id),
      onFrame: (line, frame) => this.traffic.onLineFrame(line, frame),
      keepSettings: (deviceId, settings) => this.keepSettings(deviceId, settings),
      onFinding: (deviceId, finding) => this.noteFinding(deviceId, finding.kind, finding.key, finding),
      onFindingGone: (deviceId, kind, key) => this.noteFinding(deviceId, kind, key, null),
      heldElsewhere: this.heldElsewhere,
    });
    this.simulators = new RunningSimulators({
      clock,
      log,
      product: context.product,
      live: (pointId) => {
        const sample = this.cache.latest(pointId);
        return sample && { value: sample.value, good: sample.quality.level !== 'bad' };
      },
      secret: (reference, peer) => context.secret(reference, peer),
      protocol: (name) => context.protocol(name),
      onChange: (id) => context.onSimulator(id),
      onWrite: (write) => context.onSimulatorWrite(write),
      onValues: () => context.onSimulatorValues(),
      portListener: (simulator, port, protocol) => this.traffic.portListener(simulator, port, protocol),
      heldElsewhere: this.heldElsewhere,
    });
    this.eventSources = new EventSources(this.simulators, clock);
    this.ends.push(
      () => this.eventSources.close(),
      this.bus.subscribe((samples) => context.onSamples(samples)),
      file.onChange((change) => this.follow(change)),
      file.onSaveState(() => context.onProject()),
    );
    if (history) this.ends.push(this.bus.subscribe((samples) => history.append(samples)));
  }

  /** Starts what the project wants running; its history opens beside it. A history that can't be opened stops nothing else. */
  static async start(file: OpenProject, context: ActiveProjectContext): Promise<ActiveProject> {
    const { history, problem } = openHistory(file, context);
    const active = new ActiveProject(file, history, problem, context);
    // Simulators first: a device of this project may be one of them.
    await active.simulators.apply(file.project);
    await active.running.apply(file.project);
    return active;
  }

  /** To be asked before anything that talks to a device. @throws ProcedureError `conflict` where another instance holds the connections */
  mustHoldConnections(): void {
    if (this.heldElsewhere) throw new ProcedureError('conflict', HELD_ELSEWHERE, { reason: 'held_elsewhere' });
  }

  /** @throws ProcedureError `not_found` */
  device(deviceId: string): Device {
    const device = this.file.project.devices.find(({ id }) => id === deviceId);
    if (!device) throw new ProcedureError('not_found', 'There is no such device in the open project.', { reason: 'no_device' });
    return device;
  }

  /** @throws ProcedureError `not_found` */
  line(lineId: string): Line {
    const line = this.file.project.lines.find(({ id }) => id === lineId);
    if (!line) throw new ProcedureError('not_found', 'There is no such line in the open project.', { reason: 'no_line' });
    return line;
  }

  /** @throws ProcedureError `not_found` */
  simulator(simulatorId: string): Simulator {
    const simulator = this.file.project.simulators.find(({ id }) => id === simulatorId);
    if (!simulator) throw new ProcedureError('not_found', 'There is no such simulator in the open project.', { reason: 'no_simulator' });
    return simulator;
  }

  /** @throws ProcedureError `not_found` */
  point(pointId: string): PlacedPoint {
    const owner = this.running.ownerOf(pointId);
    const device = this.file.project.devices.find(({ id }) => id === owner) ?? this.file.project.devices.find(({ points }) => points.some(({ id }) => id === pointId));
    const point = device?.points.find(({ id }) => id === pointId);
    if (!device || !point) throw new ProcedureError('not_found', 'There is no such point in the open project.', { reason: 'no_point' });
    return { device, point };
  }

  /** Keeps whether a device's connection is wanted: no undo step. */
  async wish(deviceId: string, enabled: boolean): Promise<void> {
    this.device(deviceId);
    this.file.note((draft) => {
      const device = draft.devices.find(({ id }) => id === deviceId);
      if (device) device.enabled = enabled;
    });
    await this.running.settled();
  }

  /** Keeps settings that a device's driver goes by already, secrets among them in the vault: no undo step. Gives them as they are kept. */
  private async keepSettings(deviceId: string, settings: Opaque): Promise<Opaque> {
    const device = this.device(deviceId);
    const protocol = this.context.protocol(device.protocol);
    if (this.file.readOnly || !protocol) throw new ProcedureError('conflict', 'The project can not be changed now.', { reason: 'read_only' });
    const kept = await this.context.keepSecrets(settings, protocol.description.deviceFields, peerOf(protocol, this.line(device.lineId).settings));
    const now = { ...this.device(deviceId).settings, ...kept };
    this.running.adopt(deviceId, now);
    this.file.note((draft) => {
      const wanted = draft.devices.find(({ id }) => id === deviceId);
      if (wanted) wanted.settings = now;
    });
    return kept;
  }

  /** Ends everything in order: devices first, then the history and the file, each with everything on the disk. */
  async close(): Promise<void> {
    this.keepFindings();
    await this.running.close();
    await this.simulators.close();
    for (const end of this.ends) end();
    const results = await Promise.allSettled([this.history?.close(), this.closeFile()]);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  private async closeFile(): Promise<void> {
    try {
      await this.file.close();
    } catch (cause) {
      this.context.log.failure('Project', 'The project could not be saved when it was closed', cause);
      await this.file.abandon();
      throw cause;
    }
  }

  private follow({ before, after }: ProjectChange): void {
    const { log } = this.context;
    void this.running.apply(after).catch((cause: unknown) => log.failure('Devices', 'The devices could not follow the project', cause));
    if (before.simulators !== after.simulators) void this.simulators.apply(after).catch((cause: unknown) => log.failure('Simulators', 'The simulators could not follow the project', cause));
    const { retentionDays } = after.history;
    if (retentionDays !== before.history.retentionDays) this.history?.setRetention(retentionDays);
    this.context.onProject();
  }

  private noteFinding(deviceId: string, kind: string, key: string, finding: Finding | null): void {
    this.findings.set(`${deviceId} ${kind} ${key}`, { deviceId, kind, key, finding });
    this.findingsTimer ??= setTimeout(() => this.keepFindings(), FINDINGS_DELAY_MS);
  }

  private keepFindings(): void {
    if (this.findingsTimer) clearTimeout(this.findingsTimer);
    this.findingsTimer = null;
    const found = [...this.findings.values()];
    this.findings.clear();
    if (found.length === 0 || this.file.readOnly) return;
    try {
      this.file.note((draft) => {
        for (const { deviceId, kind, key, finding } of found) {
          const device = draft.devices.find(({ id }) => id === deviceId);
          if (!device) continue;
          const known = device.findings.findIndex((other) => other.kind === kind && other.key === key);
          if (finding === null) {
            if (known >= 0) device.findings.splice(known, 1);
          } else if (known >= 0) device.findings[known] = finding;
          else if (device.findings.length < MOST_FINDINGS) device.findings.push(finding);
        }
      });
    } catch (cause) {
      this.context.log.failure('Findings', 'What was learned could not be kept', cause);
    }
  }
}

/** The history of a project, or why there is none. */
function openHistory(file: OpenProject, { log, historyFolder, workersUrl }: ActiveProjectContext): { history: History | null; problem: string | null } {
  // Two that write into one history break it for both: it belongs to the instance that has the tenant.
  if (file.readOnly) return { history: null, problem: `Nothing is recorded here, and what was recorded can't be shown. ${file.readOnlyReason}` };
  try {
    const history = History.open({
      folder: historyFolder,
      workerUrl: new URL('history-worker.js', workersUrl),
      retentionDays: file.project.history.retentionDays,
      log: log.of('History'),
    });
    return { history, problem: null };
  } catch (cause) {
    return { history: null, problem: log.of('History').failure('The history could not be opened; nothing is recorded.', cause) };
  }
}
