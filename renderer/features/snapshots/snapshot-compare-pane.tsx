import { useMemo, useState } from 'react';
import { snapshotComparisonSchema, type SnapshotComparison, type SnapshotDifference } from '../../../shared/contract/snapshots';
import type { SnapshotHead } from '../../../shared/domain/snapshot';
import { useApp } from '../../app/app-context';
import { useJob } from '../../client/use-job';
import { Button, IconButton } from '../../components/button/button';
import { Select } from '../../components/field/select';
import { Switch } from '../../components/field/switch';
import { TextField } from '../../components/field/text-field';
import { counted } from '../../components/format/number';
import { formatDateTime } from '../../components/format/time';
import type { GridColumn } from '../../components/grid/grid-column';
import { NO_SELECTION, selectAll } from '../../components/grid/selection-model';
import { VirtualGrid } from '../../components/grid/virtual-grid';
import { EmptyState } from '../../components/note/empty-state';
import { JobProgress } from '../../components/note/job-progress';
import { Note } from '../../components/note/note';
import { useRowHeight } from '../register-map/use-row-height';
import { useWidth } from '../register-map/use-width';
import { deltaText, sideText, STATE_WORDS } from './difference-words';
import { RestoreDialog } from './restore-dialog';

export interface SnapshotComparePaneProps {
  readonly head: SnapshotHead;
  readonly others: readonly SnapshotHead[];
  readonly onRemove: () => void;
  readonly onExport: () => void;
}

/** One snapshot beside the devices now, or beside another one: old, new, delta; chosen values are restored from here. */
export function SnapshotComparePane({ head, others, onRemove, onExport }: SnapshotComparePaneProps) {
  const app = useApp();
  const [other, setOther] = useState('');
  const { state, job, start, cancel } = useJob(snapshotComparisonSchema);
  const compare = (): void => start(() => app.client.call('snapshot.compare', { snapshotId: head.id, with: other === '' ? { kind: 'now' } : { kind: 'snapshot', snapshotId: other } }));
  const confirmRemove = (): void =>
    app.notify({ id: 'snapshot-remove', kind: 'uncertain', title: `Delete ${head.name}?`, detail: `${counted(head.values, 'value')} as found on ${formatDateTime(head.takenAt)}. That can not be undone.`, action: { label: 'Delete', run: () => { app.dismiss('snapshot-remove'); onRemove(); } } });
  const choices = [{ value: '', label: 'the devices now' }, ...others.map(({ id, name, takenAt }) => ({ value: id, label: `${name}, ${formatDateTime(takenAt)}` }))];
  return (
    <div className="pane">
      <div className="pane-head">
        <span className="ell">{head.name}</span>
        <span className="sub ell">{[`${formatDateTime(head.takenAt)} by ${head.takenBy}`, head.note].filter(Boolean).join(': ')}</span>
        <span className="grow" />
        <IconButton icon="export" label="Export the snapshot as CSV" onClick={onExport} />
        <IconButton icon="close" label="Delete the snapshot" onClick={confirmRemove} />
      </div>
      <div className="tools" role="toolbar" aria-label="Tools of the comparison">
        <span className="dim">Compare with</span>
        <Select label="Compare with" hiddenLabel value={other} choices={choices} onChange={setOther} />
        <Button icon="play" variant={state.kind === 'done' ? 'plain' : 'primary'} offReason={state.kind === 'running' ? 'It is being compared.' : ''} onClick={compare}>{state.kind === 'done' ? 'Compare again' : 'Compare'}</Button>
      </div>
      {state.kind === 'running' ? <div className="snapshot-notes"><JobProgress title={`Comparing ${head.name}`} job={job} onCancel={cancel} /></div> : null}
      {state.kind === 'failed' ? <div className="snapshot-notes"><Note kind={state.cancelled ? 'plain' : 'bad'} title={state.cancelled ? 'The comparison was cancelled' : 'It could not be compared'} announce>{state.message}</Note></div> : null}
      {state.kind === 'done' && state.value !== null ? <Differences comparison={state.value} onRestored={compare} /> : state.kind === 'idle' ? <EmptyState title="What differs from then?">The devices are read once and each value is set beside the one that was found. Nothing is written.</EmptyState> : null}
    </div>
  );
}

interface Row extends SnapshotDifference {
  readonly key: string;
}

