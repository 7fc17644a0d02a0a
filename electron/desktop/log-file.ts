import { appendFile, rename, stat } from 'node:fs/promises';

const MOST_OCTETS = 5_000_000;
/** What waits for a disk that does not keep up; older lines go first. */
const MOST_WAITING = 10_000;

/** The engine's log on disk, JSON lines in two files of 5 MB at most. Writing never blocks and never fails aloud. */
export class LogFile {
  #waiting: string[] = [];
  #writing: Promise<void> | undefined;

  constructor(
    private readonly file: string,
    /** Shows each line too, for whoever started the application from a terminal. */
    private readonly mirror: ((line: string) => void) | undefined,
  ) {}

  write(line: string): void {
    this.mirror?.(line);
    this.#waiting.push(line);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when everything written so far is with the file system. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const lines = this.#waiting.join('');
        this.#waiting = [];
        await this.#rotate();
        await appendFile(this.file, lines, { mode: 0o600 });
      }
    } catch {
      // A full disk: the ring that the screens read still has the newest entries.
    } finally {
      this.#writing = undefined;
    }
  }

  async #rotate(): Promise<void> {
    const size = await stat(this.file).then((found) => found.size, () => 0);
    if (size > MOST_OCTETS) await rename(this.file, `${this.file}.1`);
  }
}
