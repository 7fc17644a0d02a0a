import { useId } from 'react';
import type { KeyboardEvent, Ref } from 'react';
import { timeKindOf } from '../../../shared/domain/data-type';
import type { Point } from '../../../shared/domain/point';
import { timeExample, withNow } from './write-model';

export interface ValueInputProps {
  readonly point: Point;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly invalid: boolean;
  readonly describedBy?: string;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

/** The field for a new value; labels of an enumeration or a bit are offered as it is typed. */
export function ValueInput({ point, value, onChange, onKeyDown, invalid, describedBy, disabled, autoFocus, ref }: ValueInputProps) {
  const id = useId();
  const offered = suggestions(point);
  const isTime = timeKindOf(point.dataType) !== null;
  const isText = isTime || point.dataType === 'string';
  return (
    <>
      <input
        ref={ref}
        className={`value-input ${isTime ? 'time' : isText ? 'text' : ''} ${invalid ? 'bad' : ''}`}
        aria-label={`New value of ${point.name}${point.unit === '' ? '' : `, ${point.unit}`}`}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        value={value}
        disabled={disabled}
        placeholder={isTime ? timeExample(point).split(/,| on /)[0] : undefined}
        inputMode={isText ? 'text' : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        list={offered.length === 0 ? undefined : id}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the focus of a write starts in the value
        autoFocus={autoFocus}
        onFocus={(event) => event.target.select()}
        onChange={(event) => onChange(withNow(event.target.value, point, new Date()))}
        onKeyDown={onKeyDown}
      />
      {offered.length === 0 ? null : (
        <datalist id={id}>
          {offered.map((each) => (
            <option key={each.value} value={each.value}>
              {each.label}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}

function suggestions(point: Point): { readonly value: string; readonly label: string }[] {
  if (point.enumeration.length > 0) return point.enumeration.map((entry) => ({ value: entry.label, label: `${entry.value} ${entry.label}` }));
  if ((timeKindOf(point.dataType)?.kind ?? 'span') !== 'span') return [{ value: 'now', label: "This computer's time" }];
  return point.dataType === 'boolean' ? [{ value: 'On', label: '1 On' }, { value: 'Off', label: '0 Off' }] : [];
}
