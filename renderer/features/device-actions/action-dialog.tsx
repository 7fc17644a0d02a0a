import { useEffect, useRef, useState } from 'react';
import type { DeviceAction } from '../../../shared/contract/device-actions';
import type { Device } from '../../../shared/domain/device';
import type { Opaque } from '../../../shared/domain/point';
import { failureTitle } from '../../client/client-error';
import { useWriting } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { FieldGrid } from '../../components/field/field';
import { Switch } from '../../components/field/switch';
import { TextField } from '../../components/field/text-field';
import { Note } from '../../components/note/note';
import { Progress } from '../../components/note/progress';
import { SettingInput } from '../../components/setting/setting-input';
import { settingProblems, settingValue, withDefaults } from '../../components/setting/setting-values';
import { ArmNote } from '../write/arm-note';
import { useWriteUser } from '../write/use-write-user';
import { ActionResultNote } from './action-result';
import { useDeviceAction } from './use-device-action';
import './device-actions.css';

export interface ActionDialogProps {
  readonly device: Device;
  readonly action: DeviceAction;
  readonly onClose: () => void;
}

/** One action of a device: what it does, its fields, what has to be agreed to, and what came of it. One that only reads and needs nothing begins at once. */
export function ActionDialog({ device, action, onClose }: ActionDialogProps) {
  const { armed } = useWriting();
  const user = useWriteUser();
  const [values, setValues] = useState<Opaque>(() => withDefaults({}, action.fields));
  const [agreed, setAgreed] = useState(false);
  const [reason, setReason] = useState('');
  const { busy, result, failure, run } = useDeviceAction(device.id, action);
  const needsNothing = !action.writes && action.fields.length === 0;
  const begun = useRef(false);
  useEffect(() => {
    if (!needsNothing || begun.current) return;
    begun.current = true;
    run({}, '');
  }, [needsNothing, run]);

  const problem = Object.values(settingProblems(action.fields, values))[0] ?? '';
  const off = busy ? 'It is on its way.' : action.writes && !armed ? 'Read-only is on. Arm writing first.' : problem !== '' ? problem : action.confirm !== '' && !agreed ? 'Agree to what it does first.' : '';
  const submit = (): void => {
    if (off === '') run(values, reason);
  };
  return (
    <Dialog
      title={action.title}
      subtitle={device.deviceId}
      width={560}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <div className="write-footer">
          <span className="who grow">{action.writes && user !== '' ? `Recorded as ${user}` : ''}</span>
          <Button big keys="Esc" onClick={onClose}>Close</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={off} autoFocus={needsNothing} onClick={submit}>{result === null && !needsNothing ? action.title : 'Do it again'}</Button>
        </div>
      }
    >
      <p>{`${action.help}.`}</p>
      {action.fields.length === 0 && !action.writes ? null : (
        <FieldGrid>
          {action.fields.map((field, at) => (
            <SettingInput key={field.key} field={field} value={settingValue(values, field)} onChange={(value) => setValues({ ...values, [field.key]: value })} autoFocus={at === 0 && !action.writes} />
          ))}
          {action.writes ? <TextField label="Reason" value={reason} onChange={setReason} width={30} maxLength={1000} hint="Kept in the audit trail" autoFocus={armed} /> : null}
        </FieldGrid>
      )}
      {action.writes && !armed ? <ArmNote /> : null}
      {action.confirm === '' ? null : (
        <Note kind="uncertain" title="This disturbs the plant" actions={<Switch label="I know that, and want it" checked={agreed} onChange={setAgreed} />}>
          {action.confirm}
        </Note>
      )}
      {busy ? <Progress title={action.title} text="on its way" share={null} /> : null}
      {failure === null ? null : <Note kind="bad" title={failureTitle(failure, 'It was not done')} announce>{failure.message}</Note>}
      {result === null ? null : <ActionResultNote result={result} />}
    </Dialog>
  );
}
