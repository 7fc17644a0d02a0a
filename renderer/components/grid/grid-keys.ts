import { extendTo, findByPrefix, move, moveColumn, selectAll, selectOnly, toggle } from './selection-model';
import type { Selection } from './selection-model';

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

export interface KeyContext {
  readonly keys: readonly string[];
  readonly columns: number;
  /** Rows that fit on the screen, for the page keys. */
  readonly pageRows: number;
}

/** The selection after a key of the grid pattern; null where the key means nothing to it. */
export function selectionAfterKey(selection: Selection, press: KeyPress, context: KeyContext): Selection | null {
  if (press.altKey || press.metaKey) return null;
  const how = press.shiftKey ? 'extend' : press.ctrlKey ? 'keep' : 'select';
  const { keys } = context;
  switch (press.key) {
    case 'ArrowDown':
      return move(selection, keys, { rows: 1 }, how);
    case 'ArrowUp':
      return move(selection, keys, { rows: -1 }, how);
    case 'PageDown':
      return move(selection, keys, { rows: context.pageRows }, how);
    case 'PageUp':
      return move(selection, keys, { rows: -context.pageRows }, how);
    case 'ArrowRight':
      return moveColumn(selection, context.columns, 1);
    case 'ArrowLeft':
      return moveColumn(selection, context.columns, -1);
    case 'Home':
      return press.ctrlKey ? move(selection, keys, { to: 'first' }, press.shiftKey ? 'extend' : 'select') : moveColumn(selection, context.columns, -context.columns);
    case 'End':
      return press.ctrlKey ? move(selection, keys, { to: 'last' }, press.shiftKey ? 'extend' : 'select') : moveColumn(selection, context.columns, context.columns);
    case 'a':
      return press.ctrlKey && !press.shiftKey ? selectAll(selection, keys) : null;
    case ' ':
      return selection.focus === null ? null : spaceSelects(selection, press, keys, selection.focus);
    default:
      return null;
  }
}

function spaceSelects(selection: Selection, press: KeyPress, keys: readonly string[], focus: string): Selection {
  if (press.shiftKey) return extendTo(selection, keys, focus);
  return press.ctrlKey || selection.selected.has(focus) ? toggle(selection, focus) : selectOnly(selection, focus);
}

/** Time within which typed letters make one prefix. */
const PREFIX_MS = 700;

/** Remembers letters typed one after the other, to find a row by the beginning of its name. */
export class TypeAhead {
  #typed = '';
  #at = 0;

  /** A key that is no letter, such as the space that selects, ends what was typed. */
  end(): void {
    this.#typed = '';
    this.#at = 0;
  }

  /** The key of the row found, or null. `now` in milliseconds. */
  type(letter: string, now: number, names: readonly { readonly key: string; readonly name: string }[], focus: string | null): string | null {
    this.#typed = now - this.#at > PREFIX_MS ? letter : this.#typed + letter;
    this.#at = now;
    return findByPrefix(names, focus, this.#typed);
  }
}
