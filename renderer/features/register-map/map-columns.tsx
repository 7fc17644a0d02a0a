import { durationText } from '../../../shared/domain/duration-text';
import type { ReactNode } from 'react';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import { timeKindOf } from '../../../shared/domain/data-type';
import type { Opaque } from '../../../shared/domain/point';
import { scaleText } from '../../components/format/scale-text';
import type { GridColumn } from '../../components/grid/grid-column';
import { Icon } from '../../components/icon';
import { Tag } from '../../components/marks/tag';
import { groupingField } from './build-rows';
import type { EditableField } from './cell-edit';
import type { PointRow } from './point-row';
import { typeText } from './type-text';

export interface MapColumn extends GridColumn<PointRow> {
  /** Set where the cell can be edited. */
  readonly field?: EditableField;
  /** How the column choice names it. */
  readonly choiceTitle: string;
  /** Unless the person chose otherwise: `always`, `never`, or while there is room, those with the lowest number first. */
  readonly shown: 'always' | 'never' | number;
}

export interface ColumnRoom {
  readonly value: number;
  readonly address: number;
  /** Of a name before columns of little use come beside it. */
  readonly name: number;
}

/** A name of usual length is never cut; type and octets come only where a long one has room too. */
const LEAST_NAME = 130;
const ROOMY_NAME = 150;
const ROOMY_RANKS = 2;
/** A name and what two or three bits are called. */
const NAME_AND_BITS = 250;
/** Of a bold 12 px character, pixels, wide for most words. */
const BOLD_CHARACTER = 7.2;
const CELL_PADDING = 16;
/** A longer state is cut in the grid; the inspector has it whole. */
const MOST_STATE_ROOM = 160;
const USUAL_ROOM: ColumnRoom = { value: 84, address: 80, name: LEAST_NAME };

/** Dates and long names of states take more room than numbers, a field of bits more than a register, and a word names its bits behind its own name. */
export function roomFor(rows: readonly PointRow[]): ColumnRoom {
  const times = rows.map((row) => timeKindOf(row.point.dataType)).filter((time) => time !== null && time.kind !== 'span');
  const dates = times.length === 0 ? USUAL_ROOM.value : times.some((time) => time?.perSecond === 1000) ? 188 : 160;
  const value = Math.max(dates, stateRoom(rows));
  return { value, address: rows.some((row) => /\.\d+-\d+$/.test(row.addresses[0] ?? '')) ? 100 : USUAL_ROOM.address, name: rows.some((row) => row.statusWord && row.bits.length > 0) ? NAME_AND_BITS : LEAST_NAME };
}

/** What the longest name of a state takes with its number, up to a limit. */
function stateRoom(rows: readonly PointRow[]): number {
  let most = 0;
  for (const { point } of rows) for (const { value, label } of point.enumeration) most = Math.max(most, `${value} ${label}`.length);
  return Math.min(MOST_STATE_ROOM, Math.ceil(most * BOLD_CHARACTER) + CELL_PADDING);
}

export interface ColumnContext {
  readonly description: ProtocolDescription;
  readonly deviceSettings: Opaque;
  /** Index of the notation in which addresses are written. */
  readonly notation: number;
  readonly simulated: boolean;
  /** The room that values and addresses of this device need, pixels; those of numbers unless told. */
  readonly room?: ColumnRoom;
  /** Milliseconds; null where the device pushes. */
  readonly defaultIntervalMs: number | null;
}

/** Every column that a point list can have, in its order. */
export function mapColumns(context: ColumnContext): MapColumn[] {
  const { description } = context;
  const texts = description.addressNotations.length > 0 && groupingField(description) === null;
  const columns: MapColumn[] = [
    { id: 'mark', title: '', label: 'State', choiceTitle: 'State', width: 24, shown: 'always', className: 'mark', render: (row) => writableMark(row) },
    {
      id: 'address',
      title: texts ? 'Topic' : 'Address',
      choiceTitle: 'Address',
      width: texts ? 260 : (context.room?.address ?? USUAL_ROOM.address),
      shown: 'always',
      className: 'mono dim',
      sortable: true,
      ...(addressField(description) === null ? {} : { field: addressField(description) ?? 'name' }),
      render: (row) => row.addresses[context.notation] ?? row.addresses[0] ?? '',
    },
    { id: 'name', title: 'Name', choiceTitle: 'Name', width: 'fill', least: LEAST_NAME, shown: 'always', field: 'name', sortable: true, render: nameCell },
    { id: 'value', title: 'Value', choiceTitle: 'Value', width: (context.room?.value ?? USUAL_ROOM.value) + (context.simulated ? 24 : 0), shown: 'always', align: 'end', className: 'value', headerClassName: 'value', sortable: true, render: () => liveValue(context.simulated) },
    { id: 'unit', title: 'Unit', choiceTitle: 'Unit', width: 42, shown: 'always', className: 'unit', headerClassName: 'unit', field: 'unit', render: (row) => row.point.unit },
    { id: 'raw', title: 'Raw (hex)', choiceTitle: 'Raw octets', width: 80, shown: 2, className: 'mono', render: () => <span data-live="" /> },
    { id: 'type', title: 'Type', choiceTitle: 'Type', width: 98, shown: 1, className: 'dim', field: 'dataType', sortable: true, render: (row) => typeCell(row, context) },
    { id: 'sensorType', title: 'Sensor type', choiceTitle: 'Sensor type', width: 92, shown: 4, className: 'dim', field: 'sensorType', sortable: true, render: (row) => row.point.sensorType },
    { id: 'quality', title: 'Quality', choiceTitle: 'Quality', width: 122, shown: 'always', sortable: true, render: () => liveQuality() },
    { id: 'age', title: 'Age', choiceTitle: 'Age', width: 66, shown: 'always', align: 'end', render: () => <span data-live="" /> },
    { id: 'min', title: 'Min', label: 'Lowest of this session', choiceTitle: 'Lowest of this session', width: 57, shown: 3, align: 'end', className: 'dim tight', headerClassName: 'tight', render: () => <span data-live="" /> },
    { id: 'max', title: 'Max', label: 'Highest of this session', choiceTitle: 'Highest of this session', width: 57, shown: 3, align: 'end', className: 'dim tight', headerClassName: 'tight', render: () => <span data-live="" /> },
    plain('interval', 'Interval', 72, 'pollIntervalMs', (row) => intervalText(row, context), 'end'),
    plain('scale', 'Scale, offset', 92, 'scale', (row) => scaleText(row.point)),
    plain('decimals', 'Decimals', 64, 'decimals', (row) => row.point.decimals ?? '', 'end'),
    plain('low', 'Low', 64, 'low', (row) => row.point.low ?? '', 'end'),
    plain('high', 'High', 64, 'high', (row) => row.point.high ?? '', 'end'),
    plain('deadband', 'Deadband', 72, 'deadband', (row) => (row.point.deadband === 0 ? '' : row.point.deadband), 'end'),
    plain('access', 'Access', 84, 'access', (row) => row.point.access),
    plain('tags', 'Tags', 120, 'tags', (row) => row.point.tags.join(', ')),
    plain('description', 'Description', 200, 'description', (row) => row.point.description),
  ];
  return [...columns, ...addressColumns(description)];
}

