import { useState } from 'react';
import type { TemplateComparison, TemplateSource } from '../../../shared/contract/templates';
import type { Device } from '../../../shared/domain/device';
import { templateSchema, type Template } from '../../../shared/domain/template';
import { useApp } from '../../app/app-context';
import { useEditOffReason } from '../../app/open-project';
import { toClientError } from '../../client/client-error';
import { useProcedure } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { chooseFile, downloadFile, fileContent } from '../../components/download';
import { counted } from '../../components/format/number';
import { EmptyState } from '../../components/note/empty-state';
import { Note } from '../../components/note/note';
import { mergeText } from './merge-text';
import { TemplateList } from './template-list';
import { TemplatePreview } from './template-preview';
import { fittingTemplates, NO_TEMPLATE_FILTER } from './template-words';
import type { TemplateFilter } from './template-words';
import './templates.css';

export interface TemplateDialogProps {
  /** The device whose points it shall become; null: a new device. */
  readonly device: Device | null;
  /** For a new device. */
  readonly onUse: (template: Template, source: TemplateSource) => void;
  readonly onClose: () => void;
}

/** Choose a template, see its points and where they were read, then make a device of it or take it into one. */
export function TemplateDialog({ device, onUse, onClose }: TemplateDialogProps) {
  const app = useApp();
  const editOff = useEditOffReason();
  const list = useProcedure('templates.list', {});
  const [filter, setFilter] = useState<TemplateFilter>(NO_TEMPLATE_FILTER);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  /** Asked once; a second press deletes it, which can not be undone. */
  const [deletingId, setDeletingId] = useState<string | null>(null);

  const usable = (list.data?.templates ?? []).filter((template) => device === null || template.protocol === device.protocol);
  const shown = fittingTemplates(usable, filter);
  const chosen = shown.find((template) => template.id === chosenId) ?? shown[0];
  const detail = useProcedure('template.get', chosen === undefined ? null : { id: chosen.id });
  const ready = detail.loading || chosen === undefined ? undefined : detail.data;
  const source: TemplateSource | null = chosen === undefined ? null : { kind: 'kept', id: chosen.id };
  const comparison = useProcedure('template.compare', device === null || source === null ? null : { source, deviceId: device.id });
  const merge = comparison.loading ? undefined : comparison.data;

  const attempt = (act: () => Promise<void>): void => {
    setFailure('');
    act().catch((cause: unknown) => setFailure(toClientError(cause).message));
  };
  const why = editOff !== '' ? editOff : busy ? 'The points are being taken in.' : ready === undefined ? (chosen === undefined ? 'Choose a template first.' : 'The template is being read.') : device !== null && merge !== undefined && merge.added + merge.changed === 0 ? `${device.deviceId} has all of it already.` : '';
  const use = (): void => {
    if (why !== '' || ready === undefined || source === null) return;
    if (device === null) {
      onUse(templateSchema.parse(ready.template), source);
      return;
    }
    setBusy(true);
    app.client.call('template.takeInto', { source, deviceId: device.id }).then(
      ({ added, changed }) => {
        onClose();
        app.offerUndo(`${counted(added, 'point')} added to ${device.deviceId}${changed === 0 ? '' : `, ${changed} changed`}`);
      },
      (cause: unknown) => {
        setBusy(false);
        setFailure(toClientError(cause).message);
      },
    );
  };
  const takeFile = (): void =>
    attempt(async () => {
      const file = await chooseFile('.json,application/json');
      if (file === null) return;
      const { id } = await app.client.call('template.import', await fileContent(file));
      setFilter(NO_TEMPLATE_FILTER);
      setChosenId(id);
      list.reload();
    });
  const remove = (): void =>
    attempt(async () => {
      if (chosen === undefined) return;
      if (deletingId !== chosen.id) {
        setDeletingId(chosen.id);
        return;
      }
      await app.client.call('template.remove', { id: chosen.id });
      list.reload();
    });

  return (
    <Dialog
      title={device === null ? 'Device templates' : `A template for ${device.deviceId}`}
      width={1080}
      onClose={onClose}
      onSubmit={use}
      footer={
        <>
          <Button icon="import" onClick={takeFile}>Import a file</Button>
          <Button icon="export" offReason={chosen === undefined ? 'Choose a template first.' : ''} onClick={() => attempt(async () => chosen && downloadFile(await app.client.call('template.export', { id: chosen.id })))}>Export</Button>
          {chosen?.own === true ? <Button icon="close" onClick={remove}>{deletingId === chosen.id ? 'Delete for good' : 'Delete'}</Button> : null}
          <span className="grow dim ell">{device === null || merge === undefined ? '' : mergeText(merge)}</span>
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={use}>{actText(device, chosen?.model, merge)}</Button>
        </>
      }
    >
      {failure === '' ? null : <Note kind="bad" title="That could not be done" announce>{failure}</Note>}
      {list.error === undefined ? null : <Note kind="bad" title="The templates could not be listed">{list.error.message}</Note>}
      {list.data?.problems.map(({ file, message }) => (
        <Note key={file} kind="uncertain" title={`${file} can't be used`}>{message}</Note>
      ))}
      {list.data !== undefined && usable.length === 0 ? (
        <EmptyState title="No template yet" actions={<Button icon="import" onClick={takeFile}>Import a file</Button>}>
          {device === null ? 'Keep the map of a device as a template from the Device menu, or import one that somebody exported.' : `There is none for ${device.protocol}. Import one, or keep the map of another device as a template from the Device menu.`}
        </EmptyState>
      ) : (
        <div className="templates">
          <TemplateList templates={usable} filter={filter} onFilter={setFilter} chosen={chosen} onChoose={setChosenId} />
          {ready === undefined ? <p className="dim">{detail.error?.message ?? ''}</p> : <TemplatePreview template={templateSchema.parse(ready.template)} addresses={ready.addresses.map((texts) => texts.at(-1))} />}
        </div>
      )}
    </Dialog>
  );
}

function actText(device: Device | null, model: string | undefined, merge: TemplateComparison | undefined): string {
  if (device === null) return `Use ${model ?? 'the template'}`;
  if (merge === undefined) return 'Take the points';
  return merge.changed === 0 ? `Add ${counted(merge.added, 'point')}` : `Add ${merge.added}, change ${merge.changed}`;
}
