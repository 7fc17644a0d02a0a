import { z } from 'zod';
import { useApp } from '../../app/app-context';
import { useStorePart } from '../../client/store';

export const TRAFFIC_SCREEN = 'traffic';
export const TRAFFIC_DOCUMENT = 'traffic';
export const DECODE_DOCUMENT = 'decode-octets';
/** The document of every source's frames. */
export const ALL_SOURCES = 'live';
/** Before the id of a connection test, which no project knows. */
const TEST = 'test:';

/** The id of the document of a connection test's frames. */
export function testDocument(sourceId: string): string {
  return `${TEST}${sourceId}`;
}

/** The connection test of a document; null where the document is of something else. */
export function testOf(documentId: string): string | null {
  return documentId.startsWith(TEST) ? documentId.slice(TEST.length) : null;
}

const hiddenSchema = z.array(z.string().max(64)).max(10_000);
const HIDDEN = `${TRAFFIC_DOCUMENT}:${ALL_SOURCES}/hidden`;
const NONE: readonly string[] = [];

/** Sources whose frames are not shown among all: chosen in the side panel, used by the list. */
export function useHiddenSources(): [readonly string[], (next: readonly string[]) => void] {
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