function plain(id: string, title: string, width: number, field: EditableField, render: (row: PointRow) => ReactNode, align: 'start' | 'end' = 'start'): MapColumn {
  return { id, title, choiceTitle: title, width, shown: 'never', align, className: 'dim', field, sortable: true, render };
}

/** The parts of the address, each a column of its own; hidden unless chosen. */
function addressColumns(description: ProtocolDescription): MapColumn[] {
  return description.addressFields.map((field): MapColumn => {
    const text = (row: PointRow): string => {
      const value = row.point.address[field.key];
      if (value === null || value === undefined) return '';
      const choice = field.choices.find((each) => each.value === value);
      return choice?.label ?? (typeof value === 'string' ? value : JSON.stringify(value));
    };
    const isNumber = field.kind === 'integer' || field.kind === 'number';
    return plain(`address:${field.key}`, field.label, isNumber ? 80 : 120, `address:${field.key}`, text, isNumber ? 'end' : 'start');
  });
}

/** The field that editing the address column edits: the first that is no grouping. */
function addressField(description: ProtocolDescription): EditableField | null {
  const grouping = groupingField(description);
  const field = description.addressFields.find((each) => each !== grouping);
  return field === undefined ? null : `address:${field.key}`;
}

/** Beside a scale there is no room for the order of octets: it is left to the tip and the inspector. */
function typeCell(row: PointRow, context: ColumnContext): ReactNode {
  const whole = typeText(row, context.description, context.deviceSettings);
  const scale = scaleText(row.point);
  const short = scale === '' || row.depth === 1 ? whole : `${row.point.dataType} ${scale}`;
  return <span title={whole}>{short}</span>;
}

/** A word's name, and behind it what its bits say. */
function nameCell(row: PointRow): ReactNode {
  const name = <span title={row.point.description || undefined}>{row.point.name}</span>;
  if (!row.statusWord || row.bits.length === 0) return name;
  return (
    <>
      {name}
      <span className="set-bits" data-live="" />
    </>
  );
}

function writableMark(row: PointRow): ReactNode {
  return row.point.access === 'read' ? null : <Icon name="write" size="s" label="Can be written" />;
}

function liveValue(simulated: boolean): ReactNode {
  return (
    <>
      {simulated ? <Tag kind="sim">SIM</Tag> : null}
      <span data-live="" />
    </>
  );
}

function liveQuality(): ReactNode {
  return (
    <span className="live-quality">
      <Icon name="q-good" size="s" />
      <Icon name="q-unc" size="s" />
      <Icon name="q-bad" size="s" />
      <Icon name="q-stale" size="s" />
      <span className="ell" data-live="" />
    </span>
  );
}

function intervalText(row: PointRow, context: ColumnContext): string {
  const interval = row.point.pollIntervalMs ?? context.defaultIntervalMs;
  return interval === null ? '' : durationText(interval);
}

/**
 * The columns to show: those that the person chose, those that are always there, and of the others those for which there
 * is room beside a name of usual length. Columns of the same rank come and go together.
 * @param name room for names before columns of high rank come, pixels
 */
export function columnsToShow(columns: readonly MapColumn[], chosen: Readonly<Record<string, boolean>>, width: number, name = LEAST_NAME): MapColumn[] {
  const wanted = (column: MapColumn): boolean | undefined => (column.id === 'name' || column.id === 'value' ? true : (chosen[column.id] ?? (column.shown === 'always' ? true : column.shown === 'never' ? false : undefined)));
  const widthOf = (list: readonly MapColumn[], least: number): number => list.reduce((sum, column) => sum + (column.width === 'fill' ? least : column.width), 0);
  const shown = new Set(columns.filter((column) => wanted(column) === true));
  const ranks = [...new Set(columns.flatMap((column) => (typeof column.shown === 'number' ? [column.shown] : [])))].sort((a, b) => a - b);
  for (const rank of ranks) {
    const group = columns.filter((column) => column.shown === rank && wanted(column) === undefined);
    if (widthOf([...shown, ...group], rank <= ROOMY_RANKS ? ROOMY_NAME : name) > width) break;
    for (const column of group) shown.add(column);
  }
  return columns.filter((column) => shown.has(column));
}
