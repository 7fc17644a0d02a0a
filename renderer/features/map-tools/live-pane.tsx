import { useMemo, useState } from 'react';
import { liveReportSchema, type LiveReport, type LiveRow } from '../../../shared/contract/map-tools';
import type { Device } from '../../../shared/domain/device';
import { useApp } from '../../app/app-context';
import { useEditOffReason, useProtocol } from '../../app/open-project';
import { useClient } from '../../client/client-context';
import { useJob } from '../../client/use-job';
import { Button } from '../../components/button/button';
import { downloadBlob } from '../../components/download-blob';
import { Segmented } from '../../components/field/segmented';
import { Switch } from '../../components/field/switch';
import { counted } from '../../components/format/number';
import type { GridColumn } from '../../components/grid/grid-column';
import { NO_SELECTION } from '../../components/grid/selection-model';
import { VirtualGrid } from '../../components/grid/virtual-grid';
import { Icon, type IconName } from '../../components/icon';
import { EmptyState } from '../../components/note/empty-state';
import { JobProgress } from '../../components/note/job-progress';
import { Note } from '../../components/note/note';
import { useRowHeight } from '../register-map/use-row-height';
import { useWidth } from '../register-map/use-width';
import { liveCsv } from './live-csv';

type Outcome = LiveRow['outcome'];
const WORDS: Readonly<Record<Outcome, { readonly word: string; readonly icon: IconName | null }>> = {
  answers: { word: 'Answers', icon: null },
  odd: { word: 'Odd', icon: 'q-unc' },
  refused: { word: 'Refused', icon: 'q-bad' },
  silent: { word: 'Silent', icon: 'q-bad' },
  'not-read': { word: 'Not read', icon: 'q-stale' },
};
/** Below this width of the pane the octets go. */
const ROOM_FOR_OCTETS = 1000;
const ORDER: readonly Outcome[] = ['refused', 'odd', 'silent', 'not-read', 'answers'];

/** A map against its device: every point is read once, and what it says is shown; odd ones can be read as they are likely meant. */
export function LivePane({ device }: { readonly device: Device }) {
  const client = useClient();
  const [forget, setForget] = useState(true);
  const { state, job, start, cancel } = useJob(liveReportSchema);
  const run = (): void => start(() => client.call('map.checkLive', { deviceId: device.id, forgetFindings: forget && device.findings.length > 0 }));
  const report = state.kind === 'done' ? state.value : null;
  return (
    <>
      <div className="tools" role="toolbar" aria-label="Tools of the check">
        <Button icon="play" variant={report === null ? 'primary' : 'plain'} offReason={device.points.length === 0 ? 'The map has no points yet.' : state.kind === 'running' ? 'The device is being read.' : ''} onClick={run}>{report === null ? `Read ${counted(device.points.length, 'point')} once` : 'Read again'}</Button>
        {device.findings.length === 0 ? null : <Switch label={`Ask again what it refused (${device.findings.length})`} checked={forget} onChange={setForget} />}
      </div>
      {state.kind === 'running' ? <div className="compare-notes"><JobProgress title={`Reading ${device.deviceId}`} job={job} onCancel={cancel} /></div> : null}
      {state.kind === 'failed' ? <div className="compare-notes"><Note kind={state.cancelled ? 'plain' : 'bad'} title={state.cancelled ? 'The check was cancelled' : 'The device could not be checked'} announce>{state.message}</Note></div> : null}
      {report === null ? (state.kind === 'idle' ? <EmptyState title={`Does the map fit ${device.deviceId}?`}>Every point is read once. What answers, what is refused and what looks as if it were read in the wrong type or order is listed. Nothing is written.</EmptyState> : null) : <LiveRows device={device} report={report} />}
    </>
  );
}

interface Row extends LiveRow {
  readonly key: string;
}

