/** A key event, as far as a chord needs it. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

const NAMES: Record<string, string> = { ArrowLeft: 'Left', ArrowRight: 'Right', ArrowUp: 'Up', ArrowDown: 'Down', Escape: 'Esc', ' ': 'Space', '+': 'Plus', '-': 'Minus' };

/** The chord of a key event as commands write it: `Ctrl+Shift+D`, `F6`, `Alt+Left`, `Ctrl+Plus`. Empty for a modifier alone. */
export function chordOf(event: KeyPress): string {
  if (['Control', 'Alt', 'Shift', 'Meta', 'AltGraph', 'Dead', 'Unidentified'].includes(event.key)) return '';
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  // With a modifier the place of the key counts, so that Alt does not turn a letter into a sign.
  const named = NAMES[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  const key = modified && /^[A-Z]$/.test(named) ? named : modified && letter !== undefined ? letter : modified && digit !== undefined ? digit : named;
  const shiftMatters = event.shiftKey && (key.length > 1 || /[A-Z0-9]/.test(key)) && key !== 'Plus';
  return [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', shiftMatters ? 'Shift' : '', key === '=' && modified ? 'Plus' : key].filter(Boolean).join('+');
}

/** Browsers keep Ctrl+N, T and W (with and without Shift) for themselves; there the same stand with Alt+Shift. */
export function keysForPlace(keys: string, desktop: boolean): string {
  if (desktop) return keys;
  const kept = /^Ctrl\+(?:Shift\+)?([NTW])$/.exec(keys);
  if (kept) return `Alt+Shift+${kept[1] ?? ''}`;
  if (keys === 'Ctrl+Tab') return 'Alt+Shift+Right';
  if (keys === 'Ctrl+Shift+Tab') return 'Alt+Shift+Left';
  return keys;
}

/** How a chord is shown: `Ctrl+Plus` as `Ctrl++`. */
export function showKeys(keys: string): string {
  return keys.replace(/Plus$/, '+').replace(/Minus$/, '−');
}

/** Chords that a text field needs for itself. */
const FIELD_CHORDS = new Set(['Ctrl+A', 'Ctrl+C', 'Ctrl+V', 'Ctrl+X', 'Ctrl+Z', 'Ctrl+Y', 'Ctrl+Shift+Z', 'Ctrl+Left', 'Ctrl+Right', 'Ctrl+Home', 'Ctrl+End']);

/** True when a chord belongs to the text field that has the focus, not to a command. */
export function belongsToField(chord: string): boolean {
  if (FIELD_CHORDS.has(chord)) return true;
  const plain = chord.replace(/^Shift\+/, '');
  return !/^(?:Ctrl|Alt)\+/.test(plain) && !/^F\d+$/.test(plain);
}
