import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ProcedureError } from '../../shared/contract/answer';
import { PROJECT_SCHEMA_VERSION, type Project } from '../../shared/domain/project';
import { microsSchema, type Micros } from '../../shared/domain/time';
import { AtomicFile } from '../disk/atomic-file';
import { exportProject } from './export-project';
import { NodeFileSystem, type FileSystem } from '../disk/file-system';
import { fileWork } from './file-work';
import { importProject, type ImportedProject } from './import-project';
import { loadProject, checkProject } from './load-project';
import { OpenProject } from './open-project';
import { ProjectAdapter } from './project-adapter';
import { projectDecoder, type ProjectDecoder } from './project-decoder';
import { parseJson } from '../disk/parse-json';
import { projectPaths, type ProjectPaths } from './project-paths';
import { ProjectRules, type PointRules } from './project-rules';
import { ProjectSummaries, type ProjectSummary } from './project-summaries';
import { ProjectVersions } from './project-versions';
import { setDamagedAside } from './set-damaged-aside';
import { SnapshotStore } from './snapshots/snapshot-store';
import type { WriteAccess } from '../disk/write-access';
import type { Clock, DriverLog } from '../protocols/protocol';

export interface ProjectStoreOptions {
  /** The tenant's folder of projects, one folder a project in it; made when missing. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: DriverLog;
  readonly points: PointRules;
  /** Whether this process may write here: the tenant's lock. */
  readonly access: WriteAccess;
  /** Name and version of the product, for exported files. */
  readonly product: string;
  readonly fileSystem?: FileSystem;
  /** Parses project files; in the calling thread unless given. */
  readonly decoder?: ProjectDecoder;
}

const openedSchema = z.object({ lastOpenedAt: microsSchema });

const DEFAULT_RETENTION_DAYS = 90;

/** The projects of one tenant. At most one object has a project open. */
export class ProjectStore {
  private readonly options: ProjectStoreOptions;
  private readonly fileSystem: FileSystem;
  private readonly decoder: ProjectDecoder;
  private readonly rules: ProjectRules;
  private readonly summaries: ProjectSummaries;
  private readonly opened = new Map<string, OpenProject>();

  constructor(options: ProjectStoreOptions) {
    this.options = options;
    this.fileSystem = options.fileSystem ?? new NodeFileSystem();
    this.decoder = options.decoder ?? projectDecoder;
    this.rules = new ProjectRules(options.points);
    this.summaries = new ProjectSummaries(this.fileSystem);
  }

  /** Where all projects of the tenant lie. */
  get folder(): string {
    return this.options.folder;
  }

  /** Where a project's files are, for its history. */
  paths(projectId: string): ProjectPaths {
    return projectPaths(this.options.folder, projectId);
  }

  /** The snapshots of a project. */
  snapshots(projectId: string): SnapshotStore {
    return new SnapshotStore({ fileSystem: this.fileSystem, folder: this.paths(projectId).snapshots, access: this.options.access });
  }

  /** The tenant's projects, the last opened first; newer and damaged ones too, with what is the matter. */
  async list(): Promise<ProjectSummary[]> {
    const summaries: ProjectSummary[] = [];
    for (const id of await this.ids()) {
      const open = this.opened.get(id);
      const lastOpenedAt = await this.lastOpenedAt(id);
      if (open !== undefined) {
        const { project, recovery, saveError, readOnly, readOnlyReason } = open;
        const state = readOnly ? 'open_elsewhere' : recovery === '' ? 'saved' : 'recovered';
        const message = readOnly ? readOnlyReason : saveError === '' ? recovery : `Not saved: ${saveError}.`;
        summaries.push({ id, name: project.name, devices: project.devices.length, lastOpenedAt, state, message });
      } else {
        const found = await this.summaries.of(id, this.paths(id));
        if (found !== null) summaries.push({ ...found, lastOpenedAt });
      }
    }
    return summaries.sort((a, b) => (b.lastOpenedAt ?? 0) - (a.lastOpenedAt ?? 0) || a.name.localeCompare(b.name));
  }

  /** Makes an empty project; it is on the disk when this resolves, and not open yet. @returns its id */
  async create(name: string, { simulated = false } = {}): Promise<string> {
    const project: Project = {
      schemaVersion: PROJECT_SCHEMA_VERSION,
      id: randomUUID(),
      name,
      createdAt: this.options.clock.nowMicros(),
      simulated,
      lines: [],
      devices: [],
      trends: [],
      simulators: [],
      protocols: {},
      history: { retentionDays: DEFAULT_RETENTION_DAYS },
    };
    return this.add(project);
  }

  /** Takes a whole project in as it is, such as the demonstration plant's. Throws `conflict` when there is one of its id. */
  async add(content: Project): Promise<string> {
    this.mustBeWritable();
    const checked = await checkProject(content);
    if ('problem' in checked) throw new ProcedureError('bad_input', `The project does not fit: ${checked.problem}.`);
    await this.rules.checkWhole(checked.project);
    const { id } = checked.project;
    if ((await this.ids()).includes(id)) throw new ProcedureError('conflict', 'The tenant has a project of this id already.', { reason: 'duplicate_id' });
    await this.writeNew(checked.project);
    return id;
  }

