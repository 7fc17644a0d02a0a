import type { ValueSource } from '../../shared/domain/simulator';

type Of<K extends ValueSource['kind']> = Extract<ValueSource, { kind: K }>;

/** From one value to the other in a time, and then again, back, or no further. */
export function rampAt({ from, to, durationMs, atEnd }: Of<'ramp'>, ms: number): number {
  const part = ms / durationMs;
  if (atEnd === 'stay') return from + (to - from) * Math.min(1, part);
  const within = part - Math.floor(part);
  const back = atEnd === 'back' && Math.floor(part) % 2 === 1;
  return from + (to - from) * (back ? 1 - within : within);
}

export function sineAt({ mean, amplitude, periodMs, phaseDegrees }: Of<'sine'>, ms: number): number {
  return mean + amplitude * Math.sin(2 * Math.PI * (ms / periodMs + phaseDegrees / 360));
}

export function squareAt({ low, high, periodMs, dutyPercent }: Of<'square'>, ms: number): number {
  return (ms % periodMs) / periodMs < dutyPercent / 100 ? high : low;
}

/** Counts up (or down) by whole steps; beyond `most` it begins at the start again. */
export function counterAt({ start, step, everyMs, most }: Of<'counter'>, ms: number): number {
  const steps = Math.floor(ms / everyMs);
  const room = most === null || step === 0 ? Infinity : Math.floor((most - start) / step);
  if (room < 0) return start;
  return start + step * (Number.isFinite(room) ? steps % (room + 1) : steps);
}
