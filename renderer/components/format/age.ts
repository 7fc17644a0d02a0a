/** `0.4 s` under 10 s, then `46 s`, `2 m 14 s`, `1 h 42 m`, `3 d`. Milliseconds in; a negative age counts as none. */
export function formatAge(ageMs: number): string {
  const ms = Math.max(0, ageMs);
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${minutes % 60} m`;
  return `${Math.floor(hours / 24)} d`;
}

/** `12 ms`, `1.4 s`, `2 m 14 s`: how long something took. */
export function formatDuration(ms: number): string {
  if (ms < 0.005) return '<0.01 ms';
  if (ms < 1) return `${ms.toFixed(2)} ms`;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return formatAge(ms);
}

/** `12 ms` for the tree: whole milliseconds, `<1 ms` below one. */
export function formatRoundTrip(ms: number): string {
  return ms < 1 ? '<1 ms' : ms < 10_000 ? `${Math.round(ms)} ms` : formatAge(ms);
}

export type AgeState = 'fresh' | 'late' | 'stale';

/** Late after two poll intervals, stale after five or after the point's own limit. */
export function ageState(ageMs: number, pollIntervalMs: number, staleAfterMs: number | null): AgeState {
  if (ageMs > (staleAfterMs ?? pollIntervalMs * 5)) return 'stale';
  return ageMs > pollIntervalMs * 2 ? 'late' : 'fresh';
}
