import type { ReactNode } from 'react';
import type { ProtocolDescription, SettingField } from '../../../shared/contract/devices';
import { FieldGrid } from '../../components/field/field';
import { NumberField } from '../../components/field/number-field';
import { TextField } from '../../components/field/text-field';
import { formatPlain } from '../../components/format/number';
import { fieldVisible, groupFields, limitsText, settingValue } from '../../components/setting/setting-values';
import { AdaptiveFields } from './adaptive-fields';
import type { DeviceDraft } from './device-draft';
import { DeviceSettingInput } from './device-setting-input';
import { PresetButtons } from './preset-buttons';

export interface DeviceFormProps {
  readonly draft: DeviceDraft;
  readonly onDraft: (draft: DeviceDraft) => void;
  readonly description: ProtocolDescription;
  /** By field: what the form or the engine found wrong. */
  readonly problems: Readonly<Record<string, string>>;
  /** Behind a field, in place of its own help, by its key. */
  readonly hints: Readonly<Record<string, string>>;
  /** Stands at the end of the timing. */
  readonly wholeLine: ReactNode;
}

/** Where the poll interval stands: in the group of this name, or in one of its own. */
export const TIMING = 'Timing';

/** Every setting of a device and of its line, drawn from what the protocol tells of itself. */
export function DeviceForm({ draft, onDraft, description, problems, hints, wholeLine }: DeviceFormProps) {
  const lineKeys = new Set(description.lineFields.map((field) => field.key));
  const groups = groupFields([...description.lineFields, ...description.deviceFields]);
  const polls = description.capabilities.includes('poll');
  const values = { ...draft.settings, ...draft.lineSettings };
  const interval = polls ? (
    <>
      <NumberField
        label="Poll interval"
        value={draft.pollIntervalMs}
        onChange={(pollIntervalMs) => onDraft({ ...draft, pollIntervalMs })}
        unit="ms"
        minimum={10}
        maximum={86_400_000}
        integer
        optional
        placeholder={formatPlain(description.defaultPollIntervalMs)}
        hint="Points may have their own"
        error={problems['pollIntervalMs']}
        width={14}
      />
      <AdaptiveFields value={draft.adaptivePolling} onChange={(adaptivePolling) => onDraft({ ...draft, adaptivePolling })} error={problems['adaptivePolling']} />
    </>
  ) : null;
  const input = (field: SettingField) => {
    const ofLine = lineKeys.has(field.key);
    const part = ofLine ? draft.lineSettings : draft.settings;
    const hint = hints[field.key] ?? (field.help === '' ? limitsText(field) : field.help);
    return (
      <DeviceSettingInput
        key={field.key}
        field={field}
        value={settingValue(part, field)}
        error={problems[`${ofLine ? 'lineSettings' : 'settings'}.${field.key}`]}
        hint={hint}
        onChange={(value) => onDraft(ofLine ? { ...draft, lineSettings: { ...part, [field.key]: value } } : { ...draft, settings: { ...part, [field.key]: value } })}
      />
    );
  };
  return (
    <div className="device-form">
      <FieldGrid title="Identity">
        <TextField label="Name" value={draft.deviceId} onChange={(deviceId) => onDraft({ ...draft, deviceId })} maxLength={64} width={18} error={problems['deviceId']} />
        <TextField label="Description" value={draft.description} onChange={(text) => onDraft({ ...draft, description: text })} maxLength={2000} width={36} />
        <PresetButtons draft={draft} description={description} onDraft={onDraft} />
      </FieldGrid>
      {groups.map((group) => {
        const shown = group.fields.filter((field) => fieldVisible(field, values));
        if (shown.length === 0 && group.title !== TIMING) return null;
        return (
          <FieldGrid key={group.title} title={group.title}>
            {shown.map(input)}
            {group.title === TIMING ? interval : null}
            {group.title === TIMING ? wholeLine : null}
          </FieldGrid>
        );
      })}
      {groups.some((group) => group.title === TIMING) || interval === null ? null : <FieldGrid title={TIMING}>{interval}</FieldGrid>}
    </div>
  );
}
