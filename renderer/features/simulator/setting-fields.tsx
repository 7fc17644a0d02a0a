import type { SettingField } from '../../../shared/contract/devices';
import type { Opaque } from '../../../shared/domain/point';
import { fieldVisible, settingValue, withDefaults } from '../../components/setting/setting-values';
import { DeviceSettingInput } from '../device-editor/device-setting-input';

interface SettingsFormProps {
  readonly fields: readonly SettingField[];
  readonly settings: Opaque;
  readonly onChange: (settings: Opaque) => void;
  /** What the engine found wrong, by key. */
  readonly problems?: Readonly<Record<string, string>>;
}

/** The fields of a port or a unit that are drawn for its settings. */
export function SettingFields({ fields, settings, onChange, problems = {} }: SettingsFormProps) {
  const filled = withDefaults(settings, fields);
  return fields
    .filter((field) => fieldVisible(field, filled))
    .map((field) => <DeviceSettingInput key={field.key} field={field} value={settingValue(filled, field)} error={problems[field.key]} onChange={(value) => onChange({ ...settings, [field.key]: value })} />);
}
