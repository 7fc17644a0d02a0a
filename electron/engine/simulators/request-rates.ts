/** Requests a second of things that count them, from one look to the next. */
export class RequestRates {
  private before = new Map<string, number>();
  private rates = new Map<string, number>();
  private lookedAt: number | null = null;

  /** To be called about once a second with every count there is; things that are gone are forgotten. */
  look(counts: Iterable<readonly [key: string, requests: number]>, nowMs: number): void {
    const elapsed = this.lookedAt === null ? 0 : nowMs - this.lookedAt;
    const now = new Map<string, number>();
    const rates = new Map<string, number>();
    for (const [key, requests] of counts) {
      now.set(key, requests);
      const rate = elapsed > 0 ? ((requests - (this.before.get(key) ?? 0)) * 1000) / elapsed : 0;
      rates.set(key, Math.max(0, Math.round(rate * 10) / 10));
    }
    this.before = now;
    this.rates = rates;
    this.lookedAt = nowMs;
  }

  of(key: string): number {
    return this.rates.get(key) ?? 0;
  }
}
