/** Which rows of a grid are selected, and where its cursor stands. Rows are named by key, so that sorting keeps it. */
export interface Selection {
  readonly selected: ReadonlySet<string>;
  /** Where a range begins; null before anything was chosen. */
  readonly anchor: string | null;
  /** The row of the cursor. */
  readonly focus: string | null;
  /** The cell of the cursor, an index into the shown columns. */
  readonly column: number;
}

export const NO_SELECTION: Selection = Object.freeze({ selected: new Set<string>(), anchor: null, focus: null, column: 0 });

/** Selects one row and nothing else. */
export function selectOnly(selection: Selection, key: string): Selection {
  return { ...selection, selected: new Set([key]), anchor: key, focus: key };
}

/** Adds a row to the selection or takes it out; the cursor goes there. */
export function toggle(selection: Selection, key: string): Selection {
  const selected = new Set(selection.selected);
  if (!selected.delete(key)) selected.add(key);
  return { ...selection, selected, anchor: key, focus: key };
}

/** Selects every row from the anchor to `key`. */
export function extendTo(selection: Selection, keys: readonly string[], key: string): Selection {
  const from = selection.anchor === null ? -1 : keys.indexOf(selection.anchor);
  const to = keys.indexOf(key);
  if (from < 0 || to < 0) return selectOnly(selection, key);
  const selected = new Set(keys.slice(Math.min(from, to), Math.max(from, to) + 1));
  return { ...selection, selected, focus: key };
}

/** Selects all rows; the cursor stays. */
export function selectAll(selection: Selection, keys: readonly string[]): Selection {
  const first = keys[0];
  if (first === undefined) return NO_SELECTION;
  return { ...selection, selected: new Set(keys), anchor: first, focus: selection.focus ?? first };
}

export type Motion = { readonly rows: number } | { readonly to: 'first' | 'last' };

/** Moves the cursor over the rows; `extend` keeps the anchor (Shift), `keep` moves without selecting (Ctrl). */
export function move(selection: Selection, keys: readonly string[], motion: Motion, how: 'select' | 'extend' | 'keep'): Selection {
  if (keys.length === 0) return selection;
  const at = selection.focus === null ? -1 : keys.indexOf(selection.focus);
  const wanted = 'to' in motion ? (motion.to === 'first' ? 0 : keys.length - 1) : at < 0 ? 0 : at + motion.rows;
  const key = keys[Math.max(0, Math.min(keys.length - 1, wanted))];
  if (key === undefined) return selection;
  if (how === 'extend') return extendTo(selection, keys, key);
  if (how === 'keep') return { ...selection, focus: key };
  return selectOnly(selection, key);
}

/** Moves the cursor over the cells of its row. */
export function moveColumn(selection: Selection, columns: number, by: number): Selection {
  const column = Math.max(0, Math.min(columns - 1, selection.column + by));
  return column === selection.column ? selection : { ...selection, column };
}

/** Forgets rows that are gone (deleted, or hidden by a filter); a cursor that is gone goes to the nearest row. */
export function keepExisting(selection: Selection, keys: readonly string[], before: readonly string[]): Selection {
  const present = new Set(keys);
  const selected = new Set([...selection.selected].filter((key) => present.has(key)));
  const focusGone = selection.focus !== null && !present.has(selection.focus);
  if (!focusGone && selected.size === selection.selected.size) return selection;
  const anchor = selection.anchor !== null && present.has(selection.anchor) ? selection.anchor : null;
  if (!focusGone || selection.focus === null) return { ...selection, selected, anchor };
  const at = Math.max(0, before.indexOf(selection.focus));
  const nearest = before.slice(at).find((key) => present.has(key)) ?? keys.at(-1) ?? null;
  if (nearest === null) return NO_SELECTION;
  return selected.size === 0 ? selectOnly(selection, nearest) : { ...selection, selected, anchor, focus: nearest };
}

/** The next row after the cursor whose name begins with what was typed; wraps around. Null when none does. */
export function findByPrefix(names: readonly { readonly key: string; readonly name: string }[], focus: string | null, typed: string): string | null {
  const wanted = typed.toLocaleLowerCase();
  const at = names.findIndex((row) => row.key === focus);
  // While a longer prefix is being typed the row found by the shorter one may stay.
  const start = typed.length > 1 ? Math.max(0, at) : at + 1;
  for (let step = 0; step < names.length; step += 1) {
    const row = names[(start + step) % names.length];
    if (row?.name.toLocaleLowerCase().startsWith(wanted) === true) return row.key;
  }
  return null;
}
