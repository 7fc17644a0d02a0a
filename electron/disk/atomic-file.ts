import { dirname } from 'node:path';
import type { FileSystem } from './file-system';

export interface AtomicFileOptions {
  readonly fileSystem: FileSystem;
  readonly path: string;
  /** Where the version before is kept; null keeps none. */
  readonly previousPath?: string | null;
  /** Permission bits of a new file; 0o600 unless told otherwise. */
  readonly mode?: number;
}

/** Octets are handed to the disk in blocks of this size; making one costs about a millisecond. */
const BLOCK_OCTETS = 64 * 1024;

/**
 * A file that is replaced whole or not at all: written beside it, fsynced, renamed over it, and the folder fsynced.
 * The version before is kept by a rename too, since memory sticks (exFAT) know no hard links; between the two renames
 * the file is missing for a moment, and whoever opens it then finds the temporary one whole and the previous one good.
 */
export class AtomicFile {
  readonly path: string;
  readonly temporaryPath: string;
  readonly previousPath: string | null;
  private readonly fileSystem: FileSystem;
  private readonly mode: number;

  constructor({ fileSystem, path, previousPath = null, mode = 0o600 }: AtomicFileOptions) {
    this.fileSystem = fileSystem;
    this.path = path;
    this.temporaryPath = `${path}.tmp`;
    this.previousPath = previousPath;
    this.mode = mode;
  }

  /** Null when there is no file. */
  read(): Promise<Buffer | null> {
    return this.fileSystem.read(this.path);
  }

  /**
   * Replaces the file; resolves when the new content is durable. Rejects with the system's error; the content before
   * is then still there, as the file or as its previous version. Calls must not overlap.
   * @param pieces are asked for one block at a time, so that a large text is never made in one go
   */
  async write(pieces: Iterable<string>): Promise<void> {
    const folder = dirname(this.path);
    await this.fill(pieces);
    if (this.previousPath !== null && (await this.fileSystem.inspect(this.path)) !== null) {
      await this.fileSystem.rename(this.path, this.previousPath);
    }
    await this.fileSystem.rename(this.temporaryPath, this.path);
    await this.fileSystem.syncFolder(folder);
  }

  private async fill(pieces: Iterable<string>): Promise<void> {
    const file = await this.fileSystem.create(this.temporaryPath, this.mode);
    try {
      for (const block of blocks(pieces)) await file.write(block);
      await file.sync();
    } catch (error) {
      await file.close().catch(() => undefined);
      // A half-written file would only take room; the disk may be full.
      await this.fileSystem.remove(this.temporaryPath).catch(() => undefined);
      throw error;
    }
    await file.close();
  }
}

function* blocks(pieces: Iterable<string>): Generator<Uint8Array> {
  let waiting: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length >= BLOCK_OCTETS) {
      yield Buffer.from(waiting.join(''));
      waiting = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.from(waiting.join(''));
}
