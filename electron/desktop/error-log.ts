import { randomUUID } from 'node:crypto';
import { appendFileSync, renameSync, statSync } from 'node:fs';

const MOST_OCTETS = 1_000_000;

/**
 * Keeps what nobody caught, one JSON object a line, under an id that can be shown and searched for. Written at once and
 * synchronously, since the process may be about to end. Two files of 1 MB at most.
 */
export class ErrorLog {
  constructor(private readonly file: string) {}

  /** @returns the id of the entry */
  write(what: string, cause: unknown): string {
    const id = randomUUID();
    const detail = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    const line = `${JSON.stringify({ time: new Date().toISOString(), id, what, detail })}\n`;
    process.stderr.write(`${what} (${id}): ${detail}\n`);
    try {
      this.#rotate();
      appendFileSync(this.file, line, { mode: 0o600 });
    } catch {
      // The line on stderr is what is left when the disk is full.
    }
    return id;
  }

  #rotate(): void {
    try {
      if (statSync(this.file).size > MOST_OCTETS) renameSync(this.file, `${this.file}.1`);
    } catch {
      // There is no file yet.
    }
  }
}
