import { useState } from 'react';
import type { ServerDescription } from '../../../shared/contract/simulators';
import type { SimulatedUnit, Simulator } from '../../../shared/domain/simulator';
import type { AppServices } from '../../app/app-services';
import { useApp } from '../../app/app-context';
import { toClientError } from '../../client/client-error';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { FieldGrid } from '../../components/field/field';
import { TextField } from '../../components/field/text-field';
import { Note } from '../../components/note/note';
import { groupFields, settingProblems, withDefaults } from '../../components/setting/setting-values';
import { SettingFields } from './setting-fields';

export function openUnitDialog(app: AppServices, simulator: Simulator, description: ServerDescription, unit: SimulatedUnit): void {
  app.openDialog((close) => <UnitDialog simulator={simulator} description={description} unit={unit} onClose={close} />);
}

interface UnitDialogProps {
  readonly simulator: Simulator;
  readonly description: ServerDescription;
  readonly unit: SimulatedUnit;
  readonly onClose: () => void;
}

/** What a unit is called, how it is addressed, and what it says of itself. */
function UnitDialog({ simulator, description, unit, onClose }: UnitDialogProps) {
  const app = useApp();
  const { unitFields } = description;
  const [name, setName] = useState(unit.name);
  const [settings, setSettings] = useState(() => withDefaults(unit.settings, unitFields));
  const [failure, setFailure] = useState('');
  const problems = settingProblems(unitFields, settings);
  const why = name.trim() === '' ? 'A name is needed.' : (Object.values(problems)[0] ?? '');
  const apply = (): void => {
    if (why !== '') return;
    app.client.call('simulator.updateUnit', { simulatorId: simulator.id, unitId: unit.id, name: name.trim(), settings }).then(
      () => {
        onClose();
        app.offerUndo(`${name.trim()} changed`);
      },
      (cause: unknown) => setFailure(toClientError(cause).message),
    );
  };
  return (
    <Dialog
      title={`Settings of ${unit.name}`}
      subtitle={simulator.name}
      onClose={onClose}
      onSubmit={apply}
      enterSubmits
      footer={
        <>
          <span className="grow dim ell">{why}</span>
          <Button big keys="Esc" onClick={onClose}>
            Cancel
          </Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={apply}>
            Change
          </Button>
        </>
      }
    >
      {failure === '' ? null : (
        <Note kind="bad" title="The unit was not changed" announce>
          {failure}
        </Note>
      )}
      <FieldGrid>
        <TextField label="Name" value={name} onChange={setName} maxLength={200} width={24} autoFocus />
      </FieldGrid>
      {groupFields(unitFields).map((group) => (
        <FieldGrid key={group.title} title={group.title}>
          <SettingFields fields={group.fields} settings={settings} onChange={setSettings} problems={problems} />
        </FieldGrid>
      ))}
    </Dialog>
  );
}
