import type { Client } from '../../client/client';
import type { WireSample } from '../../../shared/domain/sample';
import { numericValue } from '../../components/format/point-text';

interface Figures {
  min: number | null;
  max: number | null;
  /** When the last good value came, microseconds; null while it is not known. */
  lastGoodAt: number | null;
  lastSample: WireSample | null;
}

/** As many points as one question to the history may name. */
const POINTS_A_QUESTION = 64;
const BUCKETS = 10;

/**
 * Lowest and highest value of each point in this session, and when it was last good. Rows are seen only while they are on
 * screen, so what happened before and meanwhile is asked of the history.
 */
export class SessionFigures {
  readonly #figures = new Map<string, Figures>();
  #closed = false;

  /** @param since beginning of the session, microseconds */
  constructor(
    private readonly client: Client,
    private readonly since: number,
    private readonly changed: (pointIds: readonly string[]) => void,
  ) {}

  of(pointId: string): Readonly<Figures> {
    return this.#at(pointId);
  }

  /** Takes a sample into account; one that was taken already costs nothing. */
  take(sample: WireSample): void {
    const figures = this.#at(sample.pointId);
    if (figures.lastSample === sample) return;
    figures.lastSample = sample;
    if (sample.quality.level === 'bad') return;
    figures.lastGoodAt = sample.receivedTime;
    const value = numericValue(sample.value);
    if (value !== null) this.#widen(figures, value, value);
  }

  /** Asks the history for what these points did while they were not on screen. Its failure leaves what was seen. */
  async catchUp(pointIds: readonly string[], now: number): Promise<void> {
    for (let at = 0; at < pointIds.length && !this.#closed; at += POINTS_A_QUESTION) {
      const asked = pointIds.slice(at, at + POINTS_A_QUESTION);
      try {
        const series = await this.client.call('history.range', { pointIds: asked, from: this.since, to: now, buckets: BUCKETS });
        for (const each of series) {
          const figures = this.#at(each.pointId);
          for (const low of each.min) if (low !== null) this.#widen(figures, low, low);
          for (const high of each.max) if (high !== null) this.#widen(figures, high, high);
        }
        if (!this.#closed) this.changed(asked);
      } catch {
        // The figures then begin with what the screen itself has seen; the history reports its own trouble.
        return;
      }
    }
  }

  /** Asks when bad points were last good. */
  async findLastGood(pointIds: readonly string[]): Promise<void> {
    for (const pointId of pointIds) {
      if (this.#closed) return;
      const figures = this.#at(pointId);
      if (figures.lastGoodAt !== null) continue;
      try {
        const { lastGood } = await this.client.call('point.inspect', { pointId });
        if (lastGood !== null) figures.lastGoodAt ??= lastGood.receivedTime;
      } catch {
        // A point that is gone, or a protocol without it: its age is not shown.
      }
    }
  }

  open(): void {
    this.#closed = false;
  }

  /** Asks for nothing more. */
  close(): void {
    this.#closed = true;
  }

  #at(pointId: string): Figures {
    const known = this.#figures.get(pointId);
    if (known !== undefined) return known;
    const figures: Figures = { min: null, max: null, lastGoodAt: null, lastSample: null };
    this.#figures.set(pointId, figures);
    return figures;
  }

  #widen(figures: Figures, low: number, high: number): void {
    figures.min = figures.min === null ? low : Math.min(figures.min, low);
    figures.max = figures.max === null ? high : Math.max(figures.max, high);
  }
}
