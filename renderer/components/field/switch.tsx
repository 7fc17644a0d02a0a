import { useId } from 'react';
import { Icon } from '../icon';

export interface SwitchProps {
  /** Empty where a `Field` around it has the label; then `id` ties the two. */
  readonly label: string;
  readonly id?: string;
  /** Its name for assistive technology where the place says it to the eye, as in a row. */
  readonly name?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly hint?: string;
}

/** On or off, at once; its label stands behind it. */
export function Switch({ label, id: inputId, name, checked, onChange, disabled, hint }: SwitchProps) {
  const id = useId();
  return (
    <label className="switch">
      <input id={inputId} type="checkbox" aria-label={name} checked={checked} disabled={disabled} aria-describedby={hint === undefined ? undefined : id} onChange={(event) => onChange(event.target.checked)} />
      <span className="switch-box">
        <Icon name="check" size="s" />
      </span>
      <span>{label}</span>
      {hint === undefined ? null : (
        <span id={id} className="field-hint">
          {hint}
        </span>
      )}
    </label>
  );
}
