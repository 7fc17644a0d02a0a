import { join } from 'node:path';
import { z } from 'zod';
import { permissions } from '../../shared/contract/procedure';
import { AtomicFile } from '../disk/atomic-file';
import { fileTrouble, NodeFileSystem, type FileSystem } from '../disk/file-system';
import { parseJson } from '../disk/parse-json';
import type { DriverLog } from '../protocols/protocol';

/** A browser's session as it is kept: its secret only as a hash. */
const keptSessionSchema = z.object({
  digest: z.string().min(1).max(100),
  user: z.string().min(1).max(100),
  permissions: z.array(z.enum(permissions)),
  homeTenantId: z.uuid(),
  tenantIds: z.array(z.uuid()).nullable(),
  /** Milliseconds since the epoch. */
  endsAt: z.number(),
});
export type KeptSession = z.infer<typeof keptSessionSchema>;

const fileSchema = z.object({ version: z.literal(1), sessions: z.array(keptSessionSchema).max(1000) });

export interface SessionFileOptions {
  readonly folder: string;
  readonly log: DriverLog;
  readonly fileSystem?: FileSystem;
}

/**
 * Keeps browsers logged in over a restart of the gateway, so that their screens go on by themselves: `<folder>/sessions.json`,
 * readable by its owner only. Where it can't be read or written people log in again, and nothing else is lost.
 */
export class SessionFile {
  #next: readonly KeptSession[] | null = null;
  #writing: Promise<void> | null = null;

  private constructor(
    private readonly file: AtomicFile,
    private readonly log: DriverLog,
    /** The sessions of before the start. */
    readonly kept: readonly KeptSession[],
  ) {}

  static async open({ folder, log, fileSystem = new NodeFileSystem() }: SessionFileOptions): Promise<SessionFile> {
    const file = new AtomicFile({ fileSystem, path: join(folder, 'sessions.json') });
    const octets = await file.read();
    const content = fileSchema.safeParse(octets === null ? { version: 1, sessions: [] } : parseJson(octets));
    if (!content.success) log.warn(`The sessions of browsers in ${file.path} can't be read; they log in again.`);
    return new SessionFile(file, log, content.success ? content.data.sessions : []);
  }

  /** Notes the sessions there are now; the newest state is written, one write at a time. */
  keep(sessions: readonly KeptSession[]): void {
    this.#next = sessions;
    this.#writing ??= this.#write();
  }

  /** Resolves when the newest state is on the disk, or could not be put there. */
  async close(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    try {
      while (this.#next !== null) {
        const sessions = this.#next;
        this.#next = null;
        await this.file.write([JSON.stringify({ version: 1, sessions })]);
      }
    } catch (cause) {
      this.log.warn(`The sessions of browsers could not be kept: ${fileTrouble(cause)}.`);
    } finally {
      this.#writing = null;
    }
  }
}
