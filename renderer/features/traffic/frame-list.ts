import type { FrameRow } from '../../../shared/contract/frames';

/** Rows that a window keeps; the engine holds more. */
export const MOST_ROWS = 20_000;
/** More than those while somebody reads in the list, so that it does not move under the eyes. */
const MOST_WHILE_READING = 2 * MOST_ROWS;

/** Rows with those that came, each once, in the order of their numbers. */
export function withRows(rows: readonly FrameRow[], came: readonly FrameRow[]): readonly FrameRow[] {
  const [first] = came;
  if (first === undefined) return rows;
  if (first.seq > (rows.at(-1)?.seq ?? -1)) return [...rows, ...came];
  const bySeq = new Map([...rows, ...came].map((row) => [row.seq, row] as const));
  return [...bySeq.values()].sort((one, other) => one.seq - other.seq);
}

/** The newest rows, as many as are kept. */
export function newestRows(rows: readonly FrameRow[], reading: boolean): readonly FrameRow[] {
  const most = reading ? MOST_WHILE_READING : MOST_ROWS;
  return rows.length <= most ? rows : rows.slice(-most);
}

/** Seconds since the row before; null for the first. */
export function secondsSince(row: FrameRow, before: FrameRow | undefined): number | null {
  return before === undefined ? null : Math.max(0, row.time - before.time) / 1_000_000;
}
