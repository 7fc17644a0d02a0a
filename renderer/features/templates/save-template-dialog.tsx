import { useState } from 'react';
import type { Device } from '../../../shared/domain/device';
import { templateKinds, type TemplateKind } from '../../../shared/domain/template';
import { useApp } from '../../app/app-context';
import { toClientError } from '../../client/client-error';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { FieldGrid } from '../../components/field/field';
import { Select } from '../../components/field/select';
import { TextField } from '../../components/field/text-field';
import { counted } from '../../components/format/number';
import { Note } from '../../components/note/note';
import { KIND_WORDS } from './template-words';

/** Keeps a device's points as a template of one's own, with the document they come from. */
export function SaveTemplateDialog({ device, onClose }: { readonly device: Device; readonly onClose: () => void }) {
  const app = useApp();
  const [vendor, setVendor] = useState('');
  const [model, setModel] = useState('');
  const [kind, setKind] = useState<TemplateKind>('other');
  const [title, setTitle] = useState('');
  const [revision, setRevision] = useState('');
  const [readAt, setReadAt] = useState('');
  const [notes, setNotes] = useState('');
  const [touched, setTouched] = useState(false);
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);

  const needed = (value: string, what: string): string | undefined => (touched && value.trim() === '' ? `${what} is needed` : undefined);
  const complete = [vendor, model, title].every((value) => value.trim() !== '');
  const save = (): void => {
    setTouched(true);
    if (!complete || busy) return;
    setBusy(true);
    const document = { title: title.trim(), revision: revision.trim() || 'not stated', readAt: readAt.trim() || 'not stated' };
    const said = notes.split('\n').map((note) => note.trim()).filter((note) => note !== '');
    app.client.call('template.saveDevice', { deviceId: device.id, vendor: vendor.trim(), model: model.trim(), kind, document, notes: said }).then(onClose, (cause: unknown) => {
      setBusy(false);
      setFailure(toClientError(cause).message);
    });
  };
  return (
    <Dialog
      title="Keep as a template"
      subtitle={`${device.deviceId}, ${counted(device.points.length, 'point')}`}
      width={680}
      onClose={onClose}
      onSubmit={save}
      footer={
        <>
          <span className="grow dim">{touched && !complete ? 'Vendor, model and document are needed' : ''}</span>
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={busy ? 'The template is being kept.' : ''} onClick={save}>Keep the template</Button>
        </>
      }
    >
      <FieldGrid title="Device">
        <TextField label="Vendor" autoFocus value={vendor} onChange={setVendor} maxLength={100} width={30} error={needed(vendor, 'A vendor')} />
        <TextField label="Model" value={model} onChange={setModel} maxLength={100} width={30} error={needed(model, 'A model')} />
        <Select label="Kind" value={kind} choices={templateKinds.map((one) => ({ value: one, label: KIND_WORDS[one] }))} onChange={setKind} />
      </FieldGrid>
      <FieldGrid title="Where the points come from">
        <TextField label="Document" value={title} onChange={setTitle} maxLength={300} width={44} hint="as its title page names it" error={needed(title, 'A document')} />
        <TextField label="Revision" value={revision} onChange={setRevision} maxLength={100} width={20} hint="or date" />
        <TextField label="Read at" value={readAt} onChange={setReadAt} maxLength={500} width={44} hint="file or address" />
        <TextField label="Notes" multiline value={notes} onChange={setNotes} maxLength={5000} hint="One a line: what a person must know before using it" />
      </FieldGrid>
      <p className="dim">Names, addresses, types, scales and the settings that every device of the kind needs are kept. Unit identifier, line and passwords are not.</p>
      {failure === '' ? null : <Note kind="bad" title="The template was not kept" announce>{failure}</Note>}
    </Dialog>
  );
}
