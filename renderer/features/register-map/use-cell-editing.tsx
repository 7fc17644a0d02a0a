import { useCallback, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { NumberFormat } from '../../components/format/number';
import { typeChoices } from '../../components/format/type-choices';
import { accessSchema } from '../../../shared/domain/point';
import { applyEdit, editText } from './cell-edit';
import type { EditableField, EditOutcome } from './cell-edit';
import { CellEditor } from './cell-editor';
import type { CellChoice } from './cell-editor';
import type { MapColumn } from './map-columns';
import type { PointRow } from './point-row';
import { addressShift } from './shown-address';
import type { MapEdits } from './use-map-edits';

export interface CellEditing {
  /** For the grid: which cell is edited, with its editor. */
  readonly editing: { readonly key: string; readonly columnId: string; readonly editor: ReactNode } | null;
  /** Begins to edit a cell; false where the cell can't be edited. */
  readonly begin: (row: PointRow, columnId: string) => boolean;
}

export interface CellEditingContext {
  readonly rows: readonly PointRow[];
  readonly columns: readonly MapColumn[];
  readonly description: ProtocolDescription;
  readonly notation: number;
  readonly numbers: NumberFormat;
  readonly edits: MapEdits;
  /** Not empty: nothing can be edited. */
  readonly offReason: string;
  /** The editor is gone: the grid takes the keyboard back, on the cell named. */
  readonly onLeave: (key: string, columnId: string) => void;
}

/** Editing in the rows themselves. */
export function useCellEditing(context: CellEditingContext): CellEditing {
  const { rows, columns, description, notation, numbers, edits, offReason, onLeave } = context;
  const [cell, setCell] = useState<{ readonly key: string; readonly columnId: string } | null>(null);
  const begin = useCallback(
    (row: PointRow, columnId: string): boolean => {
      if (offReason !== '' || columns.find((column) => column.id === columnId)?.field === undefined) return false;
      setCell({ key: row.key, columnId });
      return true;
    },
    [columns, offReason],
  );

  const editing = useMemo(() => {
    const row = cell === null ? undefined : rows.find((each) => each.key === cell.key);
    const column = cell === null ? undefined : columns.find((each) => each.id === cell.columnId);
    const field = column?.field;
    if (cell === null || row === undefined || column === undefined || field === undefined) return null;
    const shift = column.id === 'address' && field.startsWith('address:') ? addressShift(row, notation, field.slice('address:'.length)) : null;
    const initial = shift === null ? editText(row.point, field, numbers) : (row.addresses[notation] ?? '');
    const take = (text: string): EditOutcome => applyEdit(row.point, field, shift === null ? text : unshifted(text, shift), numbers, description.addressFields);
    const leave = (to: { readonly key: string; readonly columnId: string }, open: boolean): void => {
      setCell(open ? to : null);
      if (!open) onLeave(to.key, to.columnId);
    };
    const editor = (
      <CellEditor
        key={`${cell.key}/${cell.columnId}`}
        label={`${column.choiceTitle} of ${row.point.name}`}
        initial={initial}
        choices={choicesFor(field, description)}
        align={column.align ?? 'start'}
        onAccept={(text, then) => {
          const outcome = text === initial ? { point: row.point } : take(text);
          if ('problem' in outcome) return outcome.problem;
          if (outcome.point !== row.point) void edits.update([outcome.point]);
          const next = nextCell(rows, columns, cell, then);
          leave(next, then !== 'stay' && then !== 'down');
          return '';
        }}
        onCancel={() => leave(cell, false)}
      />
    );
    return { ...cell, editor };
  }, [cell, rows, columns, description, notation, numbers, edits, onLeave]);
  return { editing, begin };
}

/** Text in a notation to the number that is stored. What is no number stays, for the field to refuse. */
function unshifted(text: string, shift: number): string {
  const trimmed = text.trim();
  return /^\d+$/.test(trimmed) ? String(Number(trimmed) - shift) : trimmed;
}

function choicesFor(field: EditableField, description: ProtocolDescription): readonly CellChoice[] | null {
  if (field === 'dataType') return typeChoices(description.dataTypes);
  if (field === 'access') return accessSchema.options.map((access) => ({ value: access, label: access }));
  if (!field.startsWith('address:')) return null;
  const setting = description.addressFields.find((each) => each.key === field.slice('address:'.length));
  if (setting?.kind !== 'choice') return null;
  return [...(setting.defaultValue === null ? [{ value: '', label: setting.help || 'None' }] : []), ...setting.choices];
}

function nextCell(
  rows: readonly PointRow[],
  columns: readonly MapColumn[],
  cell: { readonly key: string; readonly columnId: string },
  then: 'stay' | 'next' | 'previous' | 'down',
): { readonly key: string; readonly columnId: string } {
  if (then === 'stay') return cell;
  if (then === 'down') {
    const at = rows.findIndex((row) => row.key === cell.key);
    return { ...cell, key: rows[at + 1]?.key ?? cell.key };
  }
  const editable = columns.filter((column) => column.field !== undefined);
  const at = editable.findIndex((column) => column.id === cell.columnId);
  const next = editable[at + (then === 'next' ? 1 : -1)];
  return next === undefined ? cell : { ...cell, columnId: next.id };
}
