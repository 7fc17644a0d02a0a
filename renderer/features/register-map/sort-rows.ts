import type { PointRow } from './point-row';

export interface SortKey {
  readonly columnId: string;
  readonly descending: boolean;
}

/** What a row is sorted by; null comes last, whichever way. */
export type SortValue = number | string | null;

/** Sorts within each group, registers with the bits under them; equal ones keep their order. */
export function sortRows(rows: readonly PointRow[], valueOf: (row: PointRow) => SortValue, descending: boolean): PointRow[] {
  const blocks = blocksOf(rows).map((block) => ({ block, value: block[0] === undefined ? null : valueOf(block[0]) }));
  const groupOrder = new Map<string, number>();
  for (const row of rows) if (!groupOrder.has(row.group)) groupOrder.set(row.group, groupOrder.size);
  const groupOf = (block: readonly PointRow[]): number => groupOrder.get(block[0]?.group ?? '') ?? 0;
  return blocks
    .sort((a, b) => groupOf(a.block) - groupOf(b.block) || compare(a.value, b.value, descending))
    .flatMap(({ block }) => block);
}

function blocksOf(rows: readonly PointRow[]): PointRow[][] {
  const blocks: PointRow[][] = [];
  for (const row of rows) {
    const block = blocks.at(-1);
    if (row.depth === 1 && block !== undefined) block.push(row);
    else blocks.push([row]);
  }
  return blocks;
}

function compare(a: SortValue, b: SortValue, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true });
  return descending ? -order : order;
}