function LiveRows({ device, report }: { readonly device: Device; readonly report: LiveReport }) {
  const app = useApp();
  const editOff = useEditOffReason();
  const rowHeight = useRowHeight();
  const description = useProtocol(device.protocol);
  const counts = useMemo(() => new Map(ORDER.map((outcome) => [outcome, report.rows.filter((row) => row.outcome === outcome).length])), [report]);
  const [only, setOnly] = useState<'all' | Outcome>('all');
  const [selection, setSelection] = useState(NO_SELECTION);
  const rows = useMemo(() => report.rows.filter(({ outcome }) => only === 'all' || outcome === only).sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome)).map((row): Row => ({ ...row, key: row.pointId })), [report, only]);
  const items = useMemo(() => rows.map((row) => ({ row })), [rows]);
  const notation = Math.max(0, description?.addressNotations.findIndex((name) => name === device.settings['addressNotation']) ?? 0);
  const [pane, setPane] = useState<HTMLDivElement | null>(null);
  const width = useWidth(pane);
  const columns = useMemo(() => columnsOf(notation).filter(({ id }) => id !== 'raw' || width >= ROOM_FOR_OCTETS), [notation, width]);
  const present = new Map(device.points.map((point) => [point.id, point]));
  const better = rows.filter(({ key, suggestions }) => selection.selected.has(key) && suggestions.length > 0);
  const why = editOff !== '' ? editOff : better.length === 0 ? 'Select rows that have another likely reading.' : '';
  const take = (): void => {
    if (why !== '') return;
    const points = better.flatMap(({ pointId, suggestions: [first] }) => {
      const point = present.get(pointId);
      return point === undefined || first === undefined ? [] : [{ ...point, dataType: first.dataType, address: first.address }];
    });
    void app.attempt(`${device.deviceId} was not changed`, () => app.client.call('points.update', { deviceId: device.id, points })).then((done) => {
      if (done !== undefined) app.offerUndo(`${counted(points.length, 'point')} of ${device.deviceId} read another way`);
    });
  };
  const choices = [{ value: 'all' as const, label: `All ${report.rows.length}` }, ...ORDER.filter((outcome) => (counts.get(outcome) ?? 0) > 0).map((outcome) => ({ value: outcome, label: `${WORDS[outcome].word} ${counts.get(outcome) ?? 0}` }))];
  return (
    <div ref={setPane} className="pane">
      <div className="tools" role="toolbar" aria-label="Tools of the answers">
        <Segmented label="Answers to show" value={only} choices={choices} onChange={setOnly} />
        <span className="grow" />
        <Button variant="quiet" icon="export" onClick={() => downloadBlob(new Blob(['\uFEFF', liveCsv(report)], { type: 'text/csv' }), `${report.label} checked.csv`)}>CSV</Button>
        <Button offReason={why} onClick={take}>{better.length === 0 ? 'Read as is likely' : `Read ${better.length} as is likely`}</Button>
      </div>
      <VirtualGrid
        label={`What ${device.deviceId} answered`}
        columns={columns}
        items={items}
        nameOf={({ name }) => name}
        rowHeight={rowHeight}
        selection={selection}
        onSelection={setSelection}
        onOpen={({ pointId }) => {
          app.workspace.open({ kind: 'register-map', id: device.id });
          app.workspace.select({ kind: 'points', deviceId: device.id, pointIds: [pointId] });
        }}
        empty={<EmptyState title="No such answer">Show all of them.</EmptyState>}
      />
    </div>
  );
}

function columnsOf(notation: number): readonly GridColumn<Row>[] {
  return [
    { id: 'outcome', title: 'Answer', width: 92, render: ({ outcome }) => <OutcomeMark outcome={outcome} /> },
    { id: 'address', title: 'Address', width: 84, align: 'end', className: 'mono', render: ({ addresses }) => addresses[notation] ?? addresses[0] ?? '' },
    { id: 'name', title: 'Name', width: 160, render: ({ name }) => <span className="ell">{name}</span> },
    { id: 'value', title: 'Value', width: 90, align: 'end', render: ({ value }) => value },
    { id: 'raw', title: 'Octets', width: 110, className: 'mono', render: ({ raw }) => <span className="ell">{raw}</span> },
    { id: 'message', title: 'What is the matter', width: 'fill', least: 180, render: ({ message }) => <span className="ell" title={message}>{message}</span> },
    { id: 'suggestions', title: 'Other likely readings', width: 200, render: ({ suggestions }) => <span className="ell">{suggestions.map(({ label, value }) => `${label}: ${value}`).join('; ')}</span> },
  ];
}

function OutcomeMark({ outcome }: Pick<LiveRow, 'outcome'>) {
  const { word, icon } = WORDS[outcome];
  return (
    <span className={`row ${outcome === 'refused' || outcome === 'silent' ? 'text-bad' : outcome === 'odd' ? 'text-uncertain' : ''}`}>
      {icon === null ? null : <Icon name={icon} size="s" />}
      {word}
    </span>
  );
}
