import type { FrameRow } from '../../../shared/contract/frames';
import { formatDuration } from '../../components/format/age';
import { formatClockMs } from '../../components/format/time';
import type { GridColumn } from '../../components/grid/grid-column';
import { Icon } from '../../components/icon';
import type { FrameNames } from './frame-filter';

/** A frame as a row of the list. */
export interface FrameItem {
  readonly key: string;
  readonly row: FrameRow;
  /** Seconds since the row before in the list; null for the first. */
  readonly since: number | null;
}

/** The columns that fit a width in pixels; those that say least go first. `shown`: whether rows come from sources of several kinds, or have peers. */
export function frameColumns(names: FrameNames, width: number, shown: { readonly sources: boolean; readonly peers: boolean }): readonly GridColumn<FrameItem>[] {
  const columns: (GridColumn<FrameItem> & { readonly from: number })[] = [
    { id: 'seq', title: 'No.', from: shown.peers ? 1100 : 900, width: 72, align: 'end', className: 'dim', render: ({ row }) => row.seq },
    { id: 'time', title: 'Time', from: 0, width: 98, className: 'num', render: ({ row }) => formatClockMs(row.time) },
    { id: 'since', title: 'Δ s', label: 'Seconds since the frame before', from: 1000, width: 62, align: 'end', className: 'dim', render: ({ since }) => (since === null ? '' : since >= 1000 ? '≥ 1000' : since.toFixed(3)) },
    { id: 'direction', title: '', label: 'Direction', from: 0, width: 28, className: 'mark', render: ({ row }) => <Direction row={row} /> },
    { id: 'device', title: 'Device', from: 0, width: 110, render: ({ row }) => <span title={`${row.station} ${names.source(row)}`}>{names.device(row)}</span> },
    ...(shown.sources ? [{ id: 'source', title: 'Source', from: 760, width: 140, className: 'dim', render: ({ row }: FrameItem) => <span title={names.source(row)}>{names.source(row)}</span> }] : []),
    ...(shown.peers ? [{ id: 'peer', title: 'Peer', from: 1000, width: 124, className: 'dim', render: ({ row }: FrameItem) => <span title={row.peer}>{row.peer}</span> }] : []),
    { id: 'protocol', title: 'Protocol', from: shown.sources ? 1250 : 1000, width: 96, className: 'dim', render: ({ row }) => names.protocol(row) },
    { id: 'function', title: 'Function', from: 0, width: width < 700 ? 130 : 190, render: ({ row }) => <span title={row.function}>{row.function}</span> },
    { id: 'summary', title: 'Summary', from: 0, width: 'fill', least: 140, render: ({ row }) => <Summary row={row} /> },
    { id: 'length', title: 'Octets', from: 620, width: 60, align: 'end', className: 'dim', render: ({ row }) => row.length },
    { id: 'result', title: 'Round trip', from: 560, width: 82, align: 'end', render: ({ row }) => (row.roundTripMs === null ? '' : formatDuration(row.roundTripMs)) },
  ];
  return columns.filter(({ from }) => width === 0 || width >= from);
}

function Direction({ row }: { readonly row: FrameRow }) {
  const sent = row.direction === 'sent';
  return (
    <span title={sent ? 'Sent' : 'Received'}>
      <Icon name={sent ? 'aright' : 'aleft'} size="s" />
      <span className="visually-hidden">{sent ? 'Sent' : 'Received'}</span>
    </span>
  );
}

function Summary({ row }: { readonly row: FrameRow }) {
  if (row.mark === 'none') return <span title={row.summary}>{row.summary}</span>;
  return (
    <span className={row.mark === 'problem' ? 'frame-problem' : 'frame-notice'} title={row.summary}>
      <Icon name={row.mark === 'problem' ? 'q-bad' : 'q-unc'} size="s" />
      <span className="visually-hidden">{row.mark === 'problem' ? 'Problem: ' : 'Notice: '}</span>
      {row.summary}
    </span>
  );
}
