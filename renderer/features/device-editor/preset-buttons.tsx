import { useState } from 'react';
import type { Preset, ProtocolDescription } from '../../../shared/contract/devices';
import { Button } from '../../components/button/button';
import { Field } from '../../components/field/field';
import type { DeviceDraft } from './device-draft';
import { PresetDialog } from './preset-dialog';

export interface PresetButtonsProps {
  readonly draft: DeviceDraft;
  readonly description: ProtocolDescription;
  readonly onDraft: (draft: DeviceDraft) => void;
}

/** The protocol's presets; nothing where it has none. */
export function PresetButtons({ draft, description, onDraft }: PresetButtonsProps) {
  const [shown, setShown] = useState<Preset | null>(null);
  const presets = description.presets ?? [];
  if (presets.length === 0) return null;
  return (
    <Field label="Presets" hint="Show first what they change">
      {() => (
        <>
          {presets.map((preset) => (
            <Button key={preset.id} onClick={() => setShown(preset)}>{preset.title}</Button>
          ))}
          {shown === null ? null : <PresetDialog preset={shown} draft={draft} description={description} onDraft={onDraft} onClose={() => setShown(null)} />}
        </>
      )}
    </Field>
  );
}
