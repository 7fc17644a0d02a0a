import { useState } from 'react';
import type { ProcedureInput } from '../../../shared/contract';
import type { Device } from '../../../shared/domain/device';
import { useApp } from '../../app/app-context';
import { failureTitle, toClientError, type ClientError } from '../../client/client-error';
import { useProcedure, useWriting } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { TextField } from '../../components/field/text-field';
import { Note } from '../../components/note/note';
import { Progress } from '../../components/note/progress';
import { ArmNote } from '../write/arm-note';
import { useWriteUser } from '../write/use-write-user';

export interface FileChangeDialogProps {
  readonly device: Device;
  readonly change: ProcedureInput<'device.files.prepare'>['change'];
  /** Where it is written, or what is deleted. */
  readonly path: string;
  /** Octets to be sent; 0 where it is to be deleted. */
  readonly size: number;
  /** The path can be changed: a file is sent under a name of the person's choice. */
  readonly namesFile: boolean;
  readonly onClose: () => void;
  /** Does it, with the sentence that was agreed to. Rejects where it was not begun. */
  readonly onConfirm: (path: string, confirmed: string, reason: string) => Promise<void>;
}

const WORDS = { write: { title: 'Send a file', act: 'Send', failure: 'It was not sent' }, delete: { title: 'Delete a file', act: 'Delete', failure: 'It was not deleted' } } as const;

/** Says what sending or deleting a file does to the device, and asks for it to be agreed to. */
export function FileChangeDialog({ device, change, path: given, size, namesFile, onClose, onConfirm }: FileChangeDialogProps) {
  const app = useApp();
  const { armed } = useWriting();
  const user = useWriteUser();
  const [path, setPath] = useState(given);
  const [asked, setAsked] = useState(given);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ClientError | null>(null);
  const prepared = useProcedure('device.files.prepare', { deviceId: device.id, path: asked, change, size });
  const words = WORDS[change];
  const confirm = path === asked ? prepared.data?.confirm : undefined;
  const off = busy ? 'It is on its way.' : path !== asked ? 'Look first what is there under this path.' : confirm === undefined ? (prepared.error?.message ?? 'The device is being asked what is there.') : armed ? '' : 'Read-only is on. Arm writing first.';
  const act = (): void => {
    if (off !== '' || confirm === undefined) return;
    setBusy(true);
    setFailure(null);
    onConfirm(path, confirm, reason).then(onClose, (cause: unknown) => {
      setFailure(toClientError(cause));
      setBusy(false);
      prepared.reload();
    });
  };
  return (
    <Dialog
      title={words.title}
      subtitle={device.deviceId}
      width={600}
      onClose={onClose}
      onSubmit={act}
      footer={
        <div className="write-footer">
          <span className="who grow">{user === '' ? '' : `Recorded as ${user}`}</span>
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={off} onClick={act}>{words.act}</Button>
        </div>
      }
    >
      {namesFile ? (
        <div className="file-path">
          <TextField label="Path in the device" value={path} onChange={setPath} mono fill maxLength={255} disabled={busy} onBlur={() => setAsked(path)} autoFocus onKeyDown={(event) => { if (event.key === 'Enter' && !event.ctrlKey) setAsked(path); }} />
          <Button offReason={path === asked ? 'It was looked at.' : ''} onClick={() => setAsked(path)}>Look what is there</Button>
        </div>
      ) : null}
      {armed ? null : <ArmNote />}
      {confirm === undefined ? null : <Note kind={prepared.data?.present === null && change === 'write' ? 'plain' : 'uncertain'} title={confirm} announce />}
      {confirm === undefined && prepared.error === undefined ? <Progress title={words.title} text="asking the device what is there" share={null} /> : null}
      {prepared.error === undefined || path !== asked ? null : <Note kind="bad" title={failureTitle(prepared.error, words.failure)} announce>{prepared.error.message}</Note>}
      {failure === null ? null : <Note kind="bad" title={failure.code === 'no_answer' ? 'It is not known whether it was done' : failureTitle(failure, words.failure)} announce>{failure.message}</Note>}
      <TextField label="Reason" value={reason} onChange={setReason} maxLength={1000} disabled={busy} placeholder="For the audit trail" fill />
      {app.desktop || change === 'delete' ? null : <p className="dim">The transfer goes on when this window is left, as long as the gateway runs.</p>}
    </Dialog>
  );
}
