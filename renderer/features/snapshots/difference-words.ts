import type { SnapshotDifference } from '../../../shared/contract/snapshots';
import { NO_VALUE } from '../../components/format/number';

export const STATE_WORDS: Readonly<Record<SnapshotDifference['state'], string>> = {
  same: 'Same',
  different: 'Different',
  unknown: 'Not known',
  'only-old': 'Gone',
  'only-new': 'New',
};

/** The value of one side; where it is bad the reason stands in its place, never an old value. */
export function sideText(side: SnapshotDifference['old']): string {
  if (side === null) return NO_VALUE;
  if (side.quality.level === 'bad') return side.quality.reason;
  return valueText(side.value);
}

/** With its sign, since it says the direction. */
export function deltaText(delta: SnapshotDifference['delta']): string {
  if (delta === null) return '';
  const text = valueText(delta);
  return text.startsWith('-') ? `−${text.slice(1)}` : `+${text}`;
}

function valueText(value: SnapshotDifference['delta'] | boolean): string {
  if (value === null) return NO_VALUE;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  // Seven digits as float32 has them; whole numbers in full.
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)));
  return value;
}
