import { useState } from 'react';
import { toClientError } from '../../client/client-error';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { TextField } from '../../components/field/text-field';
import { Note } from '../../components/note/note';

export interface NameDialogProps {
  readonly title: string;
  readonly label: string;
  readonly hint?: string;
  readonly initial: string;
  /** What the button says, verb first. */
  readonly act: string;
  /** Resolves when it is done; what it throws is shown in the dialog. */
  readonly onSubmit: (name: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks for a name. */
export function NameDialog({ title, label, hint, initial, act, onSubmit, onClose }: NameDialogProps) {
  const [name, setName] = useState(initial);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const wanting = name.trim() === '' ? 'A name is needed' : '';

  const submit = (): void => {
    if (wanting !== '' || busy) return;
    setBusy(true);
    onSubmit(name.trim()).then(onClose, (cause: unknown) => {
      setBusy(false);
      setProblem(toClientError(cause).message);
    });
  };

  return (
    <Dialog
      title={title}
      width={460}
      enterSubmits
      onSubmit={submit}
      onClose={onClose}
      footer={
        <>
          <Button big keys="Esc" onClick={onClose}>
            Cancel
          </Button>
          <Button big variant="primary" keys="Enter" offReason={wanting} onClick={submit}>
            {act}
          </Button>
        </>
      }
    >
      <TextField label={label} value={name} onChange={setName} maxLength={200} autoFocus width={30} {...(hint === undefined ? {} : { hint })} />
      {problem === '' ? null : (
        <Note kind="bad" title="Not done" announce>
          {problem}
        </Note>
      )}
    </Dialog>
  );
}
