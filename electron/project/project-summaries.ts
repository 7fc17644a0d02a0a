import { fileTrouble, type FileSystem } from '../disk/file-system';
import { newerMessage } from './load-project';
import { isRecord } from './migrations';
import { parseJson } from '../disk/parse-json';
import { checkWhole, decodeHeader } from './project-file';
import { PROJECT_SCHEMA_VERSION } from '../../shared/domain/project';
import type { projectSummarySchema } from '../../shared/contract/projects';
import type { ProjectPaths } from './project-paths';
import type { z } from 'zod';

export type ProjectSummary = z.infer<typeof projectSummarySchema>;
type Found = Omit<ProjectSummary, 'lastOpenedAt'>;

const SCHEMA_VERSION = /"schemaVersion":(\d{1,9})[,}]/;
/** The beginning of a file, in which the header and the schema version are. */
const BEGINNING = 8192;
const MOST_CACHED = 1000;

/**
 * What the list of projects says of one that is not open. The whole file is read and its checksum taken, so that a
 * damaged file is not shown as a good one; that is done again only when the file has changed.
 */
export class ProjectSummaries {
  private readonly known = new Map<string, { readonly stamp: string; readonly found: Found | null }>();

  constructor(private readonly fileSystem: FileSystem) {}

  /** Null when the folder holds no project. */
  async of(id: string, paths: ProjectPaths): Promise<Found | null> {
    try {
      const parts = await Promise.all([paths.file, paths.temporary, paths.previous].map((path) => this.fileSystem.inspect(path)));
      const stamp = parts.map((part) => part?.stamp ?? '-').join(' ');
      const known = this.known.get(id);
      if (known?.stamp === stamp) return known.found;
      const found = await this.read(id, paths);
      if (this.known.size >= MOST_CACHED) this.known.clear();
      this.known.set(id, { stamp, found });
      return found;
    } catch (error) {
      return { id, name: id, devices: 0, state: 'damaged', message: `The project file could not be read: ${fileTrouble(error)}.` };
    }
  }

  private async read(id: string, paths: ProjectPaths): Promise<Found | null> {
    const main = await this.fileSystem.read(paths.file);
    if (main !== null) {
      const header = decodeHeader(main);
      const version = schemaVersion(main);
      if (version !== null && version > PROJECT_SCHEMA_VERSION) {
        return { id, name: header?.name ?? id, devices: header?.devices ?? 0, state: 'newer', message: newerMessage('project', version) };
      }
      if (header !== null && checkWhole(main) === null) return { id, name: header.name, devices: header.devices, state: 'saved', message: '' };
    }
    const others = main === null ? [paths.temporary, paths.previous] : [paths.previous];
    for (const path of others) {
      const octets = await this.fileSystem.read(path);
      const header = octets === null ? null : decodeHeader(octets);
      if (octets === null || header === null || checkWhole(octets) !== null) continue;
      const what = main === null ? 'missing' : 'damaged';
      return { id, name: header.name, devices: header.devices, state: 'recovered', message: `The project file is ${what}. Opening it goes back to its previous version.` };
    }
    if (main === null) return null;
    return {
      id,
      name: decodeHeader(main)?.name ?? id,
      devices: 0,
      state: 'damaged',
      message: `The project file is damaged: ${checkWhole(main) ?? 'it does not begin as a project file does'}. There is no previous version. The file is unchanged.`,
    };
  }
}

/** From the file's beginning where our own writer puts it; a file written otherwise is parsed. */
function schemaVersion(octets: Buffer): number | null {
  const match = SCHEMA_VERSION.exec(octets.subarray(0, BEGINNING).toString('utf8'));
  if (match !== null) return Number(match[1]);
  const parsed = parseJson(octets);
  const project = isRecord(parsed) ? parsed['project'] : undefined;
  const version = isRecord(project) ? project['schemaVersion'] : undefined;
  return typeof version === 'number' ? version : null;
}
