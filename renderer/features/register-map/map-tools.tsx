import { useMemo } from 'react';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import { useKeysOf } from '../../app/app-context';
import { Button } from '../../components/button/button';
import { Segmented } from '../../components/field/segmented';
import { Icon } from '../../components/icon';
import { MenuButton } from '../../components/menu/menu-button';
import type { MenuItem, MenuItems } from '../../components/menu/menu';
import { Toolbar, type Tool } from '../../components/toolbar/toolbar';
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
  readonly editOffReason: string;
  readonly writeOffReason: string;
  readonly canWrite: boolean;
  readonly onImport: () => void;
  readonly onExport: (format: string) => void;
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

/** Filter, notation, columns, files, rows and writing: the tools over a point list. */
export function MapTools(props: MapToolsProps) {
  const { description, notation, onNotation } = props;
  const writeKeys = useKeysOf('point.write');
  const notations = description.addressNotations.map((label, at) => ({ value: String(at), label }));
  const tools: Tool[] = [
    { id: 'filter', least: 110, tool: <FilterField {...props} /> },
    { id: 'choices', tool: <FilterMenu {...props} /> },
  ];
  if (notations.length > 1) {
    const choice = (
      <>
        <span className="sep" />
        <span className="dim">Address</span>
        <Segmented label="Addresses written as" value={String(notation)} choices={notations} onChange={(value) => onNotation(Number(value))} />
      </>
    );
    tools.push({ id: 'notation', tool: choice, inMenu: () => notationItems(props) });
  }
  const endTools: Tool[] = [
    { id: 'columns', tool: <MenuButton label="Columns" icon="columns" iconOnly items={() => columnItems(props)} />, inMenu: () => columnItems(props) },
    { id: 'import', tool: <Button variant="quiet" icon="import" offReason={props.editOffReason} onClick={props.onImport}>Import</Button>, inMenu: () => [importItem(props)] },
    { id: 'export', tool: <MenuButton label="Export" icon="export" className="button button-quiet" items={() => exportItems(props, 'As')} />, inMenu: () => exportItems(props, 'Export as') },
    { id: 'add', tool: <AddRows {...props} />, inMenu: () => [addItem(props)], late: true },
  ];
  if (props.canWrite) {
    const write = <Button icon="write" keys={writeKeys} offReason={props.writeOffReason} onClick={props.onWrite}>Write</Button>;
    endTools.push({ id: 'write', tool: write });
  }
  if (props.outdated) endTools.unshift({ id: 'refresh', tool: <Button variant="quiet" icon="refresh" onClick={props.onRefresh}>Sorted, changed since</Button> });
  return <Toolbar label={`Tools of the ${description.pointListTitle.toLowerCase()}`} tools={tools} endTools={endTools} />;
}

function FilterField({ filter, onFilter, onFilterDown }: MapToolsProps) {
  return (
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
          else if (event.key === 'Enter' || event.key === 'ArrowDown' || event.key === 'Escape') onFilterDown();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    </span>
  );
}

function AddRows({ editOffReason, onAddRows }: MapToolsProps) {
  return (
    <>
      <span className="sep" />
      <Button icon="plus" offReason={editOffReason} onClick={onAddRows}>Add rows</Button>
    </>
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

function columnItems({ columns, isShown, onColumn }: MapToolsProps): MenuItems {
  return columns.map((column) => ({
    id: `column-${column.id}`,
    label: column.choiceTitle,
    checked: isShown(column.id),
    offReason: column.id === 'name' || column.id === 'value' ? 'Name and value are always shown.' : '',
    onSelect: () => onColumn(column.id, !isShown(column.id)),
  }));
}

function exportItems({ description, onExport }: MapToolsProps, verb: 'As' | 'Export as'): MenuItems {
  return [
    { id: 'csv', label: `${verb} CSV`, icon: 'export', onSelect: () => onExport('csv') },
    { id: 'xlsx', label: `${verb} XLSX`, icon: 'export', onSelect: () => onExport('xlsx') },
    ...(description.mapFiles ?? []).map(({ id, title }) => ({ id, label: `${verb} ${title}`, icon: 'export' as const, onSelect: () => onExport(id) })),
  ];
}

function importItem({ editOffReason, onImport }: MapToolsProps): MenuItem {
  return { id: 'import', label: 'Import', icon: 'import', offReason: editOffReason, onSelect: onImport };
}

function addItem({ editOffReason, onAddRows }: MapToolsProps): MenuItem {
  return { id: 'add', label: 'Add rows', icon: 'plus', offReason: editOffReason, onSelect: onAddRows };
}

function notationItems({ description, notation, onNotation }: MapToolsProps): MenuItems {
  return description.addressNotations.map((label, at) => ({ id: `notation-${label}`, label: `Addresses ${label}`, checked: at === notation, onSelect: () => onNotation(at) }));
}
