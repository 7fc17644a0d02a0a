import type { Fault } from '../../../shared/domain/simulator';
import type { FaultKind } from '../../../shared/contract/simulators';
import { useApp, useNumberFormat } from '../../app/app-context';
import { useEditOffReason } from '../../app/open-project';
import { Button, IconButton } from '../../components/button/button';
import { Switch } from '../../components/field/switch';
import { formatCount } from '../../components/format/number';
import { MenuButton } from '../../components/menu/menu-button';
import { EmptyState } from '../../components/note/empty-state';
import { openFaultDialog } from './fault-dialog';
import { faultTitle, kindOffReason, scopeText, shareText } from './fault-text';
import type { PanelProps } from './panel-props';

/** Faults that are kept, on or off, and those of one answer alone. */
export function FaultsPanel({ simulator, description, status, running }: PanelProps) {
  const app = useApp();
  const numbers = useNumberFormat();
  const editOff = useEditOffReason();
  const open = (fault: Fault | null): void => openFaultDialog(app, { simulator, description, fault, scope: {}, running });
  const change = (fault: Fault): void => {
    void app.attempt('The fault was not changed', () => app.client.call('simulator.updateFault', { simulatorId: simulator.id, fault }));
  };
  const remove = (fault: Fault): void => {
    void app.attempt('The fault was not deleted', async () => {
      await app.client.call('simulator.removeFault', { simulatorId: simulator.id, faultId: fault.id });
      app.offerUndo(`${faultTitle(fault, description)} deleted`);
    });
  };
  const once = (kind: FaultKind): void => {
    const settings = Object.fromEntries(kind.fields.map((field) => [field.key, field.defaultValue]));
    void app.attempt(`${kind.title} was not set up`, () => app.client.call('simulator.faultOnce', { simulatorId: simulator.id, fault: { kind: kind.id, settings, scope: {} } }));
  };
  const add = (
    <Button variant="primary" icon="plus" offReason={editOff} onClick={() => open(null)}>
      Add a fault
    </Button>
  );

  return (
    <div className="pane">
      <div className="tools">
        {add}
        <MenuButton
          label="Next answer"
          items={() => description.faultKinds.map((kind) => ({ id: kind.id, label: menuLabel(kind), offReason: running ? kindOffReason(kind, simulator, description.portFields) : 'It does not run', onSelect: () => once(kind) }))}
        />
        <span className="dim ell">The next answer goes wrong once, whoever asks. Chance is the same after each start.</span>
      </div>
      <div className="scroll">
        {simulator.faults.length === 0 ? (
          <EmptyState title="Everything is answered as it should be" actions={add}>
            A fault makes answers late, wrong, or missing: for everybody, a unit, a function or a stretch of addresses, always or by chance. So you see what a master does about it.
          </EmptyState>
        ) : (
          <table className="list">
            <thead>
              <tr>
                <th>On</th>
                <th>What goes wrong</th>
                <th>Whom it meets</th>
                <th className="num">How often</th>
                <th className="num">Met</th>
                <th>
                  <span className="visually-hidden">Change</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {simulator.faults.map((fault) => {
                const title = faultTitle(fault, description);
                return (
                  <tr key={fault.id}>
                    <td className="sim-switch">
                      <Switch label="" name={title} checked={fault.enabled} disabled={editOff !== ''} onChange={(enabled) => change({ ...fault, enabled })} />
                    </td>
                    <td className={fault.enabled ? 'text-uncertain' : 'dim'}>{title}</td>
                    <td className="ell">{scopeText(fault.scope, description)}</td>
                    <td className="num">{shareText(fault.probability)}</td>
                    <td className="num">{formatCount(status?.faultsMet[fault.id] ?? 0, numbers)}</td>
                    <td>
                      <span className="row">
                        <IconButton icon="write" label={`Change ${title}`} offReason={editOff} onClick={() => open(fault)} />
                        <IconButton icon="close" label={`Delete ${title}`} offReason={editOff} onClick={() => remove(fault)} />
                      </span>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}

/** `No answer: the request is carried out and the answer lost`: the help in short, but for names in capitals in small letters. */
function menuLabel({ title, help }: FaultKind): string {
  const [short = ''] = help.split(';');
  return `${title}: ${/^[A-Z]{2}/.test(short) ? short : short.charAt(0).toLowerCase() + short.slice(1)}`;
}
