import { z } from 'zod';
import { useApp } from '../../app/app-context';
import { useStorePart } from '../../client/store';

export const TRAFFIC_SCREEN = 'traffic';
export const TRAFFIC_DOCUMENT = 'traffic';
export const DECODE_DOCUMENT = 'decode-octets';
/** The document of every line's frames. */
export const ALL_LINES = 'live';

const hiddenSchema = z.array(z.string().max(64)).max(10_000);
const HIDDEN = `${TRAFFIC_DOCUMENT}:${ALL_LINES}/hidden`;
const NONE: readonly string[] = [];

/** Lines whose frames are not shown among all: chosen in the side panel, used by the list. */
export function useHiddenLines(): [readonly string[], (next: readonly string[]) => void] {
  const { workspace } = useApp();
  const kept = useStorePart(workspace.viewStateVersion, () => workspace.viewStates.get(HIDDEN));
  const parsed = hiddenSchema.safeParse(kept);
  return [
    parsed.success && Array.isArray(kept) ? kept : NONE,
    (next) => {
      workspace.viewStates.set(HIDDEN, next);
      workspace.viewStateChanged();
    },
  ];
}
