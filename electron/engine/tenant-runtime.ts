import { ProcedureError } from '../../shared/contract/answer';
import type { LineStatus } from '../../shared/contract/devices';
import type { DeviceStatus } from '../../shared/domain/device';
import type { TopicPayload } from '../../shared/contract/events';
import type { OpenProject } from '../project/open-project';
import type { ProjectStore } from '../project/project-store';
import type { Clock, Protocol } from '../protocols/protocol';
import type { AuditTrail } from '../security/audit-trail';
import type { Vault } from '../security/vault';
import { sweepVault } from '../security/vault-sweep';
import type { TemplateLibrary } from '../templates/template-library';
import { ActiveProject } from './active-project';
import { keepSecrets } from './edits/settings';
import { TenantTopics } from './events/tenant-topics';
import { Jobs } from './jobs';
import type { TenantLog } from './log/tenant-log';
import { RateMeter, type ProcessMetrics } from './metrics';
import { WritingState } from './writing-state';

export interface TenantRuntimeContext {
  readonly id: string;
  readonly clock: Clock;
  /** For files that jobs make. */
  readonly jobsFolder: string;
  readonly workersUrl: URL;
  readonly process: ProcessMetrics;
  /** Name and version, for what simulators say of themselves. */
  readonly product: { readonly name: string; readonly version: string };
  protocol(name: string): Protocol | null;
  /** Remembers which project is open, so that it is opened again at the next start. */
  rememberOpen(projectId: string | null): Promise<void>;
}

/** What a tenant keeps on the disk. */
export interface TenantStorage {
  readonly store: ProjectStore;
  readonly audit: AuditTrail;
  readonly vault: Vault;
  readonly templates: TemplateLibrary;
  /** Ends the claim on the folder, after everything else is closed. */
  release(): Promise<void>;
}

/** What changes all the time (round trips, loads, counts) goes to the screens once a second. */
const TICK_MS = 1000;

/** Everything that one tenant has while the engine runs. Tenants share nothing but the process. */
export class TenantRuntime {
  readonly jobs: Jobs;
  readonly writing: WritingState;
  readonly topics: TenantTopics;
  private active: ActiveProject | null = null;
  private switching: Promise<void> = Promise.resolve();
  private readonly sampleRate = new RateMeter();
  private readonly historyRate = new RateMeter();
  private diskFree: number | null = null;
  private readonly endOfLog: () => void;
  private readonly ticker: NodeJS.Timeout;

  constructor(
    private readonly context: TenantRuntimeContext,
    readonly log: TenantLog,
    readonly storage: TenantStorage,
  ) {
    const { clock } = context;
    this.jobs = new Jobs({ clock, folder: context.jobsFolder, onChange: (id) => this.topics.jobs.changed(id), failure: (what, cause) => this.log.failure(what, 'Failed', cause) });
    this.writing = new WritingState(clock, () => this.topics.writing.changed());
    this.topics = this.makeTopics();
    this.endOfLog = log.onEntry((entry) => this.topics.log.publish(entry));
    this.ticker = setInterval(() => this.tick(), TICK_MS);
    this.ticker.unref();
  }

  get id(): string {
    return this.context.id;
  }

  /** Null when no project is open. */
  get project(): ActiveProject | null {
    return this.active;
  }

  /** @throws ProcedureError `conflict` when no project is open */
  current(): ActiveProject {
    if (!this.active) throw new ProcedureError('conflict', 'No project is open. Open or create one first.', { reason: 'no_project_open' });
    return this.active;
  }

  /** Opens a project in the place of the open one, which goes on where the other one can't be read. */
  open(projectId: string): Promise<void> {
    return this.exclusively(async () => {
      if (this.active?.file.project.id === projectId) return;
      const file = await this.storage.store.open(projectId);
      try {
        await this.end();
      } catch (cause) {
        await file.close();
        throw cause;
      }
      if (!file.readOnly) await this.sweep();
      await this.start(file);
      await this.context.rememberOpen(projectId);
    });
  }

  /** Closes the open project, everything saved; it is not opened again by itself. */
  closeProject(): Promise<void> {
    return this.exclusively(async () => {
      const changeable = this.active?.file.readOnly === false;
      await this.end();
      if (changeable) await this.sweep();
      await this.context.rememberOpen(null);
    });
  }

  metrics(): TopicPayload<'metrics'> {
    const { process, clock } = this.context;
    const history = this.active?.history?.metrics();
    return {
      time: clock.nowMicros(),
      eventLoopDelayP99Ms: process.eventLoopDelayP99Ms(),
      samplesPerSecond: this.sampleRate.perSecond,
      points: this.active?.cache.size ?? 0,
      latePolls: this.active?.running.latePolls() ?? 0,
      historyWritesPerSecond: this.historyRate.perSecond,
      historyPending: history?.pending ?? 0,
      historyError: this.active?.historyProblem ?? history?.error ?? null,
      ...process.memory(),
      diskFreeBytes: this.diskFree,
    };
  }

  async measureDisk(): Promise<void> {
    this.diskFree = await this.context.process.diskFreeBytes();
  }

  statuses(): DeviceStatus[] {
    const { running } = this.active ?? {};
    return running ? Array.from(running.deviceIds(), (id) => running.status(id)).filter((status) => status !== null) : [];
  }

