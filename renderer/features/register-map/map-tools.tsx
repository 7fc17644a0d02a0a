import { useMemo } from 'react';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import { Button } from '../../components/button/button';
import { Segmented } from '../../components/field/segmented';
import { Icon } from '../../components/icon';
import { MenuButton } from '../../components/menu/menu-button';
import type { MenuItems } from '../../components/menu/menu';
import type { MapColumn } from './map-columns';
import { NO_FILTER, sensorTypesOf } from './row-filter';
import type { QualityChoice, RowFilter } from './row-filter';
import type { PointRow } from './point-row';

export interface MapToolsProps {
  readonly description: ProtocolDescription;
  readonly rows: readonly PointRow[];
  readonly shown: number;
  readonly filter: RowFilter;
  readonly onFilter: (filter: RowFilter) => void;
  readonly onFilterDown: () => void;
  readonly notation: number;
  readonly onNotation: (notation: number) => void;
  readonly columns: readonly MapColumn[];
  readonly isShown: (columnId: string) => boolean;
  readonly onColumn: (columnId: string, shown: boolean) => void;
  readonly outdated: boolean;
  readonly onRefresh: () => void;
  readonly width: number;
  readonly editOffReason: string;
  readonly writeOffReason: string;
  readonly canWrite: boolean;
  readonly onImport: () => void;
  readonly onExport: (format: 'csv' | 'xlsx') => void;
  readonly onAddRows: () => void;
  readonly onWrite: () => void;
}

const QUALITIES: readonly { readonly value: QualityChoice; readonly label: string }[] = [
  { value: 'bad', label: 'Bad' },
  { value: 'uncertain', label: 'Uncertain' },
  { value: 'stale', label: 'Stale' },
  { value: 'good', label: 'Good' },
  { value: 'none', label: 'No value yet' },
];

/** Below these widths of the pane words go, the last quiet buttons move into `More`, and the notation with them. */
const ROOM_FOR_WORDS = 900;
const ROOM_FOR_FILES = 800;
const ROOM_FOR_NOTATION = 650;

/** Filter, notation, columns, files, rows and writing: the tools over a point list. */
export function MapTools(props: MapToolsProps) {
  const { description, filter, onFilter, notation, onNotation, width } = props;
  const narrow = width < ROOM_FOR_FILES;
  const notations = description.addressNotations.map((label, at) => ({ value: String(at), label }));
  return (
    <div className="tools" role="toolbar" aria-label={`Tools of the ${description.pointListTitle.toLowerCase()}`}>
      <span className="input map-filter">
        <Icon name="filter" size="s" />
        <input
          type="search"
          aria-label="Filter rows"
          placeholder="Filter rows"
          autoComplete="off"
          spellCheck={false}
          value={filter.text}
          onChange={(event) => onFilter({ ...filter, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && filter.text !== '') onFilter({ ...filter, text: '' });
            else if (event.key === 'Enter' || event.key === 'ArrowDown' || event.key === 'Escape') props.onFilterDown();
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
      </span>
      <FilterMenu {...props} />
      {notations.length > 1 && width >= ROOM_FOR_NOTATION ? (
        <>
          <span className="sep" />
          {width < ROOM_FOR_WORDS ? null : <span className="dim">Address</span>}
          <Segmented label="Addresses written as" value={String(notation)} choices={notations} onChange={(value) => onNotation(Number(value))} />
        </>
      ) : null}
      <span className="grow" />
      {props.outdated ? (
        <Button variant="quiet" icon="refresh" onClick={props.onRefresh}>
          Sorted, changed since
        </Button>
      ) : null}
      <ColumnMenu {...props} />
      {narrow ? (
        <MenuButton label="More" icon="more" iconOnly items={() => fileItems(props)} />
      ) : (
        <>
          <Button variant="quiet" icon="import" offReason={props.editOffReason} onClick={props.onImport}>
            Import
          </Button>
          <MenuButton label="Export" icon="export" className="button button-quiet" items={() => exportItems(props)} />
        </>
      )}
      <span className="sep" />
      <Button icon="plus" offReason={props.editOffReason} onClick={props.onAddRows}>
        Add rows
      </Button>
      {props.canWrite ? (
        <Button icon="write" keys="F2" offReason={props.writeOffReason} onClick={props.onWrite}>
          Write
        </Button>
      ) : null}
    </div>
  );
}

function FilterMenu({ rows, filter, onFilter, shown }: MapToolsProps) {
  const sensorTypes = useMemo(() => sensorTypesOf(rows), [rows]);
  const active = filter.qualities.length + filter.sensorTypes.length;
  const toggled = <T,>(values: readonly T[], value: T): T[] => (values.includes(value) ? values.filter((each) => each !== value) : [...values, value]);
  const items = (): MenuItems => [
    ...QUALITIES.map(({ value, label }) => ({
      id: `quality-${value}`,
      label,
      checked: filter.qualities.includes(value),
      onSelect: () => onFilter({ ...filter, qualities: toggled(filter.qualities, value) }),
    })),
    null,
    ...sensorTypes.map((type) => ({
      id: `sensor-${type}`,
      label: type === '' ? 'No sensor type' : type,
      checked: filter.sensorTypes.includes(type),
      onSelect: () => onFilter({ ...filter, sensorTypes: toggled(filter.sensorTypes, type) }),
    })),
    null,
    { id: 'all', label: 'Show all rows', onSelect: () => onFilter(NO_FILTER) },
  ];
  const isFiltering = active > 0 || filter.text.trim() !== '';
  return (
    <>
      <MenuButton label="Filter by quality and sensor type" icon="down" iconOnly className={`button button-quiet button-icon ${active > 0 ? 'button-on' : ''}`} items={items} />
      {isFiltering ? <span className="dim map-shown" role="status">{`${shown} of ${rows.length}`}</span> : null}
    </>
  );
}

function ColumnMenu({ columns, isShown, onColumn }: MapToolsProps) {
  const items = (): MenuItems =>
    columns.map((column) => ({
      id: column.id,
      label: column.choiceTitle,
      checked: isShown(column.id),
      offReason: column.id === 'name' || column.id === 'value' ? 'Name and value are always shown.' : '',
      onSelect: () => onColumn(column.id, !isShown(column.id)),
    }));
  return <MenuButton label="Columns" icon="columns" iconOnly items={items} />;
}

function exportItems({ onExport }: MapToolsProps): MenuItems {
  return [
    { id: 'csv', label: 'As CSV', icon: 'export', onSelect: () => onExport('csv') },
    { id: 'xlsx', label: 'As XLSX', icon: 'export', onSelect: () => onExport('xlsx') },
  ];
}

function fileItems(props: MapToolsProps): MenuItems {
  const notations = props.description.addressNotations;
  return [
    { id: 'import', label: 'Import', icon: 'import', offReason: props.editOffReason, onSelect: props.onImport },
    { id: 'csv', label: 'Export as CSV', icon: 'export', onSelect: () => props.onExport('csv') },
    { id: 'xlsx', label: 'Export as XLSX', icon: 'export', onSelect: () => props.onExport('xlsx') },
    null,
    ...notations.map((label, at) => ({ id: `notation-${label}`, label: `Addresses ${label}`, checked: at === props.notation, onSelect: () => props.onNotation(at) })),
  ];
}
