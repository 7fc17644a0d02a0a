import { useEffect, useMemo, useState } from 'react';
import type { MapDiff, MapDifference, MapSource, MatchBy } from '../../../shared/contract/map-tools';
import type { Device } from '../../../shared/domain/device';
import { useApp } from '../../app/app-context';
import { useEditOffReason, useProtocol } from '../../app/open-project';
import { useClient } from '../../client/client-context';
import { toClientError } from '../../client/client-error';
import { Button } from '../../components/button/button';
import { downloadFile } from '../../components/download';
import { Segmented } from '../../components/field/segmented';
import { Select } from '../../components/field/select';
import { TextField } from '../../components/field/text-field';
import { counted } from '../../components/format/number';
import type { GridColumn } from '../../components/grid/grid-column';
import { NO_SELECTION, selectAll } from '../../components/grid/selection-model';
import { VirtualGrid } from '../../components/grid/virtual-grid';
import { EmptyState } from '../../components/note/empty-state';
import { Note } from '../../components/note/note';
import { useRowHeight } from '../register-map/use-row-height';

type Kind = MapDifference['kind'];
const WORDS: Readonly<Record<Kind, string>> = { added: 'Only there', removed: 'Only here', changed: 'Changed' };
const MATCHES: readonly { readonly value: MatchBy; readonly label: string }[] = [
  { value: 'both', label: 'By either' },
  { value: 'address', label: 'By address' },
  { value: 'name', label: 'By name' },
];

/** Differences of two maps as rows; the selected ones are taken over in one step of undo. */
export function DiffPane({ device, source }: { readonly device: Device; readonly source: MapSource }) {
  const app = useApp();
  const client = useClient();
  const editOff = useEditOffReason();
  const rowHeight = useRowHeight();
  const description = useProtocol(device.protocol);
  const [matchBy, setMatchBy] = useState<MatchBy>('both');
  const [diff, setDiff] = useState<MapDiff | null>(null);
  const [failure, setFailure] = useState('');
  const [only, setOnly] = useState<'all' | Kind>('all');
  const [filter, setFilter] = useState('');
  const [selection, setSelection] = useState(NO_SELECTION);
  const [busy, setBusy] = useState(false);
  const { points } = device;
  useEffect(() => {
    let gone = false;
    client.call('map.diff', { deviceId: device.id, other: source, matchBy }).then(
      (found) => {
        if (gone) return;
        setDiff(found);
        setFailure('');
        setSelection(NO_SELECTION);
      },
      (cause: unknown) => {
        if (!gone) setFailure(toClientError(cause).message);
      },
    );
    return () => {
      gone = true;
    };
    // Compared again whenever the device's own points change.
  }, [client, device.id, source, matchBy, points]);

  const notation = Math.max(0, description?.addressNotations.findIndex((name) => name === device.settings['addressNotation']) ?? 0);
  const columns = useMemo(() => columnsOf(notation), [notation]);
  const rows = useMemo(() => shownRows(diff?.differences ?? [], only, filter), [diff, only, filter]);
  const items = useMemo(() => rows.map((row) => ({ row })), [rows]);
  if (failure !== '') return <div className="compare-notes"><Note kind="bad" title="The two maps can not be compared" announce>{failure}</Note></div>;
  if (diff === null) return <p className="compare-notes dim" role="status">The maps are being compared.</p>;

  const chosen = rows.filter(({ key }) => selection.selected.has(key));
  const why = editOff !== '' ? editOff : busy ? 'The differences are being taken over.' : chosen.length === 0 ? 'Select differences first. Ctrl+A selects all.' : '';
  const adopt = (): void => {
    if (why !== '') return;
    setBusy(true);
    void app.attempt(`Nothing was taken over into ${device.deviceId}`, () => client.call('map.adopt', { deviceId: device.id, other: source, matchBy, chosen: chosen.map(({ key }) => ({ key })) })).then((done) => {
      setBusy(false);
      if (done !== undefined) app.offerUndo(`${counted(chosen.length, 'difference')} of ${diff.other} taken over`);
    });
  };
  const count = (kind: Kind): number => diff.differences.filter((difference) => difference.kind === kind).length;
  const choices = [{ value: 'all' as const, label: `All ${diff.differences.length}` }, ...(['added', 'removed', 'changed'] as const).map((kind) => ({ value: kind, label: `${WORDS[kind]} ${count(kind)}` }))];
  return (
    <>
      <div className="tools" role="toolbar" aria-label="Tools of the differences">
        <Segmented label="Differences to show" value={only} choices={choices} onChange={setOnly} />
        {source.kind === 'inventory' ? null : <Select label="Points are the same" hiddenLabel value={matchBy} choices={MATCHES} onChange={setMatchBy} />}
        <TextField label="Filter differences" hiddenLabel value={filter} onChange={setFilter} type="search" placeholder="Filter" width={16} />
        <span className="grow dim">{`${diff.same.toLocaleString('en')} the same`}</span>
        <Button variant="quiet" icon="export" onClick={() => void app.attempt('The differences could not be exported', async () => downloadFile(await client.call('map.diffCsv', { deviceId: device.id, other: source, matchBy })))}>CSV</Button>
        <Button offReason={rows.length === 0 ? 'There is nothing to select.' : ''} onClick={() => setSelection(selectAll(selection, rows.map(({ key }) => key)))}>Select all</Button>
        <Button variant="primary" offReason={why} onClick={adopt}>{chosen.length === 0 ? 'Take over' : `Take over ${chosen.length}`}</Button>
      </div>
      {diff.problems.length === 0 ? null : (
        <div className="compare-notes">
          <Note kind="uncertain" title={`${counted(diff.problems.length, 'row')} of ${diff.other} can't be read`}>{diff.problems.slice(0, 5).join('. ')}</Note>
        </div>
      )}
      <VirtualGrid
        label={`Differences of ${device.deviceId} and ${diff.other}`}
        columns={columns}
        items={items}
        nameOf={({ name }) => name}
        rowHeight={rowHeight}
        selection={selection}
        onSelection={setSelection}
        onKey={(event) => {
          if (event.key !== 'Enter' || !event.ctrlKey) return false;
          adopt();
          return true;
        }}
        empty={<EmptyState title={diff.differences.length === 0 ? 'The two maps are the same' : 'No such difference'}>{diff.differences.length === 0 ? `${device.deviceId} and ${diff.other} have the same ${counted(diff.same, 'point')}.` : 'Show all of them, or empty the filter.'}</EmptyState>}
      />
    </>
  );
}

