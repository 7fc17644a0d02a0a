import type { Feedback } from '../../../shared/contract/commands';
import type { Point } from '../../../shared/domain/point';
import type { Sample } from '../../../shared/domain/sample';
import type { Value, WireValue } from '../../../shared/domain/value';
import type { ActiveProject } from '../active-project';
import { readNow } from './read-now';

/** How often the feedback is asked for while it is awaited: it may come by itself before. */
const ASK_EVERY_MS = 250;

export interface SeenFeedback {
  readonly sample: Sample;
  /** By the clock of {@link FeedbackWatch}'s owner. */
  readonly atMs: number;
}

/** Watches one point from before a command is sent, since its feedback may come before the answer does. */
export class FeedbackWatch {
  readonly point: Point;
  readonly before: Sample | null;
  readonly #project: ActiveProject;
  readonly #deviceId: string;
  readonly #feedback: Feedback;
  readonly #nowMs: () => number;
  readonly #end: () => void;
  #seen: SeenFeedback | null = null;
  #wake: () => void = () => undefined;

  constructor(project: ActiveProject, feedback: Feedback, nowMs: () => number) {
    const { device, point } = project.point(feedback.pointId);
    this.point = point;
    this.before = project.cache.latest(point.id);
    this.#project = project;
    this.#deviceId = device.id;
    this.#feedback = feedback;
    this.#nowMs = nowMs;
    this.#end = project.bus.subscribe((samples) => {
      for (const sample of samples) if (sample.pointId === point.id) this.#take(sample);
    });
  }

  /** What the point shows now. */
  get last(): Sample | null {
    return this.#project.cache.latest(this.point.id);
  }

  /** Waits until it shows what it should; null when the time is up. Ends the watch. */
  async wait(signal: AbortSignal): Promise<SeenFeedback | null> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(this.#feedback.withinMs)]);
    try {
      while (this.#seen === null && !limit.aborted) {
        const running = this.#project.running.device(this.#deviceId);
        if (running !== null) await readNow(running, [this.point], limit);
        if (this.#seen === null) await this.#pause(limit);
      }
      return this.#seen;
    } finally {
      this.close();
    }
  }

  close(): void {
    this.#end();
  }

  #take(sample: Sample): void {
    if (this.#seen !== null || sample.quality.level === 'bad' || !this.#fits(sample.value)) return;
    this.#seen = { sample, atMs: this.#nowMs() };
    this.#wake();
  }

  #fits(value: Value): boolean {
    const { expected } = this.#feedback;
    if (expected !== null) return showsExpected(value, expected, this.point);
    return this.before === null || this.before.quality.level === 'bad' || this.before.value !== value;
  }

  #pause(limit: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        limit.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ASK_EVERY_MS);
      limit.addEventListener('abort', end, { once: true });
      this.#wake = end;
    });
  }
}

/** Whether a value is what was expected: numbers within the point's deadband, or what single precision makes of them. */
export function showsExpected(value: Value, expected: WireValue, { deadband }: Pick<Point, 'deadband'>): boolean {
  if (typeof expected !== 'number') return value === expected;
  if (typeof value === 'boolean') return value === (expected !== 0);
  if (typeof value !== 'number' && typeof value !== 'bigint') return false;
  return Math.abs(Number(value) - expected) <= Math.max(deadband, Math.abs(expected) * 1e-6);
}
