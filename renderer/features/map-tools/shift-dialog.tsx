import { useState } from 'react';
import { useApp } from '../../app/app-context';
import { toClientError } from '../../client/client-error';
import { useProcedure } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { NumberField } from '../../components/field/number-field';
import { Note } from '../../components/note/note';
import { useScope } from './scope-choice';
import type { ChosenPoints } from './selected-points';
import './map-tools.css';

/** Moves addresses by a number of places: one step of undo. Off by one is one click. */
export function ShiftDialog({ chosen, notations, onClose }: { readonly chosen: ChosenPoints; readonly notations: readonly string[]; readonly onClose: () => void }) {
  const app = useApp();
  const { device } = chosen;
  const { points, text: rows, control } = useScope(chosen, 1);
  const [by, setBy] = useState<number | null>(-1);
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const deviceId = device.id;
  const pointIds = points.map(({ id }) => id);
  const wanted = by === null || !Number.isInteger(by) || by === 0 ? null : by;
  const preview = useProcedure('points.shift', wanted === null ? null : { deviceId, pointIds, by: wanted, dryRun: true });
  const shown = wanted === null || preview.loading ? undefined : preview.data;
  const why = busy ? 'The addresses are being moved.' : wanted === null ? 'Type a number of places other than 0.' : shown === undefined ? (preview.error?.message ?? 'It is being tried out.') : (shown.problems[0] ?? '');
  const act = (): void => {
    if (why !== '' || wanted === null) return;
    setBusy(true);
    app.client.call('points.shift', { deviceId, pointIds, by: wanted }).then(
      ({ moved }) => {
        onClose();
        app.offerUndo(`${moved.toLocaleString('en')} addresses of ${device.deviceId} moved by ${signed(wanted)}`);
      },
      (cause: unknown) => {
        setBusy(false);
        setFailure(toClientError(cause).message);
      },
    );
  };
  return (
    <Dialog
      title="Move addresses"
      subtitle={device.deviceId}
      width={620}
      onClose={onClose}
      onSubmit={act}
      enterSubmits
      footer={
        <>
          <span className="grow" />
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={act}>{`Move ${rows}`}</Button>
        </>
      }
    >
      {control}
      <div className="row wrap">
        <NumberField label="By places" value={by} onChange={setBy} integer minimum={-65_535} maximum={65_535} autoFocus width={10} />
        <Button pressed={by === -1} onClick={() => setBy(-1)}>All by −1</Button>
        <Button pressed={by === 1} onClick={() => setBy(1)}>All by +1</Button>
      </div>
      <p className="dim">Off by one is a document that counts from 1 taken for one that counts from 0, or the other way round. Bits and scale registers move along.</p>
      {failure === '' ? null : <Note kind="bad" title="Nothing was moved" announce>{failure}</Note>}
      {shown !== undefined && shown.problems.length > 0 ? (
        <Note kind="bad" title="These rows can't be moved so far, so none is" announce>
          <ul>{shown.problems.slice(0, 5).map((problem) => <li key={problem}>{problem}</li>)}</ul>
        </Note>
      ) : null}
      {shown === undefined || shown.examples.length === 0 ? null : (
        <div className="framed">
          <table className="list" aria-label="First and last row">
            <thead>
              <tr><th>Row</th>{notations.map((notation) => <th key={notation}>{notation}</th>)}</tr>
            </thead>
            <tbody>
              {shown.examples.map(({ name, before, after }) => (
                <tr key={name}>
                  <td>{name}</td>
                  {notations.map((notation, at) => <td key={notation} className="mono">{`${before[at] ?? ''} → ${after[at] ?? ''}`}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Dialog>
  );
}

function signed(by: number): string {
  return by > 0 ? `+${by}` : `−${Math.abs(by)}`;
}
