/** Lines that are kept; the oldest goes first. */
const MOST_LINES = 500;

/** What happened at a served outstation, as its event log tells it. */
export class StationLog {
  readonly #lines: { readonly timeMs: number; readonly text: string }[] = [];
  /** Of the newest line, milliseconds since 1970. */
  newestMs = 0;

  note(timeMs: number, text: string): void {
    this.newestMs = timeMs;
    this.#lines.push({ timeMs, text });
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
  }

  /** As CSV, the oldest first. */
  csv(): string {
    return ['time,event', ...this.#lines.map(({ timeMs, text }) => `${new Date(timeMs).toISOString()},"${text.replaceAll('"', '""')}"`), ''].join('\r\n');
  }
}
