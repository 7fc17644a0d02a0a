import type { Sample } from '../../shared/domain/sample';

interface Entry {
  latest: Sample | null;
  lastGood: Sample | null;
}

/** The newest sample and the newest good one of every configured point. Samples of other points are not taken in. */
export class PointCache {
  readonly #entries = new Map<string, Entry>();

  get size(): number {
    return this.#entries.size;
  }

  /** Makes room for points; those that are held already keep their samples. */
  hold(pointIds: Iterable<string>): void {
    for (const id of pointIds) {
      if (!this.#entries.has(id)) this.#entries.set(id, { latest: null, lastGood: null });
    }
  }

  put(sample: Sample): void {
    const entry = this.#entries.get(sample.pointId);
    if (entry === undefined) return;
    entry.latest = sample;
    if (sample.quality.level === 'good') entry.lastGood = sample;
  }

  /** Null when the point is not configured or nothing came yet. */
  latest(pointId: string): Sample | null {
    return this.#entries.get(pointId)?.latest ?? null;
  }

  lastGood(pointId: string): Sample | null {
    return this.#entries.get(pointId)?.lastGood ?? null;
  }

  forget(pointIds: Iterable<string>): void {
    for (const id of pointIds) this.#entries.delete(id);
  }
}
