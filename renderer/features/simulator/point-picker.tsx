import { useMemo, useState } from 'react';
import { TextField } from '../../components/field/text-field';
import type { PointChoice } from './point-choices';

interface PointPickerProps {
  readonly label: string;
  readonly choices: readonly PointChoice[];
  /** Id of the chosen one; empty for none. */
  readonly value: string;
  readonly onChange: (pointId: string) => void;
  readonly hiddenLabel?: boolean;
}

/** A list of thousands helps nobody: the first that fit what is typed. */
const MOST_OFFERED = 50;

/** One point of many, found by typing a part of its name. */
export function PointPicker({ label, choices, value, onChange, hiddenLabel = false }: PointPickerProps) {
  const known = choices.find(({ id }) => id === value);
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? known?.label ?? '';
  const offered = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return choices.filter((choice) => choice.label.toLowerCase().includes(wanted)).slice(0, MOST_OFFERED);
  }, [choices, text]);
  const take = (next: string): void => {
    const exact = choices.find((choice) => choice.label === next);
    setTyped(exact === undefined ? next : null);
    if (exact !== undefined) onChange(exact.id);
  };
  const leave = (): void => {
    // One that fits alone is meant.
    const [only, second] = offered;
    if (typed !== null && typed.trim() !== '' && only !== undefined && second === undefined) onChange(only.id);
    setTyped(null);
  };
  return (
    <TextField
      label={label}
      hiddenLabel={hiddenLabel}
      value={text}
      onChange={take}
      onBlur={leave}
      fill
      placeholder={choices.length === 0 ? 'There is none' : 'Type a part of its name'}
      suggestions={offered.map((choice) => choice.label)}
      error={typed === null || typed.trim() === '' || offered.length > 0 ? undefined : 'No point has this in its name'}
    />
  );
}
