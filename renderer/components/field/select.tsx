import { Field } from './field';
import { GroupedOptions } from './grouped-options';

export interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
  /** Heading under which it stands in the list. */
  readonly group?: string;
}

export interface SelectProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly choices: readonly Choice<V>[];
  readonly onChange: (value: V) => void;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly hiddenLabel?: boolean;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
}

/** One of a few choices, the system's own list: it needs no learning and works with every reader. */
export function Select<V extends string>({ label, value, choices, onChange, hint, error, hiddenLabel, disabled, autoFocus }: SelectProps<V>) {
  return (
    <Field label={label} hint={hint} error={error} {...(hiddenLabel === undefined ? {} : { hiddenLabel })}>
      {({ id, describedBy }) => (
        <span className="select">
          <select
            id={id}
            value={value}
            disabled={disabled}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- a dialog says where the focus starts
            autoFocus={autoFocus}
            aria-describedby={describedBy}
            onChange={(event) => {
              const chosen = choices.find((choice) => choice.value === event.target.value);
              if (chosen) onChange(chosen.value);
            }}
          >
            <GroupedOptions choices={choices} />
          </select>
        </span>
      )}
    </Field>
  );
}
