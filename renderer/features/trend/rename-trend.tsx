import type { ReactElement } from 'react';
import { useState } from 'react';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { TextField } from '../../components/field/text-field';

interface RenameTrendProps {
  readonly name: string;
  readonly onRename: (name: string) => void;
  readonly onClose: () => void;
}

/** Asks for a trend's name. */
export function RenameTrend({ name, onRename, onClose }: RenameTrendProps): ReactElement {
  const [text, setText] = useState(name);
  const trimmed = text.trim();
  const offReason = trimmed === '' ? 'A trend needs a name.' : trimmed.length > 200 ? 'The name has more than 200 characters.' : '';
  const submit = (): void => {
    if (offReason === '') onRename(trimmed);
  };
  return (
    <Dialog
      title="Rename trend"
      width={400}
      onClose={onClose}
      onSubmit={submit}
      enterSubmits
      footer={
        <>
          <span className="grow" />
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          <Button big variant="primary" keys="Enter" offReason={offReason} onClick={submit}>{`Rename to ${trimmed}`}</Button>
        </>
      }
    >
      <TextField label="Name" value={text} onChange={setText} autoFocus />
    </Dialog>
  );
}