  lineStatuses(): LineStatus[] {
    const { running } = this.active ?? {};
    return running ? Array.from(running.lineIds(), (id) => running.lineStatus(id)).filter((status) => status !== null) : [];
  }

  /** Ends everything of the tenant with everything on the disk. Goes on where a part fails; the first failure is thrown at the end. */
  async close(): Promise<void> {
    clearInterval(this.ticker);
    this.endOfLog();
    this.writing.close();
    const failures: unknown[] = [];
    const attempt = async (part: () => Promise<unknown>): Promise<void> => {
      try {
        await part();
      } catch (cause) {
        failures.push(cause);
        this.log.failure('Closing', 'A part could not be closed in order', cause);
      }
    };
    await attempt(() => this.jobs.close());
    await attempt(() => this.exclusively(() => this.end()));
    await attempt(() => this.storage.store.close());
    await attempt(() => this.storage.vault.close());
    await attempt(() => this.storage.audit.close());
    await attempt(() => this.storage.release());
    if (failures.length > 0) throw failures[0];
  }

  private exclusively(work: () => Promise<void>): Promise<void> {
    const done = this.switching.then(work);
    this.switching = done.catch(() => undefined);
    return done;
  }

  private async end(): Promise<void> {
    const { active } = this;
    this.active = null;
    this.writing.disarm();
    if (active) {
      await active.close();
      this.topics.project.changed();
      this.topics.frames.begunAnew();
    }
  }

  private async start(file: OpenProject): Promise<void> {
    const { store, vault } = this.storage;
    try {
      const active = await ActiveProject.start(file, {
        clock: this.context.clock,
        log: this.log,
        workersUrl: this.context.workersUrl,
        historyFolder: store.paths(file.project.id).history,
        protocol: (name) => this.context.protocol(name),
        secret: async (reference, peer) => vault.get(reference, peer),
        keepSecrets: (settings, fields, peer) => keepSecrets(settings, fields, vault, peer),
        onDevice: (id) => this.topics.devices.changed(id),
        onLine: (id) => this.topics.lines.changed(id),
        onProject: () => this.topics.project.changed(),
        product: this.context.product,
        onSimulator: (id) => this.topics.simulators.changed(id),
        onSimulatorWrite: (write) => this.topics.simulatorWrites.publish(write),
        onSimulatorValues: () => this.topics.simulatorValues.moved(),
        onFrame: (frame) => this.topics.frames.publish(frame),
        onCapture: () => this.topics.frames.stateChanged(),
        onSamples: (samples) => {
          this.sampleRate.count(samples.length);
          this.topics.samples.publish(samples);
        },
      });
      this.active = active;
    } catch (cause) {
      await file.close();
      throw cause;
    }
    this.log.write('info', 'Project', `${file.project.name} opened${file.readOnly ? ` read-only: ${file.readOnlyReason}` : ''}`);
    this.topics.project.changed();
    this.topics.devices.changedAll();
    this.topics.lines.changedAll();
    this.topics.simulators.changedAll();
    this.topics.frames.begunAnew();
  }

  /** Between two projects nothing can be undone: secrets that no project names are gone for good. */
  private async sweep(): Promise<void> {
    try {
      const removed = await sweepVault(this.storage.vault, this.storage.store.folder);
      if (removed > 0) this.log.write('info', 'Vault', removed === 1 ? 'A secret that no project names any more was removed' : `${removed} secrets that no project names any more were removed`);
    } catch (cause) {
      this.log.failure('Vault', 'Secrets that no project names any more could not be removed', cause);
    }
  }

  private tick(): void {
    const { active, topics } = this;
    const now = this.context.clock.monotonicMs();
    this.sampleRate.measure(now);
    this.historyRate.set(active?.history?.metrics().written ?? 0);
    this.historyRate.measure(now);
    if (topics.devices.hasReaders) topics.devices.changedAll();
    if (topics.lines.hasReaders) topics.lines.changedAll();
    if (topics.simulators.hasReaders) topics.simulators.changedAll();
    topics.frames.stateChanged();
    if (!topics.metrics.hasReaders) return;
    topics.metrics.changed();
    // It never rejects; what is not known is null.
    void this.measureDisk();
  }

  private makeTopics(): TenantTopics {
    return new TenantTopics({
      latest: (pointId) => this.active?.cache.latest(pointId) ?? null,
      deviceIds: () => this.active?.running.deviceIds() ?? [],
      deviceStatus: (id) => this.active?.running.status(id) ?? null,
      lineIds: () => this.active?.running.lineIds() ?? [],
      lineStatus: (id) => this.active?.running.lineStatus(id) ?? null,
      project: () => this.active?.file ?? null,
      recentLog: (limit) => this.log.recent(limit),
      jobIds: () => this.jobs.ids(),
      job: (id) => this.jobs.get(id),
      writing: () => this.writing.state,
      metrics: () => this.metrics(),
      traffic: () => this.active?.traffic ?? null,
      simulatorIds: () => this.active?.simulators.ids() ?? [],
      simulatorStatus: (id) => this.active?.simulators.status(id) ?? null,
      simulatorValues: (id, pointIds) => this.active?.simulators.get(id)?.values(pointIds) ?? [],
      simulatorWrites: (id, limit) => this.active?.simulators.get(id)?.recentWrites(limit) ?? [],
    });
  }
}
