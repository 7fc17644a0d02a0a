import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ProcedureError } from '../../shared/contract/answer';
import { AtomicFile } from '../disk/atomic-file';
import { fileWork } from './file-work';
import { readProjectFile } from './load-project';
import { ProjectAdapter } from './project-adapter';
import type { ProjectDecoder } from './project-decoder';
import { decodeHeader, HEADER_OCTETS } from './project-file';
import type { FileSystem } from '../disk/file-system';
import type { Project } from '../../shared/domain/project';
import type { Micros } from '../../shared/domain/time';
import type { Clock, DriverLog } from '../protocols/protocol';

export interface ProjectVersion {
  readonly id: string;
  readonly name: string;
  readonly savedAt: Micros;
  readonly devices: number;
}

/** Named versions that are kept; the oldest goes when one more comes. */
export const MOST_VERSIONS = 100;

const ID = /^\d{16,20}-[0-9a-f]{8}$/;

export interface ProjectVersionsOptions {
  readonly fileSystem: FileSystem;
  readonly folder: string;
  readonly clock: Clock;
  readonly log: DriverLog;
  readonly decoder: ProjectDecoder;
}

/** Named versions of one project: a whole project file each, in a folder beside it. */
export class ProjectVersions {
  constructor(private readonly options: ProjectVersionsOptions) {}

  /** Keeps a project under a name; resolves when it is on the disk. */
  async save(project: Project, name: string): Promise<ProjectVersion> {
    const { fileSystem, folder, clock } = this.options;
    const savedAt = clock.nowMicros();
    const id = `${String(savedAt).padStart(16, '0')}-${randomUUID().slice(0, 8)}`;
    const file = new AtomicFile({ fileSystem, path: this.path(id) });
    await fileWork('The version could not be kept', async () => {
      await fileSystem.makeFolder(folder);
      await new ProjectAdapter(file).write({ project, savedAt, label: name });
    });
    await this.prune();
    return { id, name, savedAt, devices: project.devices.length };
  }

  /** Newest first. A file that is no version is left out. */
  async list(): Promise<ProjectVersion[]> {
    const versions: ProjectVersion[] = [];
    for (const id of await this.ids()) {
      const octets = await this.options.fileSystem.readBeginning(this.path(id), HEADER_OCTETS);
      const header = octets === null ? null : decodeHeader(octets);
      if (header !== null) versions.push({ id, name: header.label, savedAt: header.savedAt, devices: header.devices });
    }
    return versions;
  }

  /** Throws `not_found` for an unknown version, `conflict` for one that can't be read. */
  async load(id: string): Promise<{ readonly project: Project; readonly name: string }> {
    if (!ID.test(id)) throw new ProcedureError('not_found', 'There is no such version.', { reason: 'no_version' });
    const octets = await this.options.fileSystem.readBeginning(this.path(id), HEADER_OCTETS);
    const read = await readProjectFile(this.options.fileSystem, this.path(id), this.options.decoder);
    if (read.kind === 'missing' || octets === null) throw new ProcedureError('not_found', 'There is no such version.', { reason: 'no_version' });
    if (read.kind === 'newer') throw new ProcedureError('conflict', `The version was made by a newer product (schema ${read.version}).`, { reason: 'project_newer' });
    if (read.kind === 'damaged') throw new ProcedureError('conflict', `The version is damaged: ${read.problem}. The project is unchanged.`, { reason: 'project_damaged' });
    return { project: read.project, name: decodeHeader(octets)?.label ?? '' };
  }

  private async ids(): Promise<string[]> {
    const names = await this.options.fileSystem.list(this.options.folder);
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
    return ids.filter((id) => ID.test(id)).sort().toReversed();
  }

  private async prune(): Promise<void> {
    const gone = (await this.ids()).slice(MOST_VERSIONS);
    for (const id of gone) await this.options.fileSystem.remove(this.path(id));
    if (gone.length > 0) this.options.log.info(`More than ${MOST_VERSIONS} named versions: the oldest ${gone.length === 1 ? 'one was' : `${gone.length} were`} removed.`);
  }

  private path(id: string): string {
    return join(this.options.folder, `${id}.json`);
  }
}
