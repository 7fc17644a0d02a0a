import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ProcedureError } from '../../shared/contract/answer';
import { canonicalPieces, EXPORT_FORMAT, EXPORT_FORMAT_VERSION } from './export-project';
import { checkProject, newerMessage } from './load-project';
import { isRecord, migrateProject } from './migrations';
import type { ProjectDecoder } from './project-decoder';
import { Slices } from './slices';
import { importedSnapshots } from './snapshots/exported-snapshots';
import type { ProjectRules } from './project-rules';
import type { Project } from '../../shared/domain/project';
import type { Snapshot } from '../../shared/domain/snapshot';
import type { SimulatedUnit } from '../../shared/domain/simulator';

/** Largest exported file that is taken, octets: what the contract carries. */
export const LARGEST_IMPORT = 48 * 1024 * 1024;

export interface ImportedProject {
  readonly project: Project;
  readonly devices: number;
  readonly points: number;
  readonly snapshots: readonly Snapshot[];
  /** What differs from the file, and what must still be done by hand. */
  readonly notes: readonly string[];
}

const envelopeSchema = z.object({
  format: z.literal(EXPORT_FORMAT),
  formatVersion: z.number().int().min(1),
  product: z.string().max(200),
  secretsLeftOut: z.array(z.string().max(1000)).max(100_000),
  checksum: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  project: z.unknown(),
  snapshots: z.unknown().optional(),
  snapshotsLeftOut: z.unknown().optional(),
});

export interface ImportContext {
  readonly rules: ProjectRules;
  readonly decoder: ProjectDecoder;
  /** Ids of devices and points that the tenant has already. */
  readonly taken: () => Promise<ReadonlySet<string>>;
}

/**
 * Reads an exported project as a new one with a new id. Devices, points, lines and trends keep their ids, so that a
 * second export fits the first, unless the tenant has one of them already: then all are new.
 */
export async function importProject(octets: Uint8Array, { rules, decoder, taken }: ImportContext): Promise<ImportedProject> {
  if (octets.byteLength > LARGEST_IMPORT) throw new ProcedureError('too_large', `The file has ${octets.byteLength} octets; at most ${LARGEST_IMPORT} are taken.`);
  const envelope = readEnvelope(await decoder.json(Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)));
  const content = envelope.project;
  const migrated = migrateProject(content);
  if (migrated.kind === 'newer') throw refuse('project_newer', newerMessage('exported project', migrated.version));
  if (migrated.kind === 'unknown') throw refuse('project_damaged', `The file can't be taken in: ${migrated.problem}.`);
  if (!isRecord(content) || (await checksum(content)) !== envelope.checksum) {
    throw refuse('project_damaged', 'The file was changed or damaged after it was exported: its content does not match its checksum. Export it again.');
  }
  const checked = await checkProject(migrated.project);
  if ('problem' in checked) throw refuse('project_damaged', `The file can't be taken in: ${checked.problem}.`);
  await rules.checkWhole(checked.project);
  const notes = envelope.secretsLeftOut.map((where) => `Secrets are not in the file. Enter it again: ${where}.`);
  const alike = hasTaken(checked.project, await taken());
  if (alike) notes.unshift('The tenant has devices or points of this file already: the new ones got identities of their own.');
  const renew = alike ? renewer() : (id: string) => id;
  const project = { ...(alike ? withNewIds(checked.project, renew) : checked.project), id: randomUUID() };
  const { snapshots, notes: snapshotNotes } = importedSnapshots(envelope, renew, randomUUID);
  notes.push(...snapshotNotes);
  return { project, snapshots, devices: project.devices.length, points: project.devices.reduce((sum, { points }) => sum + points.length, 0), notes };
}

function readEnvelope(parsed: unknown): z.infer<typeof envelopeSchema> {
  if (!isRecord(parsed)) throw refuse('project_damaged', 'The file is no exported project, or it was cut short.');
  if (parsed['format'] !== EXPORT_FORMAT) throw refuse('not_an_export', 'The file is no exported project of this product.');
  const version = parsed['formatVersion'];
  if (typeof version === 'number' && version > EXPORT_FORMAT_VERSION) {
    throw refuse('project_newer', `The file was exported by a newer version (format ${version}). This version reads up to ${EXPORT_FORMAT_VERSION}.`);
  }
  const envelope = envelopeSchema.safeParse(parsed);
  if (!envelope.success) {
    const issue = envelope.error.issues[0];
    throw refuse('project_damaged', `The file is damaged: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'does not fit'}.`);
  }
  return envelope.data;
}

async function checksum(content: Record<string, unknown>): Promise<string> {
  const slices = new Slices();
  const hash = createHash('sha256');
  for (const piece of canonicalPieces(content)) {
    hash.update(piece);
    await slices.pause();
  }
  return `sha256:${hash.digest('hex')}`;
}

function refuse(reason: string, message: string): ProcedureError {
  return new ProcedureError('bad_input', message, { reason });
}

function hasTaken(project: Project, taken: ReadonlySet<string>): boolean {
  return project.devices.some((device) => taken.has(device.id) || device.points.some((point) => taken.has(point.id)));
}

/** Gives each id a new one, the same each time it is asked. */
function renewer(): (id: string) => string {
  const fresh = new Map<string, string>();
  return (id) => {
    const known = fresh.get(id) ?? randomUUID();
    fresh.set(id, known);
    return known;
  };
}

function withNewIds(project: Project, renew: (id: string) => string): Project {
  return {
    ...project,
    lines: project.lines.map((line) => ({ ...line, id: renew(line.id) })),
    devices: project.devices.map((device) => ({
      ...device,
      id: renew(device.id),
      lineId: renew(device.lineId),
      points: device.points.map((point) => ({ ...point, id: renew(point.id) })),
    })),
    simulators: project.simulators.map((simulator) => ({ ...simulator, units: simulator.units.map((unit) => ({ ...unit, behaviours: renewLive(unit.behaviours, renew) })) })),
    trends: project.trends.map((trend) => ({ ...trend, id: renew(trend.id), pens: trend.pens.map((pen) => ({ ...pen, pointId: renew(pen.pointId) })) })),
  };
}

/** Behaviours that copy a live device's point follow it to its new id. */
function renewLive(behaviours: SimulatedUnit['behaviours'], renew: (id: string) => string): SimulatedUnit['behaviours'] {
  return Object.fromEntries(
    Object.entries(behaviours).map(([pointId, behaviour]) => [
      pointId,
      behaviour.source.kind === 'live' ? { ...behaviour, source: { ...behaviour.source, pointId: renew(behaviour.source.pointId) } } : behaviour,
    ]),
  );
}
