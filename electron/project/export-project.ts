import { createHash } from 'node:crypto';
import { canonicalJson, sortedByKey } from './canonical-json';
import { leaveOutSecrets } from './leave-out-secrets';
import { joinPieces, projectPieces } from './project-pieces';
import { exportedSnapshots } from './snapshots/exported-snapshots';
import type { SnapshotStore } from './snapshots/snapshot-store';
import { Slices } from './slices';
import type { Project } from '../../shared/domain/project';
import type { Micros } from '../../shared/domain/time';

export const EXPORT_FORMAT = 'thermacore-export';
/** Of the text, at once. */
const PIECE_CHARACTERS = 16 * 1024;
/** Octets of a file with its snapshots: what an import takes, less some room for its head. */
const MOST_EXPORTED = 46 * 1024 * 1024;
/** Version of the envelope; the project within has its own. */
export const EXPORT_FORMAT_VERSION = 1;

/**
 * The project as one `.thermacore` file: a JSON envelope with the SHA-256 of the project's canonical JSON. Secrets are
 * left out and named. The project's snapshots come after it, the newest first, as many as the file has room for. Made in
 * small slices.
 */
export async function exportProject(project: Project, { product, exportedAt, snapshots = null }: { product: string; exportedAt: Micros; snapshots?: Pick<SnapshotStore, 'list' | 'get'> | null }): Promise<{ name: string; octets: Uint8Array }> {
  const { project: payload, leftOut } = leaveOutSecrets(project);
  const slices = new Slices();
  const hash = createHash('sha256');
  const pieces: Buffer[] = [];
  for (const piece of canonicalPieces(payload)) {
    const octets = Buffer.from(piece);
    hash.update(octets);
    pieces.push(octets);
    await slices.pause();
  }
  const head = { format: EXPORT_FORMAT, formatVersion: EXPORT_FORMAT_VERSION, product, exportedAt, secretsLeftOut: leftOut, checksum: `sha256:${hash.digest('hex')}` };
  const size = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const kept = snapshots === null ? [] : await exportedSnapshots(snapshots, MOST_EXPORTED - size);
  const octets = Buffer.concat([Buffer.from(`${JSON.stringify(head).slice(0, -1)},"project":`), ...pieces, ...kept, Buffer.from('}\n')]);
  return { name: `${fileName(project.name)}.thermacore`, octets };
}

/** The canonical JSON of a project in pieces. */
export function canonicalPieces(project: object): Generator<string> {
  return joinPieces(projectPieces(project, { stringify: canonicalJson, order: sortedByKey }), PIECE_CHARACTERS);
}

/** A name that Windows, macOS and Linux take. */
function fileName(name: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what must go
  const safe = name.replaceAll(/[<>:"/\\|?*\u0000-\u001f]/g, '_').replace(/[. ]+$/, '').slice(0, 100);
  return safe === '' ? 'project' : safe;
}
