import type { Micros } from '../../../shared/domain/time';

/**
 * Which stretch of time the trend shows. Live: its right edge is now. Any pan or zoom pauses it; `behind` tells how far
 * it has fallen behind since.
 */
export interface TrendWindow {
  readonly live: boolean;
  readonly spanMicros: number;
  /** Right edge while paused. */
  readonly end: Micros;
}

export const MIN_SPAN = 1_000_000;
export const MAX_SPAN = 31 * 86_400 * 1_000_000;

export const SPANS = [
  { label: '1 min', micros: 60e6 },
  { label: '10 min', micros: 600e6 },
  { label: '1 h', micros: 3600e6 },
  { label: '8 h', micros: 28_800e6 },
  { label: '1 d', micros: 86_400e6 },
  { label: '7 d', micros: 604_800e6 },
] as const;

/** A live window of the given width. */
export function liveWindow(spanMicros: number): TrendWindow {
  return { live: true, spanMicros: clampSpan(spanMicros), end: 0 };
}

/** Both edges at the time `now`. */
export function edges(window: TrendWindow, now: Micros): { from: Micros; to: Micros } {
  const to = window.live ? now : window.end;
  return { from: to - window.spanMicros, to };
}

export function pause(window: TrendWindow, now: Micros): TrendWindow {
  return window.live ? { ...window, live: false, end: now } : window;
}

export function backToLive(window: TrendWindow): TrendWindow {
  return { ...window, live: true };
}

/** Moves by a share of the span, left when negative; never past now. */
export function pan(window: TrendWindow, share: number, now: Micros): TrendWindow {
  const paused = pause(window, now);
  return { ...paused, end: Math.min(now, Math.round(paused.end + share * paused.spanMicros)) };
}

/** Zooms by a factor (below 1 closer) about an anchor between 0 (left edge) and 1 (right edge). */
export function zoom(window: TrendWindow, factor: number, anchor: number, now: Micros): TrendWindow {
  const span = clampSpan(window.spanMicros * factor);
  if (window.live && anchor >= 1) return { ...window, spanMicros: span };
  const paused = pause(window, now);
  const at = paused.end - paused.spanMicros * (1 - anchor);
  return { live: false, spanMicros: span, end: Math.min(now, Math.round(at + span * (1 - anchor))) };
}

/** Shows just the stretch between two times. */
export function show(from: Micros, to: Micros): TrendWindow {
  return { live: false, spanMicros: clampSpan(to - from), end: to };
}

/** Microseconds between the paused edge and now; 0 while live. */
export function behind(window: TrendWindow, now: Micros): number {
  return window.live ? 0 : Math.max(0, now - window.end);
}

function clampSpan(span: number): number {
  return Math.round(Math.min(MAX_SPAN, Math.max(MIN_SPAN, span)));
}
