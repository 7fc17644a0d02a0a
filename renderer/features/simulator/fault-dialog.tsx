import { useState } from 'react';
import type { ServerDescription } from '../../../shared/contract/simulators';
import type { Opaque } from '../../../shared/domain/point';
import type { Fault, Simulator } from '../../../shared/domain/simulator';
import type { AppServices } from '../../app/app-services';
import { useApp } from '../../app/app-context';
import { toClientError } from '../../client/client-error';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { FieldGrid } from '../../components/field/field';
import { NumberField } from '../../components/field/number-field';
import { Select } from '../../components/field/select';
import { Note } from '../../components/note/note';
import { SettingInput } from '../../components/setting/setting-input';
import { settingProblem, settingValue, withDefaults } from '../../components/setting/setting-values';
import { faultTitle, kindOffReason, scopeText } from './fault-text';

interface FaultDialogProps {
  readonly simulator: Simulator;
  readonly description: ServerDescription;
  /** The fault that is changed; null for a new one. */
  readonly fault: Fault | null;
  /** Whom a new one meets at first. */
  readonly scope: Opaque;
  readonly running: boolean;
  readonly onClose: () => void;
}

export function openFaultDialog(app: AppServices, props: Omit<FaultDialogProps, 'onClose'>): void {
  app.openDialog((close) => <FaultDialog {...props} onClose={close} />);
}

/** What goes wrong, whom it meets, and how often. */
function FaultDialog({ simulator, description, fault, scope: given, running, onClose }: FaultDialogProps) {
  const app = useApp();
  const [kindId, setKindId] = useState(fault?.kind ?? description.faultKinds[0]?.id ?? '');
  const [settings, setSettings] = useState<Opaque>(fault?.settings ?? {});
  const [scope, setScope] = useState<Opaque>(withDefaults(fault?.scope ?? given, description.faultScopeFields));
  const [percent, setPercent] = useState<number | null>((fault?.probability ?? 1) * 100);
  const [failure, setFailure] = useState('');
  const kind = description.faultKinds.find(({ id }) => id === kindId);
  const fields = kind?.fields ?? [];
  const filled = Object.fromEntries(fields.map((field) => [field.key, settingValue(settings, field)]));
  const wrong = [...fields.map((field) => settingProblem(field, settingValue(settings, field))), ...description.faultScopeFields.map((field) => settingProblem(field, settingValue(scope, field)))].find((text) => text !== '');
  const why = kind === undefined ? 'Choose what goes wrong.' : wrong !== undefined ? wrong : percent === null || percent < 0 || percent > 100 ? 'The share is from 0 to 100 %.' : '';
  const nowhere = kind === undefined ? '' : kindOffReason(kind, simulator, description.portFields);

  const attempt = (act: () => Promise<unknown>, toTell: string): void => {
    if (why !== '') return;
    setFailure('');
    act().then(
      () => {
        onClose();
        if (toTell !== '') app.offerUndo(toTell);
      },
      (cause: unknown) => setFailure(toClientError(cause).message),
    );
  };
  const made = { kind: kindId, settings: filled, scope };
  const save = (): void => {
    const whole = { ...made, probability: (percent ?? 100) / 100 };
    if (fault === null) attempt(() => app.client.call('simulator.addFault', { simulatorId: simulator.id, fault: { ...whole, enabled: true } }), `${faultTitle(made, description)} is on`);
    else attempt(() => app.client.call('simulator.updateFault', { simulatorId: simulator.id, fault: { ...fault, ...whole } }), 'The fault was changed');
  };
  const once = (): void => attempt(() => app.client.call('simulator.faultOnce', { simulatorId: simulator.id, fault: made }), '');

  return (
    <Dialog
      title={fault === null ? 'Add a fault' : 'Change the fault'}
      subtitle={simulator.name}
      width={880}
      onClose={onClose}
      onSubmit={save}
      footer={
        <>
          <span className="grow dim ell">{why === '' ? `${faultTitle(made, description)}, for ${scopeText(scope, description)}` : why}</span>
          <Button big keys="Esc" onClick={onClose}>
            Cancel
          </Button>
          <Button big offReason={why || (running ? '' : 'It does not run')} onClick={once}>
            {kind?.meets === 'connection' ? 'Only the next connection' : 'Only the next answer'}
          </Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={save}>
            {fault === null ? 'Add and switch on' : 'Change'}
          </Button>
        </>
      }
    >
      {failure === '' ? null : (
        <Note kind="bad" title="That could not be done" announce>
          {failure}
        </Note>
      )}
      <div className="sim-form">
        <FieldGrid title="What goes wrong">
          <Select
            label="Fault"
            value={kindId}
            autoFocus
            choices={description.faultKinds.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={(id) => {
              setKindId(id);
              setSettings({});
            }}
            hint={kind?.help ?? ''}
          />
          {fields.map((field) => (
            <SettingInput key={field.key} field={field} value={settingValue(settings, field)} onChange={(value) => setSettings({ ...settings, [field.key]: value })} />
          ))}
          <NumberField label="How often" value={percent} onChange={setPercent} unit="%" minimum={0} maximum={100} width={10} hint={kind?.meets === 'connection' ? 'of the connections' : 'of the answers in scope'} />
        </FieldGrid>
        <FieldGrid title="Whom it meets; empty: everybody">
          {description.faultScopeFields.map((field) => (
            <SettingInput key={field.key} field={field.kind === 'choice' ? { ...field, help: 'Any' } : field} value={settingValue(scope, field)} onChange={(value) => setScope({ ...scope, [field.key]: value })} />
          ))}
        </FieldGrid>
      </div>
      {nowhere === '' ? null : <Note kind="uncertain" title="It meets nobody on this simulator's ports">{nowhere}.</Note>}
    </Dialog>
  );
}
