const MOST_FAILURES = 60;
const WINDOW_MS = 60_000;
const MOST_SOURCES = 10_000;

/** Counts wrong tokens by their source, so that guessing is slow: sixty a minute, then none for the rest of it. */
export class FailedAttempts {
  private readonly counts = new Map<string, { failures: number; endsAt: number }>();

  constructor(private readonly nowMs: () => number = Date.now) {}

  isBlocked(source: string): boolean {
    const count = this.counts.get(source);
    return count !== undefined && count.endsAt > this.nowMs() && count.failures >= MOST_FAILURES;
  }

  failed(source: string): void {
    const now = this.nowMs();
    const count = this.counts.get(source);
    if (count && count.endsAt > now) {
      count.failures += 1;
      return;
    }
    const [oldest] = this.counts.keys();
    if (this.counts.size >= MOST_SOURCES && oldest !== undefined) this.counts.delete(oldest);
    this.counts.set(source, { failures: 1, endsAt: now + WINDOW_MS });
  }
}
