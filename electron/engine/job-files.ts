import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Octets of one part. The answer that carries it is built at once in the main process: a few milliseconds. */
const PART_OCTETS = 4 * 1024 * 1024;
/** Longer than any file waits. */
const FORSAKEN_MS = 24 * 3_600_000;

/** The files of one tenant's jobs, in a folder that is nobody else's: only their jobs know them, so none outlives the process. */
export class JobFiles {
  constructor(
    private readonly folder: string,
    private readonly failed: (cause: unknown) => void,
  ) {}

  /**
   * The folder of this process. One that may only read has a folder of its own beside the writer's; the writer removes
   * those that were not touched for a day, since their process was killed.
   */
  static async folderFor(shared: string, readOnly: boolean): Promise<string> {
    const beside = `${basename(shared)}.second-`;
    if (readOnly) return join(dirname(shared), `${beside}${process.pid}`);
    for (const name of await readdir(dirname(shared))) {
      const path = join(dirname(shared), name);
      if (name.startsWith(beside) && Date.now() - (await stat(path)).mtimeMs > FORSAKEN_MS) await rm(path, { recursive: true, force: true });
    }
    return shared;
  }

  /** How many parts a file of this size is fetched in; an empty one in one. */
  static parts(size: number): number {
    return Math.max(1, Math.ceil(size / PART_OCTETS));
  }

  path(jobId: string): string {
    return join(this.folder, jobId);
  }

  /** Begins with an empty folder. Never rejects: where it can't be made, the jobs that need it say so. */
  async empty(): Promise<void> {
    await this.remove();
    await mkdir(this.folder, { recursive: true, mode: 0o700 }).catch(this.failed);
  }

  /** Removes the folder with all that is in it. Never rejects. */
  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 }).catch(this.failed);
  }

  /** Null when the file is gone. */
  async read(jobId: string, part: number): Promise<Buffer | null> {
    let file;
    try {
      file = await open(this.path(jobId), 'r');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
    try {
      const octets = Buffer.allocUnsafe(PART_OCTETS);
      let length = 0;
      for (;;) {
        const { bytesRead } = await file.read(octets, length, PART_OCTETS - length, part * PART_OCTETS + length);
        length += bytesRead;
        if (bytesRead === 0 || length === PART_OCTETS) return octets.subarray(0, length);
      }
    } finally {
      await file.close();
    }
  }

  /** Removes a file in the background; nothing there is no trouble. */
  drop(jobId: string): void {
    void rm(this.path(jobId), { force: true, maxRetries: 3 }).catch(this.failed);
  }
}
