import { useEffect, useRef, useState } from 'react';
import { useApp } from '../../app/app-context';
import { useLive } from '../../client/client-context';
import { useStorePart } from '../../client/store';
import { useJob } from '../../client/use-job';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { FieldGrid } from '../../components/field/field';
import { Select } from '../../components/field/select';
import { TextField } from '../../components/field/text-field';
import { counted } from '../../components/format/number';
import { JobProgress } from '../../components/note/job-progress';
import { Note } from '../../components/note/note';
import type { Device } from '../../../shared/domain/device';

export interface TakeSnapshotDialogProps {
  /** The device that it is of; null: all. */
  readonly deviceId: string | null;
  readonly onClose: () => void;
  readonly onTaken: () => void;
}

const NONE: readonly Device[] = [];

/** Reads every point once and keeps the values under a name. */
export function TakeSnapshotDialog({ deviceId, onClose, onTaken }: TakeSnapshotDialogProps) {
  const app = useApp();
  const devices = useStorePart(useLive().project, (open) => open?.project.devices ?? NONE);
  const [name, setName] = useState('As found');
  const [note, setNote] = useState('');
  const [of, setOf] = useState(deviceId ?? '');
  const { state, job, start, cancel } = useJob(null);
  const taken = useRef(false);
  useEffect(() => {
    if (state.kind !== 'done' || taken.current) return;
    taken.current = true;
    onTaken();
    onClose();
  }, [state, onTaken, onClose]);
  const chosen = of === '' ? devices : devices.filter(({ id }) => id === of);
  const points = chosen.reduce((sum, device) => sum + device.points.length, 0);
  const why = state.kind === 'running' ? 'The values are being read.' : name.trim() === '' ? 'A name is needed.' : points === 0 ? 'There are no points to read.' : '';
  const act = (): void => {
    if (why === '') start(() => app.client.call('snapshot.take', { name, note, deviceIds: of === '' ? [] : [of] }));
  };
  const choices = [{ value: '', label: `All ${counted(devices.length, 'device')}` }, ...devices.map(({ id, deviceId: label }) => ({ value: id, label }))];
  return (
    <Dialog
      title="Take a snapshot"
      width={560}
      onClose={onClose}
      onSubmit={act}
      enterSubmits
      footer={
        <>
          <span className="grow dim">Nothing is written to any device</span>
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={act}>{`Read ${counted(points, 'point')}`}</Button>
        </>
      }
    >
      <FieldGrid>
        <TextField label="Name" value={name} onChange={setName} maxLength={200} autoFocus fill />
        <Select label="Of" value={of} choices={choices} onChange={setOf} />
        <TextField label="Note" value={note} onChange={setNote} maxLength={2000} multiline fill />
      </FieldGrid>
      {state.kind === 'running' ? <JobProgress title="Reading the values" job={job} onCancel={cancel} /> : null}
      {state.kind === 'failed' ? <Note kind={state.cancelled ? 'plain' : 'bad'} title={state.cancelled ? 'Cancelled; no snapshot was kept' : 'The snapshot was not taken'} announce>{state.message}</Note> : null}
    </Dialog>
  );
}
