import type { Client } from '../../client/client';
import type { WireSample } from '../../../shared/domain/sample';
import type { ReadingChanges } from '../../client/reading-changes';
import { numericValue } from '../../components/format/point-text';

interface Figures {
  min: number | null;
  max: number | null;
  /** When the last good value came, microseconds; null while it is not known. */
  lastGoodAt: number | null;
  lastSample: WireSample | null;
  /** Values from before it do not count, microseconds. */
  readonly since: number;
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

  /**
   * @param since beginning of the session, microseconds
   * @param changes since when a point whose address, type or scaling was changed is read as it is now
   */
  constructor(
    private readonly client: Client,
    private readonly since: number,
    private readonly changes: Pick<ReadingChanges, 'sinceOf'>,
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
    if (sample.quality.level === 'bad' || sample.receivedTime < figures.since) return;
    figures.lastGoodAt = sample.receivedTime;
    const value = numericValue(sample.value);
    if (value !== null) this.#widen(figures, value, value);
  }

  /** Asks the history for what these points did while they were not on screen. Its failure leaves what was seen. */
  async catchUp(pointIds: readonly string[], now: number): Promise<void> {
    for (const { asked, from } of this.#questions(pointIds)) {
      if (this.#closed) return;
      try {
        const series = await this.client.call('history.range', { pointIds: asked, from, to: now, buckets: BUCKETS });
        for (const each of series) {
          const figures = this.#at(each.pointId);
          // Changed while the history was asked.
          if (figures.since !== from) continue;
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

  /** Points of one question share the time from which their values count. */
  #questions(pointIds: readonly string[]): { readonly asked: string[]; readonly from: number }[] {
    const questions: { asked: string[]; from: number }[] = [];
    for (const id of pointIds) {
      const from = this.#at(id).since;
      const open = questions.find((question) => question.from === from && question.asked.length < POINTS_A_QUESTION);
      if (open) open.asked.push(id);
      else questions.push({ asked: [id], from });
    }
    return questions;
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
    const since = Math.max(this.since, this.changes.sinceOf(pointId) ?? 0);
    if (known?.since === since) return known;
    const figures: Figures = { min: null, max: null, lastGoodAt: null, lastSample: null, since };
    this.#figures.set(pointId, figures);
    return figures;
  }

  #widen(figures: Figures, low: number, high: number): void {
    figures.min = figures.min === null ? low : Math.min(figures.min, low);
    figures.max = figures.max === null ? high : Math.max(figures.max, high);
  }
}
