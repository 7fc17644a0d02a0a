import { z } from 'zod';

/** A person's own keys by the id of the command; null: none. What is not in it has the keys that the product gives. */
export const keyBindingsSchema = z.record(z.string().max(100), z.string().min(1).max(40).nullable());
export type KeyBindings = Readonly<Record<string, string | null>>;

/** Keys that belong to the pane, the dialog or the field that has the focus. */
const PANE_KEYS = new Set(['Esc', 'Enter', 'Tab', 'Shift+Tab', 'Space', 'Left', 'Right', 'Up', 'Down', 'Home', 'End', 'PageUp', 'PageDown', 'Delete', 'Backspace', 'F6', 'Shift+F6', 'Shift+F10', 'ContextMenu', 'Ctrl+A', 'Ctrl+C', 'Ctrl+V', 'Ctrl+X']);
const BROWSER_KEYS = /^(?:Ctrl\+(?:Shift\+)?(?:[NTW]|Tab)|F11|Alt\+F4)$/;

/** Why a chord can't be given to a command; empty when it can. */
export function chordProblem(chord: string, desktop: boolean): string {
  if (PANE_KEYS.has(chord) || PANE_KEYS.has(chord.replace(/^Shift\+/, ''))) return 'belongs to the pane or the field that has the focus';
  if (!desktop && BROWSER_KEYS.test(chord)) return 'is kept by the browser';
  return '';
}

/** `bindings` with a chord for one command (null: none); giving back the product's own removes the entry. */
export function bind(bindings: KeyBindings, id: string, chord: string | null, given: string | undefined): KeyBindings {
  const { [id]: _before, ...others } = bindings;
  return chord === (given ?? null) ? others : { ...others, [id]: chord };
}
