import { ProcedureError } from '../../shared/contract/answer';
import { deviceSchema } from '../../shared/domain/device';
import { pointSchema, type Point } from '../../shared/domain/point';
import { PROJECT_SCHEMA_VERSION, projectSchema, type Project } from '../../shared/domain/project';
import { isoFromMicros, type Micros } from '../../shared/domain/time';
import { fileTrouble, type FileSystem } from '../disk/file-system';
import { freezeProject } from './freeze-project';
import { isRecord, migrateProject } from './migrations';
import { projectDecoder, type ProjectDecoder } from './project-decoder';
import { Slices } from './slices';
import type { ProjectPaths } from './project-paths';

export type ReadProject =
  | { readonly kind: 'whole'; readonly project: Project; readonly savedAt: Micros | null; readonly migratedFrom: number | null }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged'; readonly problem: string }
  | { readonly kind: 'newer'; readonly version: number };

export interface LoadedProject {
  readonly project: Project;
  readonly savedAt: Micros | null;
  /** What was found and what was done, when the file itself was not whole; empty when it was. */
  readonly recovery: string;
  /** True where the file on disk is not what was loaded, so that it must be written. */
  readonly rewrite: boolean;
}

/**
 * Loads a project: its file, else a finished temporary one, else its previous version. Changes nothing on the disk.
 * Throws `conflict` with reason `project_newer` or `project_damaged` where none can be had, `not_found` where there is
 * nothing, and the trouble in plain words where the disk does not answer (then nothing is taken for damaged).
 */
export async function loadProject(fileSystem: FileSystem, paths: ProjectPaths, decoder: ProjectDecoder = projectDecoder): Promise<LoadedProject> {
  const main = await readProjectFile(fileSystem, paths.file, decoder);
  if (main.kind === 'whole') return { project: main.project, savedAt: main.savedAt, recovery: '', rewrite: main.migratedFrom !== null };
  if (main.kind === 'newer') throw new ProcedureError('conflict', newerMessage('project', main.version), { reason: 'project_newer' });
  const found = main.kind === 'missing' ? 'The project file was missing' : `The project file was damaged: ${main.problem}`;
  // Between the two renames of a save the file is missing and the temporary one whole: it is what was being saved.
  const others: readonly [string, string][] = [
    ['finished but not yet renamed', paths.temporary],
    ['previous', paths.previous],
  ];
  for (const [what, path] of others) {
    if (what !== 'previous' && main.kind !== 'missing') continue;
    const read = await readProjectFile(fileSystem, path, decoder);
    if (read.kind !== 'whole') continue;
    const when = read.savedAt === null ? '' : ` of ${isoFromMicros(read.savedAt)}`;
    const kept = main.kind === 'damaged' ? ' The damaged file is kept beside it.' : '';
    return { project: read.project, savedAt: read.savedAt, recovery: `${found}. Its ${what} version${when} was opened instead.${kept}`, rewrite: true };
  }
  if (main.kind === 'missing') throw new ProcedureError('not_found', 'There is no such project.', { reason: 'no_project' });
  throw new ProcedureError('conflict', `${found}, and there is no previous version to go back to. The file is unchanged: ${paths.file}`, { reason: 'project_damaged' });
}

/** Reads one file of a project and checks all of it. */
export async function readProjectFile(fileSystem: FileSystem, path: string, decoder: ProjectDecoder = projectDecoder): Promise<ReadProject> {
  let octets: Buffer | null;
  try {
    octets = await fileSystem.read(path);
  } catch (error) {
    throw new ProcedureError('conflict', `The project file could not be read: ${fileTrouble(error)}. ${path}`, { reason: 'project_unreadable' });
  }
  if (octets === null) return { kind: 'missing' };
  const decoded = await decoder.file(octets);
  const migrated = migrateProject(decoded.content);
  if (migrated.kind === 'newer') return { kind: 'newer', version: migrated.version };
  if (decoded.problem !== null) return { kind: 'damaged', problem: decoded.problem };
  if (migrated.kind === 'unknown') return { kind: 'damaged', problem: migrated.problem };
  const checked = await checkProject(migrated.project);
  if ('problem' in checked) return { kind: 'damaged', problem: checked.problem };
  return { kind: 'whole', project: checked.project, savedAt: decoded.savedAt, migratedFrom: migrated.from === PROJECT_SCHEMA_VERSION ? null : migrated.from };
}

/** The message for a file of a schema that this version does not know. */
export function newerMessage(what: string, version: number): string {
  return `The ${what} was made by a newer version (schema ${version}). This version reads up to ${PROJECT_SCHEMA_VERSION}. The file is unchanged.`;
}

/** Checks a whole project against the schema in small slices, and freezes it. */
export async function checkProject(content: Readonly<Record<string, unknown>>): Promise<{ project: Project } | { problem: string }> {
  const slices = new Slices();
  const devices = content['devices'];
  if (!Array.isArray(devices)) return { problem: 'devices: is no list' };
  const points: Point[][] = [];
  const alone: unknown[] = [];
  for (const [at, device] of devices.entries()) {
    const found: Point[] = [];
    const listed: unknown = isRecord(device) ? device['points'] : undefined;
    for (const [index, point] of (Array.isArray(listed) ? listed : []).entries()) {
      const checked = pointSchema.safeParse(point);
      if (!checked.success) return { problem: `devices[${at}].points[${index}]: ${checked.error.issues[0]?.message ?? 'does not fit'}` };
      found.push(freezeProject(checked.data));
      if (slices.due) await slices.pause();
    }
    points.push(found);
    alone.push(isRecord(device) ? { ...device, points: [] } : device);
  }
  const whole = projectSchema.extend({ devices: deviceSchema.array().max(10_000) }).safeParse({ ...content, devices: alone });
  if (!whole.success) {
    const issue = whole.error.issues[0];
    return { problem: issue === undefined ? 'does not fit' : `${issue.path.join('.')}: ${issue.message}` };
  }
  const project: Project = { ...whole.data, devices: whole.data.devices.map((device, at) => ({ ...device, points: points[at] ?? [] })) };
  return { project: freezeProject(project) };
}
