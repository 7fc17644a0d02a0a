import { useState } from 'react';
import type { ServerDescription } from '../../../shared/contract/simulators';
import type { Opaque } from '../../../shared/domain/point';
import { useApp } from '../../app/app-context';
import { toClientError } from '../../client/client-error';
import { useOpenProject, useProcedure } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { Field, FieldGrid } from '../../components/field/field';
import { Segmented } from '../../components/field/segmented';
import { Switch } from '../../components/field/switch';
import { TextField } from '../../components/field/text-field';
import { Note } from '../../components/note/note';
import { fieldVisible, settingProblems, withDefaults } from '../../components/setting/setting-values';
import { OriginChoice } from './origin-choice';
import { SettingFields } from './setting-fields';
import { openSimulator } from './simulator-selection';
import { freePort, freeSimulatorName } from './simulator-words';
import { firstOrigin, originOf, type OriginDraft } from './unit-beginning';
import { useServerDescriptions, useSimulators } from './use-simulator';

interface AddSimulatorDialogProps {
  /** The device whose map is offered first; null: the first of the project. */
  readonly deviceId: string | null;
  readonly onClose: () => void;
}

const BEGINNINGS = [
  { value: 'device', label: "A device's map" },
  { value: 'template', label: 'A template' },
  { value: 'learn', label: 'What a master asks' },
  { value: 'empty', label: 'Nothing' },
] as const;

/** The shortest way to a simulator: where its points come from, where it listens, start. */
export function AddSimulatorDialog({ deviceId, onClose }: AddSimulatorDialogProps) {
  const descriptions = useServerDescriptions();
  if (descriptions === undefined || descriptions.length === 0) {
    return (
      <Dialog title="Add a simulator" onClose={onClose}>
        <p>{descriptions === undefined ? 'What can be simulated is being asked for.' : 'No protocol of this version can be simulated.'}</p>
      </Dialog>
    );
  }
  return <SimulatorForm descriptions={descriptions} deviceId={deviceId} onClose={onClose} />;
}

function SimulatorForm({ descriptions, deviceId, onClose }: AddSimulatorDialogProps & { readonly descriptions: readonly ServerDescription[] }) {
  const app = useApp();
  const simulators = useSimulators();
  const allDevices = useOpenProject()?.project.devices ?? [];
  const templates = useProcedure('templates.list', {}).data?.templates;
  const wanted = allDevices.find(({ id }) => id === deviceId)?.protocol;
  const [description, setDescription] = useState(descriptions.find(({ protocol }) => protocol === wanted) ?? descriptions[0]);
  const devices = allDevices.filter((device) => device.protocol === description?.protocol && device.points.length > 0);
  const [origin, setOrigin] = useState<OriginDraft>(() => firstOrigin(devices, deviceId));
  const [name, setName] = useState(() => freeSimulatorName(simulators));
  const [port, setPort] = useState<Opaque>(() => (description === undefined ? {} : freePort(description, simulators)));
  const [enabled, setEnabled] = useState(true);
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  if (description === undefined) return null;

  const filled = withDefaults(port, description.portFields);
  // What a port can't be opened without: where it listens, and certificates where it needs such.
  const connection = description.portFields.filter(({ group, kind }) => group === description.portFields[0]?.group || kind === 'pem' || kind === 'secret-pem');
  const problems = settingProblems(connection.filter((field) => fieldVisible(field, filled)), filled);
  const from = originOf(origin, devices);
  const why = busy ? 'It is being added.' : name.trim() === '' ? 'A name is needed.' : 'problem' in from ? from.problem : (Object.values(problems)[0] ?? '');
  const add = (): void => {
    if (why !== '' || 'problem' in from) return;
    setBusy(true);
    setFailure('');
    const learn = origin.beginning === 'learn';
    const make = async (): Promise<void> => {
      const units = learn ? [] : [{ from: from.from }];
      const { simulatorId } = await app.client.call('simulator.add', { name: name.trim(), protocol: description.protocol, ports: [filled], units, enabled });
      if (learn) await app.client.call('simulator.update', { simulatorId, unknown: 'zero' });
      onClose();
      if (learn) app.workspace.viewStates.set(`simulator:${simulatorId}/panel`, 'learn');
      openSimulator(app, simulatorId);
      app.offerUndo(`${name.trim()} added`);
    };
    make().catch((cause: unknown) => {
      setBusy(false);
      setFailure(toClientError(cause).message);
    });
  };
  return (
    <Dialog
      title="Add a simulator"
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
            {enabled ? 'Add and start' : 'Add'}
          </Button>
        </>
      }
    >
      {failure === '' ? null : (
        <Note kind="bad" title="The simulator was not added" announce>
          {failure}
        </Note>
      )}
      {descriptions.length < 2 ? null : (
        <FieldGrid>
          <Field label="Protocol">
            {() => (
              <Segmented
                label="Protocol"
                value={description.protocol}
                choices={descriptions.map(({ protocol, title }) => ({ value: protocol, label: title }))}
                onChange={(protocol) => {
                  const next = descriptions.find((each) => each.protocol === protocol);
                  setDescription(next);
                  if (next !== undefined) setPort(freePort(next, simulators));
                  setOrigin(firstOrigin(allDevices.filter((device) => device.protocol === protocol && device.points.length > 0), deviceId, templates?.some((template) => template.protocol === protocol)));
                }}
              />
            )}
          </Field>
        </FieldGrid>
      )}
      <OriginChoice draft={origin} devices={devices} protocol={description.protocol} beginnings={BEGINNINGS.filter(({ value }) => value !== 'learn' || description.learns)} onChange={setOrigin} onNamed={() => undefined} />
      <FieldGrid title="Where it listens">
        <SettingFields fields={connection} settings={filled} onChange={setPort} problems={problems} />
      </FieldGrid>
      <FieldGrid title="Simulator">
        <TextField label="Name" value={name} onChange={setName} maxLength={200} width={24} />
        <Field label="Start">{() => <Switch label="Now, and with the project" checked={enabled} onChange={setEnabled} />}</Field>
      </FieldGrid>
    </Dialog>
  );
}
