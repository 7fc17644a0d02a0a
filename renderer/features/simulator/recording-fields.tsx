import { useState } from 'react';
import type { Opaque } from '../../../shared/domain/point';
import type { Simulator } from '../../../shared/domain/simulator';
import { useApp } from '../../app/app-context';
import { toClientError } from '../../client/client-error';
import { Button } from '../../components/button/button';
import { chooseFile } from '../../components/download';
import { Select } from '../../components/field/select';
import { formatAge } from '../../components/format/age';
import { counted } from '../../components/format/number';
import { textOf } from '../../components/setting/setting-values';
import { recordingColumns } from './recording-columns';

interface RecordingFieldsProps {
  readonly simulator: Simulator;
  readonly values: Opaque;
  readonly onChange: (part: Opaque) => void;
}

/** The contract takes recordings up to this size. */
const MOST_OCTETS = 1_048_576;

/** Which recording is played, and which of its columns; a CSV is read in here. */
export function RecordingFields({ simulator, values, onChange }: RecordingFieldsProps) {
  const app = useApp();
  const [note, setNote] = useState('');
  const [failure, setFailure] = useState('');
  const recording = simulator.recordings.find(({ id }) => id === values['recordingId']);
  const columns = recording === undefined ? [] : recordingColumns(recording.csv);
  const read = async (): Promise<void> => {
    setFailure('');
    const file = await chooseFile('.csv,.txt,text/csv');
    if (file === null) return;
    if (file.size > MOST_OCTETS) return setFailure(`${file.name} has ${counted(file.size, 'octet')}, a recording 1 MiB at most`);
    const added = await app.client.call('simulator.addRecording', { simulatorId: simulator.id, name: file.name.slice(0, 200), csv: await file.text() });
    setNote(`${counted(added.rows, 'row')} over ${formatAge(added.durationMs)}`);
    onChange({ recordingId: added.recordingId, column: 2 });
  };
  return (
    <>
      {simulator.recordings.length === 0 ? null : (
        <Select
          label="Recording"
          value={textOf(values['recordingId'])}
          choices={[...(recording === undefined ? [{ value: '', label: 'Choose one' }] : []), ...simulator.recordings.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(recordingId) => onChange({ recordingId, column: 2 })}
        />
      )}
      {columns.length === 0 ? null : <Select label="Column" value={textOf(values['column'] ?? 2)} choices={columns} onChange={(column) => onChange({ column: Number(column) })} />}
      <div className="row">
        <Button icon="import" onClick={() => void read().catch((cause: unknown) => setFailure(toClientError(cause).message))}>
          Read a CSV
        </Button>
        <span className="dim">{note}</span>
      </div>
      {failure === '' ? null : (
        <p className="text-bad" role="alert">
          {failure}
        </p>
      )}
    </>
  );
}
