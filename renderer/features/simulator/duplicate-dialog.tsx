import { useState } from 'react';
import type { ServerDescription } from '../../../shared/contract/simulators';
import type { Opaque } from '../../../shared/domain/point';
import type { Simulator } from '../../../shared/domain/simulator';
import { useApp } from '../../app/app-context';
import { toClientError } from '../../client/client-error';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { FieldGrid } from '../../components/field/field';
import { TextField } from '../../components/field/text-field';
import { Note } from '../../components/note/note';
import { freeLabel } from '../devices/device-commands';
import { SettingFields } from './setting-fields';
import { openSimulator } from './simulator-selection';
import { freePort } from './simulator-words';
import { useServerDescription, useSimulators } from './use-simulator';

interface DuplicateDialogProps {
  readonly simulator: Simulator;
  readonly onClose: () => void;
}

/** A copy cannot listen where the original does: its name and port are asked for. */
export function DuplicateDialog({ simulator, onClose }: DuplicateDialogProps) {
  const description = useServerDescription(simulator.protocol);
  return description === undefined ? null : <CopyForm simulator={simulator} description={description} onClose={onClose} />;
}

function CopyForm({ simulator, description, onClose }: DuplicateDialogProps & { readonly description: ServerDescription }) {
  const app = useApp();
  const simulators = useSimulators();
  const [name, setName] = useState(() => freeLabel(simulator.name, simulators.map((each) => each.name)));
  const [port, setPort] = useState<Opaque>(() => freePort(description, simulators, simulator.ports[0]?.settings));
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const fields = description.portFields.filter((field) => field.group === description.portFields[0]?.group);
  const why = busy ? 'It is being duplicated.' : name.trim() === '' ? 'A name is needed.' : '';
  const copy = (): void => {
    if (why !== '') return;
    setBusy(true);
    setFailure('');
    app.client.call('simulator.duplicate', { simulatorId: simulator.id, name: name.trim(), ports: [port] }).then(
      ({ simulatorId }) => {
        onClose();
        openSimulator(app, simulatorId);
        app.offerUndo(`${simulator.name} duplicated`);
      },
      (cause: unknown) => {
        setBusy(false);
        setFailure(toClientError(cause).message);
      },
    );
  };
  return (
    <Dialog
      title={`Duplicate ${simulator.name}`}
      onClose={onClose}
      onSubmit={copy}
      enterSubmits
      footer={
        <>
          <span className="grow dim">{why === '' ? 'With its behaviours, recordings and faults; off at first.' : why}</span>
          <Button big keys="Esc" onClick={onClose}>
            Cancel
          </Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={copy}>
            Duplicate
          </Button>
        </>
      }
    >
      {failure === '' ? null : (
        <Note kind="bad" title="It was not duplicated" announce>
          {failure}
        </Note>
      )}
      <FieldGrid>
        <TextField label="Name" value={name} onChange={setName} maxLength={200} width={24} autoFocus />
        <SettingFields fields={fields} settings={port} onChange={setPort} />
      </FieldGrid>
    </Dialog>
  );
}
