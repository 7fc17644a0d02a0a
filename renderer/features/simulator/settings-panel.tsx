import { useState } from 'react';
import type { Simulator } from '../../../shared/domain/simulator';
import { useApp } from '../../app/app-context';
import { useEditOffReason } from '../../app/open-project';
import { toClientError } from '../../client/client-error';
import { Button, IconButton } from '../../components/button/button';
import { FieldGrid } from '../../components/field/field';
import { NumberField } from '../../components/field/number-field';
import { Select } from '../../components/field/select';
import { TextField } from '../../components/field/text-field';
import { counted } from '../../components/format/number';
import { Note } from '../../components/note/note';
import { fieldVisible, groupFields, settingProblems, withDefaults } from '../../components/setting/setting-values';
import type { PanelProps } from './panel-props';
import { SettingFields } from './setting-fields';
import { freePort, portText } from './simulator-words';
import { UnitsSection } from './units-section';
import { useSimulators } from './use-simulator';

interface Draft {
  readonly name: string;
  readonly ports: readonly { readonly id: string | null; readonly settings: Simulator['ports'][number]['settings'] }[];
  readonly unknown: Simulator['unknown'];
  readonly seed: number | null;
}

const UNKNOWN = [
  { value: 'absent', label: 'As a device that has none' },
  { value: 'zero', label: 'Reads as 0, takes writes' },
  { value: 'refuse', label: 'Refused' },
] as const;

const MOST_PORTS = 16;

function draftOf({ name, ports, unknown, seed }: Simulator): Draft {
  return { name, ports, unknown, seed };
}

/** Name, ports, what is answered where there is nothing, units and recordings. */
export function SettingsPanel({ simulator, description }: PanelProps) {
  const app = useApp();
  const editOff = useEditOffReason();
  const simulators = useSimulators();
  const keptText = JSON.stringify(draftOf(simulator));
  const [draft, setDraft] = useState<Draft>(() => draftOf(simulator));
  const [shown, setShown] = useState(keptText);
  const [failure, setFailure] = useState('');
  if (shown !== keptText) {
    setShown(keptText);
    setDraft(draftOf(simulator));
  }
  const change = (part: Partial<Draft>): void => {
    setDraft({ ...draft, ...part });
    setFailure('');
  };
  const problems = draft.ports.map(({ settings }) => {
    const filled = withDefaults(settings, description.portFields);
    return settingProblems(description.portFields.filter((field) => fieldVisible(field, filled)), filled);
  });
  const unchanged = JSON.stringify(draft) === keptText;
  const why = editOff !== '' ? editOff : unchanged ? 'Nothing was changed.' : draft.name.trim() === '' ? 'A name is needed.' : draft.seed === null ? 'The seed is a whole number.' : (problems.flatMap((each) => Object.values(each))[0] ?? '');
  const apply = (): void => {
    if (why !== '') return;
    const ports = draft.ports.map(({ id, settings }) => ({ id, settings }));
    const portsChanged = JSON.stringify(ports) !== JSON.stringify(simulator.ports.map(({ id, settings }) => ({ id, settings })));
    app.client
      .call('simulator.update', { simulatorId: simulator.id, name: draft.name.trim(), unknown: draft.unknown, seed: draft.seed ?? 1, ...(portsChanged ? { ports } : {}) })
      .then(() => app.offerUndo(`${draft.name.trim()} changed`))
      .catch((cause: unknown) => setFailure(toClientError(cause).message));
  };
  const setPort = (at: number, settings: Draft['ports'][number]['settings']): void => change({ ports: draft.ports.map((port, index) => (index === at ? { ...port, settings } : port)) });
  const removeRecording = (recordingId: string, name: string): void => {
    void app.attempt(`${name} was not deleted`, async () => {
      await app.client.call('simulator.removeRecording', { simulatorId: simulator.id, recordingId });
      app.offerUndo(`${name} deleted`);
    });
  };
  return (
    <div className="pane">
      <div className="scroll sim-settings">
        {failure === '' ? null : (
          <Note kind="bad" title="The settings were not taken" announce>
            {failure}
          </Note>
        )}
        <FieldGrid title="Simulator">
          <TextField label="Name" value={draft.name} onChange={(name) => change({ name })} maxLength={200} width={24} />
          {description.learns ? <Select label="What is not here" value={draft.unknown} choices={UNKNOWN} onChange={(unknown) => change({ unknown })} hint="Either way it is noted, and a map can be learned from it" /> : null}
          <NumberField label="Seed of chance" value={draft.seed} onChange={(seed) => change({ seed })} integer minimum={0} maximum={4_294_967_295} hint="The same requests meet the same faults" />
        </FieldGrid>
        {draft.ports.map((port, at) => (
          <section key={port.id ?? `new ${at}`} aria-label={`Port ${at + 1}`} className="sim-port">
            {groupFields(description.portFields.filter((field) => fieldVisible(field, withDefaults(port.settings, description.portFields)))).map((group, groupAt) => (
              <FieldGrid key={group.title} title={groupAt === 0 ? `${group.title} ${draft.ports.length === 1 ? '' : at + 1}`.trim() : group.title}>
                <SettingFields fields={group.fields} settings={withDefaults(port.settings, description.portFields)} onChange={(settings) => setPort(at, settings)} problems={problems[at] ?? {}} />
              </FieldGrid>
            ))}
            {draft.ports.length === 1 ? null : (
              <Button variant="quiet" icon="close" onClick={() => change({ ports: draft.ports.filter((_, index) => index !== at) })}>{`Take ${portText(port.settings, description)} away`}</Button>
            )}
          </section>
        ))}
        <div className="row">
          <Button icon="plus" offReason={draft.ports.length >= MOST_PORTS ? `${MOST_PORTS} ports are the most` : ''} onClick={() => change({ ports: [...draft.ports, { id: null, settings: freePort(description, [...simulators, { ...simulator, ports: draft.ports.map(({ settings }) => ({ id: '', settings })) }]) }] })}>
            Add a port
          </Button>
          <span className="dim">All ports serve the same units.</span>
        </div>
        <UnitsSection simulator={simulator} description={description} />
        {simulator.recordings.length === 0 ? null : (
          <section>
            <h3 className="field-title">Recordings</h3>
            <ul className="sim-recordings">
              {simulator.recordings.map(({ id, name, csv }) => (
                <li key={id} className="row">
                  <span className="grow ell">{name}</span>
                  <span className="dim">{counted(csv.length, 'octet')}</span>
                  <IconButton icon="close" label={`Delete ${name}`} offReason={editOff} onClick={() => removeRecording(id, name)} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <div className="sim-foot">
        <span className="grow dim ell">{unchanged ? '' : 'Other ports close the connections of clients.'}</span>
        <Button offReason={unchanged ? 'Nothing was changed.' : ''} onClick={() => setDraft(draftOf(simulator))}>
          Take back
        </Button>
        <Button variant="primary" offReason={why} onClick={apply}>
          Apply
        </Button>
      </div>
    </div>
  );
}
