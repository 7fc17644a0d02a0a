import { SettingInput } from '../../components/setting/setting-input';
import type { SettingInputProps } from '../../components/setting/setting-input';
import { textOf } from '../../components/setting/setting-values';
import { SerialPortInput } from './serial-port-input';

/** A setting of a line or a device: the ports of this machine are offered for a serial port. */
export function DeviceSettingInput(props: SettingInputProps) {
  const { field, value, onChange, error, hint = field.help } = props;
  if (field.kind !== 'serial-port') return <SettingInput {...props} />;
  return <SerialPortInput label={field.label} value={textOf(value)} onChange={onChange} error={error} {...(hint === '' ? {} : { hint })} />;
}
