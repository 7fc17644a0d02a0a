import { useState } from 'react';
import type { PreparedRequest } from '../../../shared/contract/device-requests';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { Switch } from '../../components/field/switch';
import { Note } from '../../components/note/note';

export interface BroadcastDialogProps {
  readonly prepared: PreparedRequest;
  readonly onSend: () => void;
  readonly onClose: () => void;
}

/** Names everybody whom a broadcast reaches; each has to be ticked before it can be sent. */
export function BroadcastDialog({ prepared, onSend, onClose }: BroadcastDialogProps) {
  const [confirmed, setConfirmed] = useState<readonly string[]>([]);
  const missing = prepared.reaches.length - confirmed.length;
  const send = (): void => {
    if (missing > 0) return;
    onClose();
    onSend();
  };
  return (
    <Dialog
      title={`Send to all units: ${prepared.operation}`}
      onClose={onClose}
      onSubmit={send}
      footer={
        <>
          <span className="grow" />
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={missing > 0 ? `${missing} of ${prepared.reaches.length} ${missing === 1 ? 'is' : 'are'} not confirmed yet.` : ''} onClick={send}>
            {`Send to ${prepared.reaches.length} ${prepared.reaches.length === 1 ? 'device' : 'devices'} and whoever else is on the line`}
          </Button>
        </>
      }
    >
      <Note kind="uncertain" title="Every unit on the line carries it out">
        Nobody answers a broadcast, so it is not read back and nobody says whether it was done. Units that this project does not know carry it out too.
      </Note>
      <ul className="broadcast-units" aria-label="Devices of this line">
        {prepared.reaches.map((name) => (
          <li key={name}>
            <Switch label={name} checked={confirmed.includes(name)} onChange={(on) => setConfirmed(on ? [...confirmed, name] : confirmed.filter((other) => other !== name))} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
