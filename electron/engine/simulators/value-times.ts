import type { Micros } from '../../../shared/domain/time';

/**
 * When simulated values became what they are: those of behaviours with the step of time, those that a person or a client
 * set between two steps at once. A value that is computed from one of these counts with the next step.
 */
export class ValueTimes {
  private readonly touched = new Map<string, Micros>();
  private stepAt: Micros | null = null;

  constructor(private readonly now: () => Micros) {}

  /** Time goes on: behaviours show their next values. */
  step(): void {
    this.stepAt = this.now();
  }

  /** Everything that was set before the step has been seen. */
  seen(): void {
    this.touched.clear();
  }

  touch(pointId: string): void {
    this.touched.set(pointId, this.now());
  }

  /** Null before the first step. */
  of(pointId: string): Micros | null {
    return this.touched.get(pointId) ?? this.stepAt;
  }
}
