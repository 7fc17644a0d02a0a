import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { GroupedOptions } from '../../components/field/grouped-options';
import { Icon } from '../../components/icon';

export interface CellChoice {
  readonly value: string;
  readonly label: string;
  readonly group?: string;
}

export interface CellEditorProps {
  readonly label: string;
  readonly initial: string;
  /** Given: the cell is one of these. */
  readonly choices: readonly CellChoice[] | null;
  readonly align: 'start' | 'end';
  /** Takes the text; answers what is wrong with it, or empty when it was taken. */
  readonly onAccept: (text: string, then: 'stay' | 'next' | 'previous' | 'down') => string;
  readonly onCancel: () => void;
}

/** Edits one cell: Enter accepts and stays, Tab goes on to the next cell, Esc leaves it as it was. */
export function CellEditor({ label, initial, choices, align, onAccept, onCancel }: CellEditorProps) {
  const [text, setText] = useState(initial);
  const [problem, setProblem] = useState('');
  const closed = useRef(false);
  const accept = (then: 'stay' | 'next' | 'previous' | 'down', given = text): void => {
    if (closed.current) return;
    const found = given === initial && then !== 'stay' ? onAccept(initial, then) : onAccept(given, then);
    if (found === '') closed.current = true;
    else setProblem(found);
  };
  const cancel = (): void => {
    closed.current = true;
    onCancel();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const then = event.key === 'Enter' ? (event.shiftKey ? 'stay' : 'down') : event.key === 'Tab' ? (event.shiftKey ? 'previous' : 'next') : null;
    if (event.key === 'Escape') cancel();
    else if (then !== null && !event.ctrlKey && !event.altKey) accept(then);
    else {
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  // Leaving the cell for another place takes what was typed when it is valid, and drops it when it is not.
  const onBlur = (): void => {
    if (closed.current) return;
    if (text === initial || onAccept(text, 'stay') !== '') onCancel();
    closed.current = true;
  };
  const shared = { 'aria-label': label, 'aria-invalid': problem !== '', onKeyDown, onBlur, autoFocus: true } as const;
  return (
    <span className="cell-editor">
      {choices === null ? (
        <input
          {...shared}
          className={align === 'end' ? 'num' : undefined}
          value={text}
          autoComplete="off"
          spellCheck={false}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            setText(event.target.value);
            setProblem('');
          }}
        />
      ) : (
        <select
          {...shared}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            accept('stay', event.target.value);
          }}
        >
          {choices.some((choice) => choice.value === text) ? null : <option value={text}>{text}</option>}
          <GroupedOptions choices={choices} />
        </select>
      )}
      {problem === '' ? null : (
        <span className="cell-problem" role="alert">
          <Icon name="q-bad" size="s" />
          {problem}
        </span>
      )}
    </span>
  );
}
