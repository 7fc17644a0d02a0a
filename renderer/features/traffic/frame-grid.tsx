import { useMemo, useState, type ReactNode } from 'react';
import type { FrameRow } from '../../../shared/contract/frames';
import type { Selection } from '../../components/grid/selection-model';
import { VirtualGrid } from '../../components/grid/virtual-grid';
import { useRowHeight } from '../register-map/use-row-height';
import { useWidth } from '../register-map/use-width';
import { frameColumns, type FrameItem } from './frame-columns';
import type { FrameNames } from './frame-filter';
import { secondsSince } from './frame-list';

export interface FrameGridProps {
  readonly label: string;
  readonly rows: readonly FrameRow[];
  readonly names: FrameNames;
  /** Rows come from sources of several kinds. */
  readonly sources: boolean;
  /** Some are from or to peers of a simulator. */
  readonly peers: boolean;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly follow: { readonly on: boolean; readonly onChange: (on: boolean) => void };
  readonly onCopy: () => void;
  readonly onOpenDevice: (row: FrameRow) => void;
  readonly empty: ReactNode;
}

/** Frames as rows, thousands of them. */
export function FrameGrid({ label, rows, names, sources, peers, selection, onSelection, follow, onCopy, onOpenDevice, empty }: FrameGridProps) {
  const rowHeight = useRowHeight();
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const width = useWidth(element);
  const columns = useMemo(() => frameColumns(names, width, { sources, peers }), [names, width, sources, peers]);
  const items = useMemo(() => rows.map((row, at): { readonly row: FrameItem } => ({ row: { key: String(row.seq), row, since: secondsSince(row, rows[at - 1]) } })), [rows]);
  return (
    <div className="traffic-grid" ref={setElement}>
      <VirtualGrid<FrameItem>
        label={label}
        columns={columns}
        items={items}
        nameOf={({ row }) => row.function}
        rowHeight={rowHeight}
        selection={selection}
        onSelection={onSelection}
        rowClass={({ row }) => (row.mark === 'problem' ? 'frame-bad' : '')}
        follow={follow}
        onOpen={({ row }) => onOpenDevice(row)}
        onKey={(event) => {
          if (event.key.toLowerCase() !== 'c' || !event.ctrlKey || event.shiftKey || event.altKey) return false;
          onCopy();
          return true;
        }}
        empty={empty}
      />
    </div>
  );
}