  /**
   * Opens a project. A file that was cut or damaged is set aside and its previous version opened, and `recovery` says
   * so. Throws `not_found`, or `conflict` for a newer, damaged or unreadable file, which stays as it is.
   */
  async open(projectId: string): Promise<OpenProject> {
    if (!z.uuid().safeParse(projectId).success) throw new ProcedureError('not_found', 'There is no such project.', { reason: 'no_project' });
    if (this.opened.has(projectId)) throw new ProcedureError('conflict', 'The project is open already.', { reason: 'openedalready' });
    const { access, clock, log } = this.options;
    const paths = this.paths(projectId);
    const loaded = await loadProject(this.fileSystem, paths, this.decoder);
    if (loaded.project.id !== projectId) {
      throw new ProcedureError('conflict', `The folder ${paths.folder} holds another project (${loaded.project.name}). Nothing was changed.`, { reason: 'project_damaged' });
    }
    if (!access.readOnly) {
      if (loaded.recovery !== '') await setDamagedAside(this.fileSystem, paths, clock.nowMicros());
      else await this.fileSystem.remove(paths.temporary);
      await this.noteOpened(paths);
    }
    if (loaded.recovery !== '') log.warn(`${loaded.project.name}: ${loaded.recovery}`);
    await this.rules.learn(loaded.project);
    const project = new OpenProject({
      ...loaded,
      adapter: this.adapter(paths),
      versions: new ProjectVersions({ fileSystem: this.fileSystem, folder: paths.versions, clock, log, decoder: this.decoder }),
      rules: this.rules,
      access,
      clock,
      log,
      exportProject: (of) => exportProject(of, { product: this.options.product, exportedAt: clock.nowMicros(), snapshots: this.snapshots(of.id) }),
      onClosed: () => this.opened.delete(projectId),
    });
    this.opened.set(projectId, project);
    return project;
  }

  /** Takes an exported project in as a new one; not open yet. Throws `bad_input`, `too_large` or `conflict` with the cause. */
  async importFile(octets: Uint8Array): Promise<ImportedProject> {
    this.mustBeWritable();
    const imported = await importProject(octets, { rules: this.rules, decoder: this.decoder, taken: () => this.takenIds() });
    await this.writeNew(imported.project);
    const snapshots = this.snapshots(imported.project.id);
    for (const snapshot of imported.snapshots) await snapshots.save(snapshot);
    return imported;
  }

  /** Closes what is open, everything saved; rejects when something can't be saved. */
  async close(): Promise<void> {
    await Promise.all([...this.opened.values()].map((project) => project.close()));
  }

  /** @param project checked, and of an id that no other has */
  private async writeNew(project: Project): Promise<void> {
    const paths = this.paths(project.id);
    await fileWork('The project could not be made', async () => {
      await this.makeFolder();
      await this.fileSystem.makeFolder(paths.folder);
      await this.adapter(paths).write({ project, savedAt: this.options.clock.nowMicros(), label: '' });
      // The project's folder is new in the folder of projects: that entry must be durable too.
      await this.fileSystem.syncFolder(this.options.folder);
    });
  }

  private adapter({ file, previous }: ProjectPaths): ProjectAdapter {
    return new ProjectAdapter(new AtomicFile({ fileSystem: this.fileSystem, path: file, previousPath: previous }));
  }

  private async ids(): Promise<string[]> {
    await this.makeFolder();
    const names = await this.fileSystem.list(this.options.folder);
    return names.filter((name) => z.uuid().safeParse(name).success);
  }

  private async makeFolder(): Promise<void> {
    if (!this.options.access.readOnly) await this.fileSystem.makeFolder(this.options.folder);
  }

  /** Ids of everything in the tenant's projects; those that can't be read are left out. */
  private async takenIds(): Promise<Set<string>> {
    const taken = new Set<string>();
    for (const id of await this.ids()) {
      const project = this.opened.get(id)?.project ?? (await loadProject(this.fileSystem, this.paths(id), this.decoder).then(({ project }) => project, () => null));
      for (const device of project?.devices ?? []) {
        taken.add(device.id);
        for (const point of device.points) taken.add(point.id);
      }
    }
    return taken;
  }

  private async lastOpenedAt(id: string): Promise<Micros | null> {
    const octets = await this.fileSystem.read(this.paths(id).opened).catch(() => null);
    const opened = openedSchema.safeParse(octets === null ? null : parseJson(octets));
    return opened.success ? opened.data.lastOpenedAt : null;
  }

  /** What can't be noted is no reason not to open. */
  private async noteOpened(paths: ProjectPaths): Promise<void> {
    const text = JSON.stringify({ lastOpenedAt: this.options.clock.nowMicros() });
    try {
      await new AtomicFile({ fileSystem: this.fileSystem, path: paths.opened }).write([text]);
    } catch (error) {
      this.options.log.warn(`When the project was opened could not be kept: ${String(error)}`);
    }
  }

  private mustBeWritable(): void {
    if (this.options.access.readOnly) throw new ProcedureError('conflict', this.options.access.reason, { reason: 'read_only' });
  }
}
