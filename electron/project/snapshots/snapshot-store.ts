import { join } from 'node:path';
import { z } from 'zod';
import { ProcedureError } from '../../../shared/contract/answer';
import { MOST_SNAPSHOTS, type Snapshot, type SnapshotHead } from '../../../shared/domain/snapshot';
import { AtomicFile } from '../../disk/atomic-file';
import type { FileSystem } from '../../disk/file-system';
import type { WriteAccess } from '../../disk/write-access';
import { fileWork } from '../file-work';
import { HEAD_OCTETS, readHead, readSnapshot, snapshotPieces } from './snapshot-file';

export interface SnapshotStoreOptions {
  readonly fileSystem: FileSystem;
  /** In the project's folder; made with the first snapshot. */
  readonly folder: string;
  readonly access: WriteAccess;
}

/** Octets that the snapshots of a project take together at most. */
const MOST_OCTETS = 1024 ** 3;

/** The snapshots of one project, a file each beside the project's. What is full refuses a new one: a record is never thrown away by itself. */
export class SnapshotStore {
  constructor(private readonly options: SnapshotStoreOptions) {}

  /** Newest first, with the files that can't be read. */
  async list(): Promise<{ snapshots: SnapshotHead[]; problems: { file: string; message: string }[] }> {
    const snapshots: SnapshotHead[] = [];
    const problems: { file: string; message: string }[] = [];
    for (const id of await this.ids()) {
      const octets = await this.options.fileSystem.readBeginning(this.path(id), HEAD_OCTETS);
      if (octets === null) continue;
      const read = readHead(octets);
      if (read.ok) snapshots.push(read.head);
      else problems.push({ file: `${id}.jsonl`, message: read.message });
    }
    return { snapshots: snapshots.sort((a, b) => b.takenAt - a.takenAt), problems };
  }

  /** @throws ProcedureError `not_found`, or `conflict` for a file that can't be read */
  async get(id: string): Promise<Snapshot> {
    const octets = await this.options.fileSystem.read(this.path(id));
    if (octets === null) throw new ProcedureError('not_found', 'There is no such snapshot. It may have been deleted.', { reason: 'no_snapshot' });
    const read = readSnapshot(octets);
    if (!read.ok) throw new ProcedureError('conflict', `The snapshot ${read.message}.`, { reason: 'snapshot_damaged' });
    return read.snapshot;
  }

  /** To be asked before values are read for one. @throws ProcedureError `conflict`, `too_many` */
  async mustHaveRoom(): Promise<void> {
    this.mustWrite();
    const ids = await this.ids();
    if (ids.length >= MOST_SNAPSHOTS) throw new ProcedureError('too_many', `The project has ${MOST_SNAPSHOTS} snapshots, the most there can be. Delete one first.`);
    let octets = 0;
    for (const id of ids) octets += (await this.options.fileSystem.inspect(this.path(id)))?.size ?? 0;
    if (octets >= MOST_OCTETS) throw new ProcedureError('too_many', 'The snapshots of the project take 1 GiB, the most they can. Delete one first.');
  }

  /** Keeps a snapshot, or a changed one in its place; it is on the disk when this resolves. */
  async save(snapshot: Snapshot): Promise<void> {
    this.mustWrite();
    const { fileSystem, folder } = this.options;
    await fileWork('The snapshot could not be kept', async () => {
      await fileSystem.makeFolder(folder);
      await new AtomicFile({ fileSystem, path: this.path(snapshot.head.id) }).write(snapshotPieces(snapshot));
    });
  }

  /** @throws ProcedureError `not_found` */
  async remove(id: string): Promise<void> {
    this.mustWrite();
    if ((await this.options.fileSystem.inspect(this.path(id))) === null) throw new ProcedureError('not_found', 'There is no such snapshot. It may have been deleted.', { reason: 'no_snapshot' });
    await fileWork('The snapshot could not be deleted', () => this.options.fileSystem.remove(this.path(id)));
  }

  private async ids(): Promise<string[]> {
    const names = await this.options.fileSystem.list(this.options.folder);
    return names.filter((name) => name.endsWith('.jsonl')).map((name) => name.slice(0, -'.jsonl'.length)).filter((id) => z.uuid().safeParse(id).success);
  }

  private path(id: string): string {
    return join(this.options.folder, `${id}.jsonl`);
  }

  private mustWrite(): void {
    const { readOnly, reason } = this.options.access;
    if (readOnly) throw new ProcedureError('conflict', `Snapshots can't be changed here. ${reason}`, { reason: 'held_elsewhere' });
  }
}
