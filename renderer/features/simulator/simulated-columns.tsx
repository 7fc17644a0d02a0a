import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { SimulatedUnit } from '../../../shared/domain/simulator';
import type { NumberFormat } from '../../components/format/number';
import { Icon } from '../../components/icon';
import type { MapColumn } from '../register-map/map-columns';
import { groupingField } from '../register-map/build-rows';
import { typeText } from '../register-map/type-text';
import { LastWrite, LiveValue, Origin } from './live-cells';
import type { SimulatorFeed } from './simulator-feed';
import { behaviourTitle, sourceText, writeRuleText, type NameOf } from './source-text';

export interface SimulatedColumnContext {
  readonly protocol: ProtocolDescription;
  readonly unit: SimulatedUnit;
  readonly unitSettings: Opaque;
  /** Index of the notation in which addresses are written. */
  readonly notation: number;
  readonly numbers: NumberFormat;
  readonly nameOf: NameOf;
  readonly feed: SimulatorFeed;
}

/** The columns of simulated points, in their order. */
export function simulatedColumns({ protocol, unit, unitSettings, notation, numbers, nameOf, feed }: SimulatedColumnContext): MapColumn[] {
  const grouping = groupingField(protocol);
  const addressField = protocol.addressFields.find((field) => field !== grouping);
  const behaviourOf = (point: Point) => unit.behaviours[point.id];
  return [
    { id: 'mark', title: '', label: 'Access', choiceTitle: 'Access', width: 24, shown: 'always', className: 'mark', render: (row) => (row.point.access === 'read' ? null : <Icon name="write" size="s" label="Can be written" />) },
    {
      id: 'address',
      title: 'Address',
      choiceTitle: 'Address',
      width: grouping === null ? 200 : 80,
      shown: 'always',
      className: 'mono dim',
      ...(addressField === undefined ? {} : { field: `address:${addressField.key}` as const }),
      render: (row) => row.addresses[notation] ?? row.addresses[0] ?? '',
    },
    { id: 'name', title: 'Name', choiceTitle: 'Name', width: 'fill', least: 120, shown: 'always', field: 'name', render: (row) => <span title={row.point.description || undefined}>{row.point.name}</span> },
    { id: 'value', title: 'Value', choiceTitle: 'Value', width: 104, shown: 'always', align: 'end', className: 'value', headerClassName: 'value', render: (row) => <LiveValue row={row} feed={feed} numbers={numbers} /> },
    { id: 'unit', title: 'Unit', choiceTitle: 'Unit', width: 46, shown: 'always', className: 'unit', headerClassName: 'unit', field: 'unit', render: (row) => row.point.unit },
    { id: 'origin', title: 'From', choiceTitle: 'From', width: 78, shown: 'always', render: (row) => <Origin pointId={row.key} feed={feed} /> },
    {
      id: 'behaviour',
      title: 'Behaviour',
      choiceTitle: 'Behaviour',
      width: 108,
      shown: 1,
      render: (row) => <span title={writeRuleText(behaviourOf(row.point))}>{behaviourTitle(behaviourOf(row.point))}</span>,
    },
    {
      id: 'parameters',
      title: 'Parameters',
      choiceTitle: 'Parameters',
      width: 168,
      shown: 2,
      className: 'dim',
      render: (row) => {
        const text = sourceText(behaviourOf(row.point)?.source, nameOf, numbers);
        return <span title={text}>{text}</span>;
      },
    },
    { id: 'lastWrite', title: 'Last write', choiceTitle: 'Last write', width: 190, shown: 3, render: (row) => <LastWrite row={row} feed={feed} numbers={numbers} /> },
    {
      id: 'type',
      title: 'Type',
      choiceTitle: 'Type',
      width: 98,
      shown: 4,
      className: 'dim',
      field: 'dataType',
      render: (row) => <span title={typeText(row, protocol, unitSettings)}>{typeText(row, protocol, unitSettings)}</span>,
    },
    { id: 'rule', title: 'When written', choiceTitle: 'When written', width: 150, shown: 'never', className: 'dim', render: (row) => (row.point.access === 'read' ? '' : writeRuleText(behaviourOf(row.point))) },
    { id: 'access', title: 'Access', choiceTitle: 'Who may write', width: 84, shown: 'never', className: 'dim', field: 'access', render: (row) => row.point.access },
  ];
}

