import { useState, type KeyboardEvent, type Ref } from 'react';
import { classes } from '../classes';
import { formatPlain, type NumberFormat } from '../format/number';
import { useFieldNumberFormat } from '../format/number-format-context';
import { noNumberText, parseNumber } from '../format/parse-number';
import { typedNumber } from '../format/read-number';
import { Field } from './field';

export interface NumberFieldProps {
  readonly label: string;
  /** Null: nothing was typed in. */
  readonly value: number | null;
  /** Called with null while the text is no number or is empty. */
  readonly onChange: (value: number | null) => void;
  readonly unit?: string;
  readonly minimum?: number | null;
  readonly maximum?: number | null;
  /** Whole numbers only. */
  readonly integer?: boolean;
  readonly hint?: string;
  /** Overrides what the field itself finds wrong. */
  readonly error?: string | undefined;
  readonly hiddenLabel?: boolean;
  /** True where empty is an answer, shown as `placeholder`. */
  readonly optional?: boolean;
  readonly placeholder?: string;
  readonly width?: number;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

/** What is wrong with a number, naming the limit; empty when nothing is. */
export function numberProblem(text: string, limits: { minimum?: number | null; maximum?: number | null; integer?: boolean; optional?: boolean }, format: NumberFormat): string {
  if (text.trim() === '') return limits.optional === true ? '' : 'A number is needed';
  const value = parseNumber(text, format);
  if (value === null) return noNumberText(text, format);
  if (limits.integer === true && !Number.isInteger(value)) return `${text.trim()} is not a whole number`;
  if (limits.maximum != null && value > limits.maximum) return `Above ${formatPlain(limits.maximum, format)}, the highest allowed`;
  if (limits.minimum != null && value < limits.minimum) return `Below ${formatPlain(limits.minimum, format)}, the lowest allowed`;
  return '';
}

/** Takes numbers as the person's number format writes them; keeps what was typed until it is left. */
export function NumberField(props: NumberFieldProps) {
  const { value, onChange } = props;
  const format = useFieldNumberFormat();
  const written = (number: number | null): string => (number === null ? '' : typedNumber(number, format));
  const [text, setText] = useState(() => written(value));
  const [touched, setTouched] = useState(false);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    // The value changed from outside, or by what was typed: then the text says it already.
    setShown(value);
    if (parseNumber(text, format) !== value) setText(written(value));
  }
  const found = touched || text.trim() !== '' ? numberProblem(text, props, format) : '';
  const error = props.error ?? (found === '' ? undefined : found);
  return (
    <Field label={props.label} hint={props.hint} error={error} {...(props.hiddenLabel === undefined ? {} : { hiddenLabel: props.hiddenLabel })}>
      {({ id, describedBy }) => (
        <span className={classes('input', 'input-number', error && 'input-bad')} style={{ width: `${props.width ?? 12}ch` }}>
          <input
            ref={props.ref}
            id={id}
            value={text}
            inputMode={props.integer === true ? 'numeric' : 'decimal'}
            autoComplete="off"
            aria-describedby={describedBy}
            aria-invalid={error !== undefined}
            placeholder={props.placeholder}
            disabled={props.disabled}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- a dialog says where the focus starts
            autoFocus={props.autoFocus}
            onKeyDown={props.onKeyDown}
            onBlur={() => setTouched(true)}
            onChange={(event) => {
              const next = event.target.value;
              setText(next);
              onChange(next.trim() === '' ? null : parseNumber(next, format));
            }}
          />
          {props.unit === undefined || props.unit === '' ? null : <span className="input-unit">{props.unit}</span>}
        </span>
      )}
    </Field>
  );
}
