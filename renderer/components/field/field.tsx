import { useId, type ReactNode } from 'react';
import { classes } from '../classes';
import { Icon } from '../icon';
import './field.css';

export interface FieldIds {
  /** For the control itself. */
  readonly id: string;
  /** What describes it: the hint or the error. */
  readonly describedBy: string | undefined;
}

export interface FieldProps {
  readonly label: string;
  /** A short help behind the control. */
  readonly hint?: ReactNode;
  /** What is wrong, naming the limit; stands to the right of or under the control. */
  readonly error?: string | undefined;
  /** The label is for screen readers only, where the place says it already. */
  readonly hiddenLabel?: boolean;
  readonly children: (ids: FieldIds) => ReactNode;
}

/** A label and its control: two cells of a `<FieldGrid>`, or a row by itself. */
export function Field({ label, hint, error, hiddenLabel, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const noted = error !== undefined && error !== '' ? 'error' : hint === undefined ? null : 'hint';
  return (
    <div className="field">
      <label htmlFor={id} className={classes('field-label', hiddenLabel && 'visually-hidden')}>
        {label}
      </label>
      <div className="field-control">
        {children({ id, describedBy: noted === null ? undefined : noteId })}
        {noted === 'error' ? (
          <span id={noteId} className="field-error" role="alert">
            <Icon name="q-bad" size="s" />
            {error}
          </span>
        ) : null}
        {noted === 'hint' ? (
          <span id={noteId} className="field-hint">
            {hint}
          </span>
        ) : null}
      </div>
    </div>
  );
}

/** Fields one under the other, labels right-aligned in a column. `title` heads a group. */
export function FieldGrid({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <div className="field-grid" role="group" aria-labelledby={title === undefined ? undefined : id}>
      {title === undefined ? null : (
        <div id={id} className="field-title">
          {title}
        </div>
      )}
      {children}
    </div>
  );
}
