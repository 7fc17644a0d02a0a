import { z } from 'zod';
import type { FrameRow } from '../../../shared/contract/frames';

export const frameFilterSchema = z.object({
  text: z.string().max(200),
  /** Text of the function, such as `read` or `03`. */
  function: z.string().max(100),
  direction: z.enum(['both', 'sent', 'received']),
  problemsOnly: z.boolean(),
  deviceId: z.string().max(64),
});
export type FrameFilter = z.infer<typeof frameFilterSchema>;

export const NO_FILTER: FrameFilter = { text: '', function: '', direction: 'both', problemsOnly: false, deviceId: '' };

export function isFiltered(filter: FrameFilter): boolean {
  return filter.text.trim() !== '' || filter.function.trim() !== '' || filter.direction !== 'both' || filter.problemsOnly || filter.deviceId !== '';
}

/** What a row is called by, beside what stands in it. */
export interface FrameNames {
  device(row: FrameRow): string;
  source(row: FrameRow): string;
  protocol(row: FrameRow): string;
}

/** Rows that fit every part of the filter; of the free text, every word. */
export function filterFrames(rows: readonly FrameRow[], filter: FrameFilter, hiddenSources: ReadonlySet<string>, names: FrameNames): readonly FrameRow[] {
  if (!isFiltered(filter) && hiddenSources.size === 0) return rows;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const wantedFunction = filter.function.trim().toLowerCase();
  return rows.filter((row) => {
    if (hiddenSources.has(row.sourceId)) return false;
    if (filter.deviceId !== '' && row.deviceId !== filter.deviceId) return false;
    if (filter.direction !== 'both' && row.direction !== filter.direction) return false;
    if (filter.problemsOnly && row.mark === 'none') return false;
    if (wantedFunction !== '' && !row.function.toLowerCase().includes(wantedFunction)) return false;
    if (words.length === 0) return true;
    const text = `${row.seq} ${names.device(row)} ${row.station} ${names.source(row)} ${row.peer} ${names.protocol(row)} ${row.function} ${row.summary}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
