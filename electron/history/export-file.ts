import { rm, open, statfs, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { plainFileTrouble } from '../disk/file-system';

/** An export that can't be made, in plain words. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}

export interface ExportLimits {
  /** The file may grow to this; more is refused. */
  readonly mostOctets: number;
  /** An export must leave this much of the disk to what is being recorded. */
  readonly leaveFree: number;
  /** Octets free where the file is; null where the system does not say. */
  freeOctets(path: string): Promise<number | null>;
}

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
/** Room on the disk is looked at again after so much was written. */
const LOOK_EVERY = 8 * MIB;

export const exportLimits: ExportLimits = {
  mostOctets: GIB,
  leaveFree: 256 * MIB,
  freeOctets: async (path) => {
    try {
      const { bavail, bsize } = await statfs(dirname(path));
      return bavail * bsize;
    } catch {
      return null;
    }
  },
};

const WHAT_TO_DO = 'Export a shorter time or fewer points, or free some space.';

/** The file that an export grows into, piece by piece. Whoever makes it closes it, or discards it where it is not wanted. */
export class ExportFile {
  #size = 0;
  #lookAt = 0;

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private readonly limits: ExportLimits,
  ) {}

  /** Makes the file, for this user alone. @throws ExportError in plain words, or the system's error where there are none */
  static async create(path: string, limits: ExportLimits = exportLimits): Promise<ExportFile> {
    try {
      return new ExportFile(path, await open(path, 'w', 0o600), limits);
    } catch (error) {
      const trouble = plainFileTrouble(error);
      throw trouble === null ? error : new ExportError(`The file of the export could not be made: ${trouble}.`);
    }
  }

  get size(): number {
    return this.#size;
  }

  /** @throws ExportError where the file would grow too large or the disk is short */
  async write(octets: Uint8Array): Promise<void> {
    const { mostOctets, leaveFree } = this.limits;
    if (this.#size + octets.length > mostOctets) throw new ExportError(`The file would be larger than ${sizeText(mostOctets)}. Export a shorter time or fewer points.`);
    if (this.#size >= this.#lookAt) {
      this.#lookAt = this.#size + LOOK_EVERY;
      const free = await this.limits.freeOctets(this.path);
      if (free !== null && free < leaveFree + octets.length) throw new ExportError(`The disk is short of space: ${sizeText(free)} are free, and ${sizeText(leaveFree)} are kept for recording. ${WHAT_TO_DO}`);
    }
    try {
      let from = 0;
      while (from < octets.length) from += (await this.handle.write(octets, from)).bytesWritten;
    } catch (error) {
      if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) throw new ExportError(`The disk is full. ${WHAT_TO_DO}`);
      throw error;
    }
    this.#size += octets.length;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  /** Closes and removes it. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await rm(this.path, { force: true, maxRetries: 3 });
  }
}

function sizeText(octets: number): string {
  return octets >= GIB ? `${String(Math.round((octets / GIB) * 10) / 10)} GiB` : `${String(Math.floor(octets / MIB))} MiB`;
}
