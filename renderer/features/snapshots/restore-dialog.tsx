import { useEffect, useRef, useState } from 'react';
import type { RestoredRow, SnapshotDifference } from '../../../shared/contract/snapshots';
import type { SnapshotHead } from '../../../shared/domain/snapshot';
import { useApp } from '../../app/app-context';
import { useProcedure, useWriting } from '../../client/hooks';
import { useJob } from '../../client/use-job';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { TextField } from '../../components/field/text-field';
import { counted } from '../../components/format/number';
import { Icon } from '../../components/icon';
import { JobProgress } from '../../components/note/job-progress';
import { Note } from '../../components/note/note';
import { ArmNote } from '../write/arm-note';
import { useWriteUser } from '../write/use-write-user';
import { deltaText, sideText } from './difference-words';

export interface RestoreDialogProps {
  readonly head: SnapshotHead;
  /** What differs and can be written, as it was shown. */
  readonly rows: readonly SnapshotDifference[];
  readonly onClose: () => void;
  /** Told when it has ended, so that what differs still is looked at anew. */
  readonly onEnded: () => void;
}

const MOST_DRAWN = 300;
const LOOK_EVERY_MS = 500;

/** Writes values back as they were found: the list with now and then, arming, one confirmation, and what became of each. */
export function RestoreDialog({ head, rows, onClose, onEnded }: RestoreDialogProps) {
  const app = useApp();
  const { armed } = useWriting();
  const user = useWriteUser();
  const [reason, setReason] = useState('');
  const { state, job, start, cancel } = useJob(null);
  const jobId = state.kind === 'idle' ? null : state.jobId;
  const running = state.kind === 'running';
  const report = useProcedure('snapshot.restored', jobId === null ? null : { jobId }, running ? { everyMs: LOOK_EVERY_MS } : {});
  const ended = state.kind === 'done' || state.kind === 'failed';
  const { reload } = report;
  const told = useRef(false);
  useEffect(() => {
    if (!ended || told.current) return;
    told.current = true;
    reload();
    onEnded();
  }, [ended, reload, onEnded]);
  const outcomes = new Map((report.data?.rows ?? []).map((row) => [row.pointId, row]));
  const failures = [...outcomes.values()].filter(({ outcome }) => !isWritten(outcome)).length;
  const why = running ? 'The values are on their way.' : ended ? 'It has been done. Compare again to restore what is left.' : !armed ? 'Read-only is on. Arm writing first.' : '';
  const act = (): void => {
    if (why === '') start(() => app.client.call('snapshot.restore', { snapshotId: head.id, reason, values: rows.map(({ pointId, now }) => ({ pointId, expectedRaw: now === null || now.quality.level === 'bad' ? null : now.raw })) }));
  };
  return (
    <Dialog
      title={<span className="row"><Icon name="write" />{`Restore ${counted(rows.length, 'value')}`}</span>}
      subtitle={head.name}
      width={900}
      onClose={onClose}
      onSubmit={act}
      footer={
        <>
          <span className="grow dim">{user === '' ? '' : `Recorded as ${user}, one entry a value`}</span>
          <Button big keys="Esc" onClick={onClose}>{ended ? 'Close' : 'Cancel'}</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={act}>{`Write ${counted(rows.length, 'value')} as found`}</Button>
        </>
      }
    >
      {armed || ended ? null : <ArmNote />}
      {running ? <JobProgress title="Writing, and reading each back" job={job} onCancel={cancel} /> : null}
      {state.kind === 'failed' ? <Note kind={state.cancelled ? 'uncertain' : 'bad'} title={state.cancelled ? 'Cancelled. What was written before stays written' : 'The values were not all written'} announce>{state.message}</Note> : null}
      {state.kind === 'done' ? <Note kind={failures === 0 ? 'plain' : 'uncertain'} title={failures === 0 ? `${counted(rows.length, 'value')} written and read back` : `${rows.length - failures} written, ${failures} not`} announce /> : null}
      <div className="restore-rows framed" tabIndex={0} role="region" aria-label="What is written">
        <table className="list">
          <thead><tr><th>Device</th><th>Point</th><th className="num">Now</th><th className="num">As found</th><th>Unit</th><th className="num">Change</th><th>Result</th></tr></thead>
          <tbody>
            {rows.slice(0, MOST_DRAWN).map((row) => (
              <tr key={row.pointId}>
                <td>{row.device}</td>
                <td className="strong">{row.name}</td>
                <td className="num">{sideText(row.now)}</td>
                <td className="num strong">{sideText(row.old)}</td>
                <td className="dim">{row.unit}</td>
                <td className="num">{deltaText(negated(row.delta))}</td>
                <td><Outcome row={outcomes.get(row.pointId)} /></td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length > MOST_DRAWN ? <p className="restore-more dim">{`${rows.length - MOST_DRAWN} more values`}</p> : null}
      </div>
      <TextField label="Reason" value={reason} onChange={setReason} maxLength={1000} disabled={running || ended} placeholder="For the audit trail" fill />
    </Dialog>
  );
}

function isWritten(outcome: RestoredRow['outcome']): boolean {
  return outcome === 'verified' || outcome === 'written';
}

function Outcome({ row }: { readonly row: RestoredRow | undefined }) {
  if (row === undefined) return null;
  return <span className={isWritten(row.outcome) ? undefined : 'text-bad'}>{row.message}</span>;
}

/** The change that writing back makes is the other way round. */
function negated(delta: SnapshotDifference['delta']): SnapshotDifference['delta'] {
  if (typeof delta === 'number') return -delta;
  if (delta === null) return null;
  return delta.startsWith('-') ? delta.slice(1) : `-${delta}`;
}