function shownRows(differences: readonly MapDifference[], only: 'all' | Kind, filter: string): readonly MapDifference[] {
  const wanted = filter.trim().toLocaleLowerCase();
  return differences.filter(({ kind, name, addresses, fields }) => (only === 'all' || kind === only) && (wanted === '' || [name, ...addresses, ...fields.flatMap(({ label, before, after }) => [label, before, after])].some((text) => text.toLocaleLowerCase().includes(wanted))));
}

function columnsOf(notation: number): readonly GridColumn<MapDifference>[] {
  return [
    { id: 'kind', title: 'Difference', width: 92, render: ({ kind }) => WORDS[kind] },
    { id: 'address', title: 'Address', width: 84, align: 'end', className: 'mono', render: ({ addresses }) => addresses[notation] ?? addresses[0] ?? '' },
    { id: 'name', title: 'Name', width: 220, render: ({ name }) => <span className="ell">{name}</span> },
    { id: 'by', title: 'Matched by', width: 84, render: ({ matchedBy }) => <span className="dim">{matchedBy ?? ''}</span> },
    { id: 'fields', title: 'Field: here → there', width: 'fill', least: 220, render: ({ fields }) => <FieldTexts fields={fields} /> },
  ];
}

function FieldTexts({ fields }: Pick<MapDifference, 'fields'>) {
  const text = fields.map(({ label, before, after }) => `${label}: ${shown(before)} → ${shown(after)}`).join('; ');
  return <span className="compare-fields" title={text}>{text}</span>;
}

function shown(text: string): string {
  return text === '' ? 'empty' : text;
}
