import type { Preset, ProtocolDescription, SettingField } from '../../../shared/contract/devices';
import type { Opaque } from '../../../shared/domain/point';
import { settingValue, textOf } from '../../components/setting/setting-values';
import type { SettingJson } from '../../components/setting/setting-values';
import type { DeviceDraft } from './device-draft';

/** A setting that a preset changes, in the words of its form. */
export interface PresetChange {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What a preset would change in a form; what is so already is left out. */
export function presetChanges(preset: Preset, draft: DeviceDraft, description: ProtocolDescription): PresetChange[] {
  return [...changes(preset.lineSettings, draft.lineSettings, description.lineFields), ...changes(preset.deviceSettings, draft.settings, description.deviceFields)];
}

/** The form with a preset taken over. */
export function withPreset(preset: Preset, draft: DeviceDraft): DeviceDraft {
  return { ...draft, lineSettings: { ...draft.lineSettings, ...preset.lineSettings }, settings: { ...draft.settings, ...preset.deviceSettings } };
}

function changes(wanted: Opaque, present: Opaque, fields: readonly SettingField[]): PresetChange[] {
  return fields.flatMap((field) => {
    const after = wanted[field.key];
    const before = settingValue(present, field);
    if (after === undefined || textOf(after) === textOf(before)) return [];
    return [{ label: field.label, before: shown(field, before), after: shown(field, after) }];
  });
}

function shown(field: SettingField, value: SettingJson): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const text = field.choices.find((choice) => choice.value === textOf(value))?.label ?? textOf(value);
  return field.unit === '' ? text : `${text} ${field.unit}`;
}
