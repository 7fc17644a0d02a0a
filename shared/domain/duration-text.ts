/** A span in a sentence, as people read it: `250 ms`, `5 s`, `1.5 s`. Milliseconds in; never grouped, so that no locale reads it otherwise. */
export function durationText(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${Number((milliseconds / 1000).toFixed(1))} s`;
}
