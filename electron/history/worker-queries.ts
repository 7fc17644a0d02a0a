import { HistoryError, type WorkerLink } from './worker-link';
import type { Series } from '../../shared/contract/points';
import type { Micros } from '../../shared/domain/time';
import type { ExportRequest } from './csv-export';
import type { SeriesMessage } from './messages';

export interface RangeRequest {
  readonly pointIds: readonly string[];
  readonly from: Micros;
  readonly to: Micros;
  readonly buckets: number;
}

/** Asks the worker for samples between two times. Rejects with a {@link HistoryError}. */
export async function askForRange(link: WorkerLink, { pointIds, from, to, buckets }: RangeRequest): Promise<Series[]> {
  const { series } = await link.call({ type: 'range', id: link.nextId(), pointIds: [...pointIds], from, to, buckets }, 'series');
  return series.map(seriesFromMessage);
}

/** Has the worker write a CSV file, and tells it when the signal ends that. Resolves with the file's octets; rejects with a {@link HistoryError}. */
export async function askForExport(link: WorkerLink, { points, from, to, path }: ExportRequest & { readonly path: string }, onProgress: (done: number, total: number) => void, signal: AbortSignal): Promise<number> {
  const id = link.nextId();
  const onAbort = (): void => {
    link.tell({ type: 'cancel', id });
  };
  signal.addEventListener('abort', onAbort);
  try {
    if (signal.aborted) throw new HistoryError('cancelled', 'Cancelled');
    return (await link.call({ type: 'export', id, points: [...points], from, to, path }, 'exported', onProgress)).size;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function seriesFromMessage({ pointId, raw, times, min, max, mean, gaps }: SeriesMessage): Series {
  return { pointId, raw, times: Array.from(times), min: numbersOf(min), max: numbersOf(max), mean: numbersOf(mean), gaps };
}

function numbersOf(column: Float64Array): (number | null)[] {
  const numbers: (number | null)[] = [];
  for (const value of column) numbers.push(Number.isNaN(value) ? null : value);
  return numbers;
}
