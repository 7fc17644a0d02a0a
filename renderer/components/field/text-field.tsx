import type { KeyboardEvent, Ref } from 'react';
import { classes } from '../classes';
import { Icon, type IconName } from '../icon';
import { Field } from './field';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly hiddenLabel?: boolean;
  readonly placeholder?: string;
  readonly icon?: IconName;
  readonly unit?: string;
  /** Octets, addresses, topics. */
  readonly mono?: boolean;
  readonly type?: 'text' | 'password' | 'search';
  readonly multiline?: boolean;
  readonly fill?: boolean;
  /** Width in characters. */
  readonly width?: number;
  readonly maxLength?: number;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  readonly suggestions?: readonly string[];
  readonly autoComplete?: string;
  readonly ref?: Ref<HTMLInputElement>;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly onBlur?: () => void;
}

export function TextField(props: TextFieldProps) {
  const { label, value, onChange, error, unit, icon, mono, fill, width, multiline, suggestions } = props;
  return (
    <Field label={label} hint={props.hint} error={error} {...(props.hiddenLabel === undefined ? {} : { hiddenLabel: props.hiddenLabel })}>
      {({ id, describedBy }) => {
        const shared = {
          id,
          value,
          'aria-describedby': describedBy,
          'aria-invalid': error !== undefined && error !== '',
          placeholder: props.placeholder,
          maxLength: props.maxLength,
          disabled: props.disabled,
          onKeyDown: props.onKeyDown,
          onBlur: props.onBlur,
          spellCheck: false,
          className: mono === true ? 'mono' : undefined,
        };
        return (
          <span
            className={classes('input', (fill === true || multiline === true) && 'input-fill', multiline && 'input-area', error && 'input-bad')}
            style={width === undefined ? undefined : { width: `${width + 2}ch` }}
          >
            {icon === undefined ? null : <Icon name={icon} size="s" />}
            {multiline === true ? (
              <textarea {...shared} rows={3} onChange={(event) => onChange(event.target.value)} />
            ) : (
              <input
                {...shared}
                ref={props.ref}
                type={props.type ?? 'text'}
                autoComplete={props.autoComplete ?? 'off'}
                list={suggestions === undefined ? undefined : `${id}-list`}
                // oxlint-disable-next-line jsx-a11y/no-autofocus -- a dialog says where the focus starts
                autoFocus={props.autoFocus}
                onChange={(event) => onChange(event.target.value)}
              />
            )}
            {unit === undefined || unit === '' ? null : <span className="input-unit">{unit}</span>}
            {suggestions === undefined ? null : (
              <datalist id={`${id}-list`}>
                {suggestions.map((suggestion) => (
                  <option key={suggestion} value={suggestion} />
                ))}
              </datalist>
            )}
          </span>
        );
      }}
    </Field>
  );
}
