import { useState } from 'react';
import type { ServerDescription } from '../../../shared/contract/simulators';
import type { Opaque } from '../../../shared/domain/point';
import type { Simulator } from '../../../shared/domain/simulator';
import { useApp } from '../../app/app-context';
import { toClientError } from '../../client/client-error';
import { useOpenProject } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { FieldGrid } from '../../components/field/field';
import { TextField } from '../../components/field/text-field';
import { Note } from '../../components/note/note';
import { settingProblems, withDefaults } from '../../components/setting/setting-values';
import { OriginChoice } from './origin-choice';
import { SettingFields } from './setting-fields';
import { openSimulator } from './simulator-selection';
import { firstOrigin, originOf, type OriginDraft } from './unit-beginning';
import { useServerDescription } from './use-simulator';

interface AddUnitDialogProps {
  readonly simulator: Simulator;
  readonly onClose: () => void;
}

const BEGINNINGS = [
  { value: 'device', label: "A device's map" },
  { value: 'template', label: 'A template' },
  { value: 'empty', label: 'Nothing' },
] as const;

/** A further unit of a simulator: how it is addressed, and where its points come from. */
export function AddUnitDialog({ simulator, onClose }: AddUnitDialogProps) {
  const description = useServerDescription(simulator.protocol);
  if (description === undefined) {
    return (
      <Dialog title="Add a unit" onClose={onClose}>
        <p>What can be simulated is being asked for.</p>
      </Dialog>
    );
  }
  return <UnitForm simulator={simulator} description={description} onClose={onClose} />;
}

function UnitForm({ simulator, description, onClose }: AddUnitDialogProps & { readonly description: ServerDescription }) {
  const app = useApp();
  const devices = (useOpenProject()?.project.devices ?? []).filter((device) => device.protocol === simulator.protocol && device.points.length > 0);
  const fields = description.unitFields.filter((field) => field.group === description.unitFields[0]?.group);
  const [origin, setOrigin] = useState<OriginDraft>(() => firstOrigin(devices, null));
  const [name, setName] = useState('');
  const [settings, setSettings] = useState<Opaque>(() => freeUnit(simulator, description));
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const filled = withDefaults(settings, fields);
  const problems = settingProblems(fields, filled);
  const from = originOf(origin, devices);
  const why = busy ? 'It is being added.' : 'problem' in from ? from.problem : (Object.values(problems)[0] ?? '');
  const add = (): void => {
    if (why !== '' || 'problem' in from) return;
    setBusy(true);
    setFailure('');
    app.client.call('simulator.addUnit', { simulatorId: simulator.id, unit: { name: name.trim() === '' ? null : name.trim(), settings, from: from.from } }).then(
      ({ unitId }) => {
        onClose();
        openSimulator(app, simulator.id, unitId);
        app.offerUndo(`A unit was added to ${simulator.name}`);
      },
      (cause: unknown) => {
        setBusy(false);
        setFailure(toClientError(cause).message);
      },
    );
  };
  return (
    <Dialog
      title={`Add a unit to ${simulator.name}`}
      width={720}
      onClose={onClose}
      onSubmit={add}
      footer={
        <>
          <span className="grow dim ell">{why}</span>
          <Button big keys="Esc" onClick={onClose}>
            Cancel
          </Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={add}>
            Add the unit
          </Button>
        </>
      }
    >
      {failure === '' ? null : (
        <Note kind="bad" title="The unit was not added" announce>
          {failure}
        </Note>
      )}
      <OriginChoice draft={origin} devices={devices} protocol={simulator.protocol} beginnings={BEGINNINGS} onChange={setOrigin} onNamed={setName} />
      <FieldGrid title={description.unitTitle}>
        <SettingFields fields={fields} settings={settings} onChange={setSettings} problems={problems} />
        <TextField label="Name" value={name} onChange={setName} maxLength={200} width={24} hint="empty: that of where its points come from" />
      </FieldGrid>
    </Dialog>
  );
}

/** The first field of a unit is what it is addressed by: the next number that no other unit has. The rest comes from where its points do. */
function freeUnit(simulator: Simulator, { unitFields }: ServerDescription): Opaque {
  const [first] = unitFields;
  if (first?.kind !== 'integer') return {};
  const taken = new Set(simulator.units.map(({ settings }) => settings[first.key] ?? first.defaultValue));
  let number = typeof first.defaultValue === 'number' ? first.defaultValue : 1;
  while (taken.has(number)) number += 1;
  return { [first.key]: number };
}
