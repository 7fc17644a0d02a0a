import { statfs } from 'node:fs/promises';
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';

/** Each look wakes the process: more often, and it would be most of what an idle application does. The percentile of so few is their highest. */
const RESOLUTION_MS = 200;
const WINDOW_MS = 10_000;
const DISK_EVERY_MS = 10_000;

/** What the process measures about itself, over all tenants: the event loop's delay, memory, room on the disk. */
export class ProcessMetrics {
  private readonly histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private readonly window: NodeJS.Timeout;
  private lastWindowMs = 0;
  private disk: { free: number | null; at: number } = { free: null, at: Number.NEGATIVE_INFINITY };

  constructor(private readonly dataDir: string) {
    this.histogram.enable();
    this.window = setInterval(() => {
      this.lastWindowMs = this.p99();
      this.histogram.reset();
    }, WINDOW_MS);
    this.window.unref();
  }

  /** 99th percentile of the event loop's delay over the last ten seconds or more, milliseconds. */
  eventLoopDelayP99Ms(): number {
    return Math.max(this.lastWindowMs, this.p99());
  }

  memory(): { heapUsedBytes: number; rssBytes: number } {
    const { heapUsed, rss } = process.memoryUsage();
    return { heapUsedBytes: heapUsed, rssBytes: rss };
  }

  /** Octets free where the data is kept, at most ten seconds old; null where the system does not say. */
  async diskFreeBytes(): Promise<number | null> {
    const now = performance.now();
    if (now - this.disk.at < DISK_EVERY_MS) return this.disk.free;
    try {
      const { bavail, bsize } = await statfs(this.dataDir);
      this.disk = { free: bavail * bsize, at: now };
    } catch {
      // Some network drives do not say; then nobody knows, and nothing else is wrong.
      this.disk = { free: null, at: now };
    }
    return this.disk.free;
  }

  close(): void {
    clearInterval(this.window);
    this.histogram.disable();
  }

  /** The histogram counts whole turns of its timer, so the timer's own interval is taken off. */
  private p99(): number {
    const ms = this.histogram.percentile(99) / 1e6 - RESOLUTION_MS;
    return Number.isFinite(ms) ? Math.max(0, Math.round(ms * 100) / 100) : 0;
  }
}

/** Events a second over about the last second. */
export class RateMeter {
  private total = 0;
  private before = { total: 0, at: Number.NaN };
  private rate = 0;

  count(events: number): void {
    this.total += events;
  }

  /** Where somebody else counts: the total so far. A smaller one than before begins anew. */
  set(total: number): void {
    if (total < this.total) this.before = { total: 0, at: Number.NaN };
    this.total = total;
  }

  /** To be called about once a second. */
  measure(nowMs: number): void {
    const elapsed = nowMs - this.before.at;
    if (elapsed > 0) this.rate = ((this.total - this.before.total) * 1000) / elapsed;
    this.before = { total: this.total, at: nowMs };
  }

  get perSecond(): number {
    return Math.round(this.rate * 10) / 10;
  }
}
