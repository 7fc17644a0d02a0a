import { z } from 'zod';
import { useViewState } from '../../app/app-context';
import type { WorkDocument } from '../../app/workspace/layout';

/** What a point list remembers of its looks. */
export const mapViewSchema = z.object({
  /** Columns that the person chose to see or not; the others follow the width. */
  columns: z.record(z.string().max(128), z.boolean()),
  sort: z.object({ columnId: z.string().max(128), descending: z.boolean() }).nullable(),
});
export type MapView = z.infer<typeof mapViewSchema>;

const INITIAL: MapView = { columns: {}, sort: null };

export function useMapView(document: WorkDocument): [MapView, (view: MapView) => void] {
  return useViewState(document, 'map', mapViewSchema, INITIAL);
}
