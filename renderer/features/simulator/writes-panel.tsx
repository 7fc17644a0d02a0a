import { useMemo, useState } from 'react';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { SimulatorWrite } from '../../../shared/contract/simulators';
import type { Point } from '../../../shared/domain/point';
import type { Simulator } from '../../../shared/domain/simulator';
import { useApp, useNumberFormat } from '../../app/app-context';
import { useStore } from '../../client/store';
import { formatClockMs } from '../../components/format/time';
import { pointValueText } from '../../components/format/point-text';
import { plainValue } from '../../components/format/value';
import type { GridColumn } from '../../components/grid/grid-column';
import { NO_SELECTION, type Selection } from '../../components/grid/selection-model';
import { VirtualGrid } from '../../components/grid/virtual-grid';
import { EmptyState } from '../../components/note/empty-state';
import { useRowHeight } from '../register-map/use-row-height';
import { addressWords } from './address-words';
import type { SimulatorFeed } from './simulator-feed';

interface WriteRow {
  readonly key: string;
  readonly write: SimulatorWrite;
  /** Undefined: it is gone since. */
  readonly point: Point | undefined;
  readonly unitId: string | null;
}

const OUTCOMES: Readonly<Record<SimulatorWrite['outcome'], string>> = { stored: 'Stored', ignored: 'Answered, not stored', refused: 'Refused' };

/** Writes as clients sent them, newest first. */
export function WritesPanel({ simulator, protocol, feed }: { readonly simulator: Simulator; readonly protocol: ProtocolDescription; readonly feed: SimulatorFeed }) {
  const app = useApp();
  const numbers = useNumberFormat();
  const rowHeight = useRowHeight();
  const writes = useStore(feed.writes);
  const [selection, setSelection] = useState<Selection>(NO_SELECTION);
  const points = useMemo(() => new Map(simulator.units.flatMap((unit) => unit.points.map((point) => [point.id, { point, unitId: unit.id }] as const))), [simulator.units]);
  const items = useMemo(
    () =>
      writes.map((write) => {
        const placed = points.get(write.pointId);
        const row: WriteRow = { key: String(write.seq), write, point: placed?.point, unitId: placed?.unitId ?? null };
        return { row };
      }),
    [writes, points],
  );
  const columns = useMemo((): GridColumn<WriteRow>[] => {
    const valueText = (row: WriteRow, value: SimulatorWrite['value']): string => (row.point === undefined ? plainValue(value) : pointValueText(value, row.point, numbers));
    return [
      { id: 'time', title: 'Time', width: 96, className: 'num', render: ({ write }) => formatClockMs(write.time) },
      { id: 'client', title: 'Client', width: 150, render: ({ write }) => <span title={write.client}>{write.client}</span> },
      { id: 'operation', title: 'Operation', width: 190, className: 'dim', render: ({ write }) => <span title={write.operation}>{write.operation}</span> },
      { id: 'unit', title: 'Unit', width: 110, className: 'dim', render: ({ write }) => write.unitName },
      { id: 'address', title: 'Address', width: 140, className: 'dim', render: ({ point }) => (point === undefined ? '' : addressWords(point, protocol)) },
      { id: 'name', title: 'Point', width: 'fill', least: 120, render: ({ write }) => write.pointName },
      { id: 'before', title: 'Old', width: 90, align: 'end', className: 'dim', render: (row) => valueText(row, row.write.before) },
      { id: 'value', title: 'New', width: 90, align: 'end', className: 'value', render: (row) => valueText(row, row.write.value) },
      { id: 'outcome', title: 'What became of it', width: 140, render: ({ write }) => <span className={write.outcome === 'stored' ? 'dim' : 'text-uncertain'}>{OUTCOMES[write.outcome]}</span> },
    ];
  }, [numbers, protocol]);
  return (
    <VirtualGrid<WriteRow>
      label={`Writes to ${simulator.name}`}
      columns={columns}
      items={items}
      nameOf={({ write }) => write.pointName}
      rowHeight={rowHeight}
      selection={selection}
      onSelection={setSelection}
      onOpen={({ unitId, write }) => {
        if (unitId !== null) app.workspace.select({ kind: 'simulator', simulatorId: simulator.id, unitId, pointIds: [write.pointId] });
      }}
      empty={<EmptyState title="Nothing was written yet">What a client writes stands here as it arrives: when, who, the old value and the new one.</EmptyState>}
    />
  );
}
