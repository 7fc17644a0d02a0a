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
import { useWidth } from '../register-map/use-width';
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

/** Below this width of the pane the unit goes into the tip of the address, below the other one what the operation is called into its own. */
const ROOM_FOR_ALL = 1080;
const ROOM_FOR_OPERATION = 808;

/** Writes as clients sent them, newest first. */
export function WritesPanel({ simulator, protocol, feed }: { readonly simulator: Simulator; readonly protocol: ProtocolDescription; readonly feed: SimulatorFeed }) {
  const app = useApp();
  const numbers = useNumberFormat();
  const rowHeight = useRowHeight();
  const writes = useStore(feed.writes);
  const [selection, setSelection] = useState<Selection>(NO_SELECTION);
  const [pane, setPane] = useState<HTMLDivElement | null>(null);
  const width = useWidth(pane);
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
    const room = width >= ROOM_FOR_ALL;
    const unit: GridColumn<WriteRow> = { id: 'unit', title: 'Unit', width: 110, className: 'dim', render: ({ write }) => write.unitName };
    return [
      { id: 'time', title: 'Time', width: 96, className: 'num', render: ({ write }) => formatClockMs(write.time) },
      { id: 'client', title: 'Client', width: room ? 150 : 116, render: ({ write }) => <span title={write.client}>{write.client}</span> },
      { id: 'operation', title: 'Operation', width: width >= ROOM_FOR_OPERATION ? 174 : 72, className: 'dim', render: ({ write }) => <span title={write.operation}>{write.operation}</span> },
      ...(room ? [unit] : []),
      { id: 'address', title: 'Address', width: room ? 140 : 122, className: 'dim', render: ({ point, write }) => <span title={write.unitName}>{point === undefined ? '' : addressWords(point, protocol)}</span> },
      { id: 'name', title: 'Point', width: 'fill', least: 96, render: ({ write }) => <span title={write.pointName}>{write.pointName}</span> },
      { id: 'before', title: 'Old', width: room ? 90 : 62, align: 'end', className: 'dim', render: (row) => valueText(row, row.write.before) },
      { id: 'value', title: 'New', width: room ? 90 : 62, align: 'end', className: 'value', render: (row) => valueText(row, row.write.value) },
      { id: 'outcome', title: 'Outcome', width: room ? 140 : 80, render: ({ write }) => <span title={OUTCOMES[write.outcome]} className={write.outcome === 'stored' ? 'dim' : 'text-uncertain'}>{OUTCOMES[write.outcome]}</span> },
    ];
  }, [numbers, protocol, width]);
  return (
    <div ref={setPane} className="pane">
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
    </div>
  );
}
