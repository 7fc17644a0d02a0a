import { useState } from 'react';
import type { Preset, ProtocolDescription } from '../../../shared/contract/devices';
import { Button } from '../../components/button/button';
import { Field, FieldGrid } from '../../components/field/field';
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
    <FieldGrid title="Presets">
      {presets.map((preset) => (
        <Field key={preset.id} label={preset.title} hint={preset.help}>
          {() => <Button onClick={() => setShown(preset)}>{`Show what ${preset.title} changes`}</Button>}
        </Field>
      ))}
      {shown === null ? null : <PresetDialog preset={shown} draft={draft} description={description} onDraft={onDraft} onClose={() => setShown(null)} />}
    </FieldGrid>
  );
}
