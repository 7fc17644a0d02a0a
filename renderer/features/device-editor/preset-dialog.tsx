import type { Preset, ProtocolDescription } from '../../../shared/contract/devices';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import type { DeviceDraft } from './device-draft';
import { presetChanges, withPreset } from './preset-changes';

export interface PresetDialogProps {
  readonly preset: Preset;
  readonly draft: DeviceDraft;
  readonly description: ProtocolDescription;
  readonly onDraft: (draft: DeviceDraft) => void;
  readonly onClose: () => void;
}

/** What a preset changes, setting by setting, before it is taken over into the form. */
export function PresetDialog({ preset, draft, description, onDraft, onClose }: PresetDialogProps) {
  const changes = presetChanges(preset, draft, description);
  const take = (): void => {
    if (changes.length > 0) onDraft(withPreset(preset, draft));
    onClose();
  };
  return (
    <Dialog
      title={`Preset: ${preset.title}`}
      onClose={onClose}
      onSubmit={take}
      footer={
        <>
          <span className="grow dim">{changes.length === 0 ? '' : 'Nothing is changed in the device before Apply.'}</span>
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          <Button big variant="primary" keys="Ctrl+Enter" autoFocus onClick={take}>{changes.length === 0 ? 'Close' : `Take over ${changes.length} ${changes.length === 1 ? 'setting' : 'settings'}`}</Button>
        </>
      }
    >
      <p>{preset.help}.</p>
      {changes.length === 0 ? (
        <p>The settings are these already.</p>
      ) : (
        <table className="preset-changes">
          <thead>
            <tr>
              <th scope="col">Setting</th>
              <th scope="col">Now</th>
              <th scope="col">With the preset</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ label, before, after }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{before}</td>
                <td className="strong">{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}