function Differences({ comparison, onRestored }: { readonly comparison: SnapshotComparison; readonly onRestored: () => void }) {
  const app = useApp();
  const rowHeight = useRowHeight();
  const [onlyDifferent, setOnlyDifferent] = useState(true);
  const [filter, setFilter] = useState('');
  const [selection, setSelection] = useState(NO_SELECTION);
  const [pane, setPane] = useState<HTMLDivElement | null>(null);
  const width = useWidth(pane);
  const columns = useMemo(() => columnsFor(width), [width]);
  const different = comparison.rows.filter(({ state }) => state !== 'same').length;
  const rows = useMemo(() => {
    const wanted = filter.trim().toLocaleLowerCase();
    return comparison.rows.filter(({ state, name, device, address }) => (!onlyDifferent || state !== 'same') && (wanted === '' || [name, device, address].some((text) => text.toLocaleLowerCase().includes(wanted)))).map((row): Row => ({ ...row, key: row.pointId }));
  }, [comparison, onlyDifferent, filter]);
  const items = useMemo(() => rows.map((row) => ({ row })), [rows]);
  const restorable = rows.filter(({ state, notRestorable }) => notRestorable === '' && state !== 'same');
  const chosen = restorable.filter(({ key }) => selection.selected.has(key));
  const why = comparison.other !== null ? 'Compare with the devices now first: what is overwritten must be seen.' : chosen.length === 0 ? 'Select values that differ and can be written.' : '';
  const restore = (): void => {
    if (why === '') app.openDialog((close) => <RestoreDialog head={comparison.old} rows={chosen} onClose={close} onEnded={onRestored} />);
  };
  return (
    <div ref={setPane} className="pane">
      <div className="tools" role="toolbar" aria-label="Tools of the differences">
        <Switch label="Differences only" checked={onlyDifferent} onChange={setOnlyDifferent} />
        <TextField label="Filter values" hiddenLabel value={filter} onChange={setFilter} type="search" placeholder="Filter" width={16} />
        <span className="grow dim ell" role="status">{`${different.toLocaleString('en')} of ${comparison.rows.length.toLocaleString('en')} differ`}</span>
        <Button offReason={restorable.length === 0 ? 'No value that differs can be written.' : ''} onClick={() => setSelection(selectAll(selection, restorable.map(({ key }) => key)))}>Select the restorable</Button>
        <Button variant="primary" icon="write" offReason={why} onClick={restore}>{`Restore ${chosen.length}`}</Button>
      </div>
      <VirtualGrid
        label={`Differences from ${comparison.old.name}`}
        columns={columns}
        items={items}
        nameOf={({ name }) => name}
        rowHeight={rowHeight}
        selection={selection}
        onSelection={setSelection}
        empty={<EmptyState title={comparison.rows.length === 0 ? 'Nothing to compare' : 'Nothing differs'}>{comparison.rows.length === 0 ? 'The devices of the snapshot are gone.' : `All ${comparison.rows.length.toLocaleString('en')} values are as they were found.`}</EmptyState>}
      />
    </div>
  );
}

/** Below this width of the pane the columns that say the least go. */
const ROOM_FOR_ALL = 760;

function columnsFor(width: number): readonly GridColumn<Row>[] {
  const all: readonly (GridColumn<Row> & { readonly spare?: true })[] = [
    { id: 'device', title: 'Device', width: 76, render: ({ device }) => <span className="ell">{device}</span> },
    { id: 'address', title: 'Address', width: 72, align: 'end', className: 'mono', spare: true, render: ({ address }) => address },
    { id: 'name', title: 'Name', width: 'fill', least: 110, render: ({ name }) => <span className="ell">{name}</span> },
    { id: 'old', title: 'As found', width: 88, align: 'end', render: ({ old }) => sideText(old) },
    { id: 'now', title: 'Now', width: 88, align: 'end', render: ({ now }) => sideText(now) },
    { id: 'delta', title: 'Delta', width: 88, align: 'end', render: ({ delta }) => deltaText(delta) },
    { id: 'unit', title: 'Unit', width: 48, render: ({ unit }) => <span className="dim">{unit}</span> },
    { id: 'state', title: 'State', width: 76, render: ({ state }) => <span className={state === 'different' ? 'strong' : state === 'same' ? 'dim' : 'text-uncertain'}>{STATE_WORDS[state]}</span> },
    { id: 'why', title: 'Not restored because', width: 160, spare: true, render: ({ notRestorable }) => <span className="dim ell" title={notRestorable}>{notRestorable}</span> },
  ];
  return width < ROOM_FOR_ALL ? all.filter(({ spare }) => spare !== true) : all;
}
