import type { Job, LogEntry } from '../../shared/contract/common';
import type { LineStatus } from '../../shared/contract/devices';
import type { TopicPayload } from '../../shared/contract/events';
import type { SimulatorStatus } from '../../shared/contract/simulators';
import type { DeviceStatus } from '../../shared/domain/device';
import type { Client } from './client';
import type { ClientError } from './client-error';
import { KeyedStore, Store } from './store';
import { ReadingChanges } from './reading-changes';
import { ProjectMirror, type OpenProject } from './project-mirror';

export type Metrics = TopicPayload<'metrics'>;
export type WritingState = TopicPayload<'writing'>;

/** Log entries that the window keeps; the engine keeps more. */
const MOST_LOG_ENTRIES = 5000;

/** What the whole window wants to know, kept up to date by the event stream. */
export class LiveState {
  readonly devices = new KeyedStore<DeviceStatus>();
  readonly lines = new KeyedStore<LineStatus>();
  readonly simulators = new KeyedStore<SimulatorStatus>();
  readonly jobs = new KeyedStore<Job>();
  /** Undefined until the engine has said so, null when none is open. */
  readonly project = new Store<OpenProject | null | undefined>(undefined);
  readonly projectError = new Store<ClientError | null>(null);
  readonly writing = new Store<WritingState>({ armed: false, armedBy: null, until: null });
  readonly metrics = new Store<Metrics | null>(null);
  readonly log = new Store<readonly LogEntry[]>([]);
  /** Engine's clock minus this window's, microseconds: they differ when the engine runs on another machine. */
  readonly clockOffset = new Store(0);
  /** Since when points whose address, type or scaling was changed are read as they are. */
  readonly readingChanges = new ReadingChanges();
  readonly #ends: (() => void)[] = [];
  readonly #mirror = new ProjectMirror();
  #endOfProject: () => void = () => undefined;

  constructor(private readonly client: Client) {}

  start(): void {
    const { client } = this;
    this.#ends.push(
      client.subscribe('devices', {}, (changes) => this.devices.setMany(changes.map((status) => [status.deviceId, status] as const))),
      client.subscribe('lines', {}, (changes) => this.lines.setMany(changes.map((status) => [status.lineId, status] as const))),
      client.subscribe('simulators', {}, (changes) => this.simulators.setMany(changes.map((status) => [status.simulatorId, status] as const))),
      client.subscribe('jobs', {}, (changes) => this.jobs.setMany(changes.map((job) => [job.id, job] as const))),
      client.subscribe('writing', {}, (state) => this.writing.set(state)),
      client.subscribe('metrics', {}, (metrics) => {
        const offset = metrics.time - Date.now() * 1000;
        // Under a quarter of a second it is the way that the message took.
        this.clockOffset.set(Math.abs(offset) < 250_000 ? 0 : Math.round(offset / 100_000) * 100_000);
        this.metrics.set(metrics);
      }),
      client.subscribe('log', {}, (entries) => this.#takeLog(entries)),
    );
    this.#watchProject();
  }

  #takeLog(entries: readonly LogEntry[]): void {
    this.log.update((before) => {
      const last = before.at(-1)?.seq ?? -1;
      const first = entries[0]?.seq ?? 0;
      // After a restart of the engine the count begins anew.
      const kept = first <= last && entries.some((entry) => entry.seq > last) ? before : first > last ? before : [];
      const fresh = kept.length === 0 ? entries : entries.filter((entry) => entry.seq > last);
      return fresh.length === 0 ? before : [...kept, ...fresh].slice(-MOST_LOG_ENTRIES);
    });
  }

  #watchProject(): void {
    this.#endOfProject();
    this.#endOfProject = this.client.subscribe(
      'project',
      { content: true },
      (news) => {
        const taken = this.#mirror.take(news);
        if (taken.kind === 'missed') this.#watchProject();
        if (taken.kind !== 'now') return;
        this.projectError.set(null);
        this.readingChanges.follow(taken.open?.project ?? null, Date.now() * 1000 + this.clockOffset.get());
        this.project.set(taken.open);
        this.#retain(taken.open);
      },
      (error) => this.projectError.set(error),
    );
  }

  #retain(project: OpenProject | null): void {
    const devices = new Set(project?.project.devices.map((device) => device.id));
    const lines = new Set(project?.project.lines.map((line) => line.id));
    this.devices.retain((id) => devices.has(id));
    this.lines.retain((id) => lines.has(id));
    const simulators = new Set(project?.project.simulators.map((simulator) => simulator.id));
    this.simulators.retain((id) => simulators.has(id));
  }

  /** Forgets what belongs to a tenant, before another one is shown. */
  clear(): void {
    this.#mirror.clear();
    this.readingChanges.follow(null, 0);
    this.project.set(undefined);
    this.devices.retain(() => false);
    this.lines.retain(() => false);
    this.simulators.retain(() => false);
    this.jobs.retain(() => false);
    this.log.set([]);
    this.metrics.set(null);
    this.writing.set({ armed: false, armedBy: null, until: null });
  }

  close(): void {
    this.#endOfProject();
    for (const end of this.#ends.splice(0)) end();
  }
}
