import { useState } from 'react';
import type { ServerSwitch } from '../../../shared/contract/simulators';
import type { Opaque } from '../../../shared/domain/point';
import type { SimulatedUnit } from '../../../shared/domain/simulator';
import { useApp } from '../../app/app-context';
import { Button } from '../../components/button/button';
import { Select } from '../../components/field/select';
import { Switch } from '../../components/field/switch';
import { groupBy } from '../../components/group-by';
import { EmptyState } from '../../components/note/empty-state';
import { settingProblems, withDefaults } from '../../components/setting/setting-values';
import type { PanelProps } from './panel-props';
import { SettingFields } from './setting-fields';
import { switchOn, takesText } from './switch-words';

interface SwitchesPanelProps extends PanelProps {
  readonly unit: SimulatedUnit | undefined;
  readonly onUnit: (unitId: string) => void;
}

/** States of a unit beside its values, on and off, and what it can be made to do, at a click. */
export function SwitchesPanel({ simulator, description, status, running, unit, onUnit }: SwitchesPanelProps) {
  const app = useApp();
  const [drafts, setDrafts] = useState<Readonly<Record<string, Opaque>>>({});
  const [opened, setOpened] = useState<string | null>(null);
  if (unit === undefined) return <EmptyState title={`No ${description.unitTitle.toLowerCase()}`}>{`Add one under Settings: its states are switched here.`}</EmptyState>;
  const off = running ? '' : 'It does not run';
  const order = (each: ServerSwitch, on: boolean, settings: Opaque): void => {
    const failed = each.kind === 'action' ? `${each.title}: it was not done` : `${each.title} was not switched`;
    void app.attempt(failed, () => app.client.call('simulator.switch', { simulatorId: simulator.id, unitId: unit.id, switchId: each.id, on, settings, pointIds: null }));
  };
  return (
    <div className="pane">
      <div className="tools">
        {simulator.units.length < 2 ? <b className="strong ell">{unit.name}</b> : <Select label={description.unitTitle} value={unit.id} choices={simulator.units.map(({ id, name }) => ({ value: id, label: name }))} onChange={onUnit} />}
        <span className="dim ell">{running ? 'Holds until it is switched off, or the simulator stops. Flags of single points stand in the inspector.' : 'Start the simulator first: states are those of what runs.'}</span>
      </div>
      <div className="scroll">
        {Array.from(groupBy(description.switches, ({ group }) => group), ([group, switches]) => (
          <table key={group} className="list sim-switches">
            <caption className="field-title">{group}</caption>
            <colgroup>
              <col className="sim-switch-act" />
              <col />
              <col className="sim-switch-now" />
            </colgroup>
            <thead className="visually-hidden">
              <tr>
                <th>Switch</th>
                <th>What it does</th>
                <th>Now</th>
              </tr>
            </thead>
            <tbody>
              {switches.map((each) => {
                const now = switchOn(status, unit.id, each.id);
                const settings = withDefaults(drafts[each.id] ?? {}, each.fields);
                const problems = settingProblems(each.fields, settings);
                const [problem = ''] = Object.values(problems);
                const takes = takesText(each, settings);
                return (
                  <tr key={each.id}>
                    <td className="sim-switch-act">
                      {each.kind === 'state' ? (
                        <Switch label={each.title} checked={now.whole} disabled={off !== ''} onChange={(on) => order(each, on, {})} />
                      ) : (
                        <Button offReason={off || problem} onClick={() => order(each, true, settings)}>
                          {each.title}
                        </Button>
                      )}
                    </td>
                    <td>
                      <span className="dim">{each.help}</span>
                      {each.fields.length === 0 ? null : (
                        <span className="row">
                          <span className="ell">{takes === '' ? 'As it is set up' : takes}</span>
                          <Button variant="quiet" onClick={() => setOpened(opened === each.id ? null : each.id)}>
                            {opened === each.id ? 'Done' : 'Change'}
                            <span className="visually-hidden">{` what ${each.title} takes`}</span>
                          </Button>
                        </span>
                      )}
                      {opened === each.id ? (
                        <span className="sim-switch-fields">
                          <SettingFields fields={each.fields} settings={settings} problems={problems} onChange={(next) => setDrafts({ ...drafts, [each.id]: next })} />
                        </span>
                      ) : null}
                    </td>
                    <td className="text-uncertain sim-switch-now" aria-live="polite">
                      {now.text}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        ))}
      </div>
    </div>
  );
}
