import type { ValueSource } from '../../shared/domain/simulator';
import { asNumber, type RunningSource, type SourceInputs, type SourceValue } from './running-source';

/**
 * Follows another point as a first-order lag. Between two looks the input is held at what it was at the later one; the
 * step is exact for any time between them.
 */
export class Lag implements RunningSource {
  private value: number | null;
  private before = 0;

  constructor(
    private readonly source: Extract<ValueSource, { kind: 'lag' }>,
    private readonly inputs: SourceInputs,
  ) {
    this.value = source.start;
  }

  at(ms: number): SourceValue {
    const input = this.inputs.point(this.source.pointId);
    if ('problem' in input) return input;
    const target = asNumber(input.value);
    if (target === null) return { problem: 'The point that it follows is no number' };
    const elapsed = ms - this.before;
    this.before = ms;
    this.value = this.value === null ? target : target + (this.value - target) * Math.exp(-elapsed / this.source.timeConstantMs);
    return { value: this.value };
  }
}
