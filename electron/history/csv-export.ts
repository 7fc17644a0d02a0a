import { csvCell, csvRow } from './csv-row';
import { isoFromMicros } from '../../shared/domain/time';
import { NO_VALUE } from './series-columns';
import { cellText, isTextual } from './value-kind';
import type { Quality } from '../../shared/domain/quality';
import type { HistoryStore } from './history-store';
import type { SeriesColumns } from './series-columns';

/** What the file says of a point beside its samples. */
export interface ExportedPoint {
  readonly pointId: string;
  readonly device: string;
  readonly point: string;
  readonly unit: string;
}

export interface ExportRequest {
  readonly points: readonly ExportedPoint[];
  readonly from: number;
  readonly to: number;
}

export interface ExportHooks {
  /** Takes the next piece of the file; what it can't take ends the export. */
  write(octets: Uint8Array): Promise<void>;
  progress(done: number, total: number): void;
  /** Lets other work run; rejects when the export was cancelled. */
  pause(): Promise<void>;
}

const HEADER = ['time', 'device', 'point', 'value', 'unit', 'quality', 'reason', 'source time'];

/**
 * Every sample of the points between two times as CSV: point after point, each in order of time, a row a sample,
 * times in ISO 8601 UTC, UTF-8 with a byte order mark (without it spreadsheets garble `°C`). Only one stretch of samples
 * is in memory at a time, however long the export is.
 */
export async function exportCsv(store: HistoryStore, { points, from, to }: ExportRequest, hooks: ExportHooks): Promise<void> {
  const encoder = new TextEncoder();
  await hooks.write(encoder.encode(`\uFEFF${csvRow(HEADER)}`));
  let done = 0;
  const total = countSamples(store, points, from, to);
  for (const point of points) {
    for (const columns of piecesOf(store, point.pointId, from, to)) {
      await hooks.pause();
      await hooks.write(encoder.encode(rowsOf(columns, point, from, to, store.keys.quality)));
      done += columns.count;
      hooks.progress(Math.min(done, total), total);
    }
  }
}

function countSamples(store: HistoryStore, points: readonly ExportedPoint[], from: number, to: number): number {
  let total = 0;
  for (const { pointId } of points) {
    const key = store.keys.findPoint(pointId);
    if (key === null) continue;
    for (const head of store.chunks.between(key, from, to)) total += head.count;
    for (const columns of store.open.snapshot(key)) total += columns.count;
  }
  return total;
}

/** The list of chunks and what waits in memory are taken at once, so that no sample is written twice or left out. */
function* piecesOf(store: HistoryStore, pointId: string, from: number, to: number): Generator<SeriesColumns> {
  const key = store.keys.findPoint(pointId);
  if (key === null) return;
  const heads = store.chunks.between(key, from, to);
  const open = store.open.snapshot(key);
  for (const head of heads) {
    const columns = store.chunks.samples(head.id);
    if (columns !== null) yield columns;
  }
  yield* open;
}

function rowsOf(columns: SeriesColumns, point: ExportedPoint, from: number, to: number, lookup: (key: number) => Quality): string {
  const names = `${csvCell(point.device)},${csvCell(point.point)},`;
  const unit = `,${csvCell(point.unit)},`;
  let text = '';
  for (let at = 0; at < columns.count; at += 1) {
    const time = columns.times[at] ?? 0;
    if (time < from || time > to) continue;
    const bits = columns.qualities[at] ?? 0;
    const { level, reason } = lookup(bits & ~NO_VALUE);
    const value = (bits & NO_VALUE) === 0 ? cellText(columns.kind, columns.cells, at, columns.texts) : '';
    const source = columns.sourceTimes?.[at] ?? Number.NaN;
    text += `${isoFromMicros(time)},${names}${isTextual(columns.kind) ? csvCell(value) : value}${unit}${level},${csvCell(reason)},${Number.isNaN(source) ? '' : isoFromMicros(source)}\r\n`;
  }
  return text;
}
