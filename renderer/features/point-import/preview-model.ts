import type { ProcedureOutput } from '../../../shared/contract/index';
import type { Point } from '../../../shared/domain/point';

export type Preview = ProcedureOutput<'points.preview'>;
export type PreviewRow = Preview['rows'][number];
export type PreviewAction = PreviewRow['action'];

export const ACTIONS: readonly PreviewAction[] = ['bad', 'add', 'update', 'same'];

/** How many rows each action has. */
export function countActions(rows: readonly PreviewRow[]): Record<PreviewAction, number> {
  const counts = { add: 0, update: 0, same: 0, bad: 0 };
  for (const row of rows) counts[row.action] += 1;
  return counts;
}

/** The points to add and to change; bad rows and those that are the same are left out. */
export function pointsToApply(rows: readonly PreviewRow[]): { readonly add: Point[]; readonly update: Point[] } {
  const of = (action: PreviewAction): Point[] => rows.flatMap((row) => (row.action === action && row.point !== null ? [row.point] : []));
  return { add: of('add'), update: of('update') };
}

/** `Add 12 and change 3 rows`: what applying does. */
export function applyText(counts: Record<PreviewAction, number>): string {
  const rows = (count: number): string => `${count} ${count === 1 ? 'row' : 'rows'}`;
  if (counts.add > 0 && counts.update > 0) return `Add ${counts.add} and change ${rows(counts.update)}`;
  if (counts.update > 0) return `Change ${rows(counts.update)}`;
  return `Add ${rows(counts.add)}`;
}

const FIELD_WORDS: Readonly<Record<string, string>> = { dataType: 'type', sensorType: 'sensor type', pollIntervalMs: 'interval', staleAfterMs: 'stale after' };

/** What a change would change: `unit bar, was kPa; scale 0.1, was 1`. */
export function changesText(row: PreviewRow, before: Point | undefined): string {
  const { point } = row;
  if (row.action !== 'update' || point === null || before === undefined) return '';
  const { address, ...plain } = point;
  const fields: readonly (readonly [string, unknown, unknown])[] = [
    ...Object.entries(address).map(([key, value]) => [key, value, before.address[key] ?? null] as const),
    ...Object.entries(plain).map(([key, value]) => [FIELD_WORDS[key] ?? key, value, Object.entries(before).find(([name]) => name === key)?.[1]] as const),
  ];
  return fields
    .filter(([, now, was]) => JSON.stringify(now) !== JSON.stringify(was))
    .map(([word, now, was]) => `${word} ${shown(now)}, was ${shown(was)}`)
    .join('; ');
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'empty';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `address: 70000 is no address; unit: too long` */
export function problemText(row: PreviewRow): string {
  return row.problems.map(({ column, message }) => (column === '' ? message : `${column}: ${message}`)).join('; ');
}
