import { useEffect, useMemo, useRef, useState } from 'react';
import type { MapFile, ProtocolDescription } from '../../../shared/contract/devices';
import type { Device } from '../../../shared/domain/device';
import { useApp } from '../../app/app-context';
import { useLive } from '../../client/client-context';
import { toClientError } from '../../client/client-error';
import { useStorePart } from '../../client/store';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { Switch } from '../../components/field/switch';
import { counted } from '../../components/format/number';
import { withFullStop } from '../../components/format/full-stop';
import { Note } from '../../components/note/note';
import { ImportChoice } from './import-choice';
import { PreviewTable } from './preview-table';
import { applyText, countActions, pointsToApply } from './preview-model';
import type { Preview } from './preview-model';
import { clipboardContent } from './read-file';
import './point-import.css';

const UNCHANGED = 'Nothing was changed.';
const NO_KINDS: readonly MapFile[] = [];

export type ImportSource = { readonly kind: 'choose' } | { readonly kind: 'clipboard'; readonly text: string };

export interface ImportDialogProps {
  readonly device: Device;
  readonly description: ProtocolDescription;
  readonly source: ImportSource;
  readonly onClose: () => void;
}

interface Content {
  readonly title: string;
  /** `clipboard`, or the format of a file. */
  readonly format: string;
  readonly contentBase64: string;
}

/** Rows from a file or the clipboard: first shown row by row with what each would do, then taken. */
export function ImportDialog({ device, description, source, onClose }: ImportDialogProps) {
  const app = useApp();
  const [content, setContent] = useState<Content | null>(() =>
    source.kind === 'clipboard' ? { title: 'From the clipboard', format: 'clipboard', contentBase64: clipboardContent(source.text) } : null,
  );
  const [preview, setPreview] = useState<Preview | null>(null);
  const [failure, setFailure] = useState('');
  const [withSettings, setWithSettings] = useState(true);
  const [busy, setBusy] = useState(false);
  const line = useStorePart(useLive().project, (open) => open?.project.lines.find(({ id }) => id === device.lineId));
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  useEffect(() => {
    if (content === null) return undefined;
    let stale = false;
    app.client
      .call('points.preview', { deviceId: device.id, format: content.format, contentBase64: content.contentBase64 })
      .then((found) => {
        if (!stale) setPreview(found);
      })
      .catch((cause: unknown) => {
        if (!stale) setFailure(`${withFullStop(toClientError(cause).message)} ${UNCHANGED}`);
      });
    return () => {
      stale = true;
    };
  }, [app, content, device.id]);

  const choose = (next: Content): void => {
    setFailure('');
    setPreview(null);
    setContent(next);
  };
  const counts = useMemo(() => countActions(preview?.rows ?? []), [preview]);
  const settings = preview?.settings ?? null;
  const setsSettings = settings !== null && withSettings && line !== undefined;
  const why = busy
    ? 'The rows are being taken in.'
    : preview === null
      ? content === null
        ? 'Choose a file first.'
        : 'The rows are being read.'
      : counts.add + counts.update === 0 && !setsSettings
        ? 'No row would be added or changed.'
        : '';
  const apply = (): void => {
    if (preview === null || why !== '') return;
    const { add, update } = pointsToApply(preview.rows);
    setBusy(true);
    let taken = '';
    const take = async (): Promise<void> => {
      if (add.length > 0) await app.client.call('points.add', { deviceId: device.id, points: add });
      taken = `${counted(add.length, 'row')} were added before; nothing else was changed.`;
      if (update.length > 0) await app.client.call('points.update', { deviceId: device.id, points: update });
      taken = 'The rows were taken in before; the settings were not changed.';
      if (!setsSettings) return;
      const { id, deviceId, description: words, protocol, pollIntervalMs } = device;
      await app.client.call('device.update', { id, deviceId, description: words, protocol, pollIntervalMs, lineName: line.name, lineSettings: line.settings, settings: settings.values });
    };
    take().then(
      () => {
        if (!gone.current) onClose();
      },
      (cause: unknown) => {
        if (gone.current) return;
        setBusy(false);
        setFailure(`${withFullStop(toClientError(cause).message)} ${taken === '' ? UNCHANGED : taken}`);
      },
    );
  };

  return (
    <Dialog
      title={source.kind === 'clipboard' ? 'Paste rows' : 'Import rows'}
      subtitle={`${device.deviceId} ${description.pointListTitle.toLowerCase()}${content === null ? '' : `, ${content.title}`}`}
      width={960}
      onClose={onClose}
      onSubmit={apply}
      footer={
        <>
          <span className="grow dim">{counts.bad === 0 ? '' : `${counts.bad} bad ${counts.bad === 1 ? 'row is' : 'rows are'} left out`}</span>
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={apply}>{preview === null ? 'Add rows' : counts.add + counts.update === 0 && setsSettings ? 'Set the settings' : applyText(counts)}</Button>
        </>
      }
    >
      {source.kind === 'choose' ? <ImportChoice kinds={description.mapFiles ?? NO_KINDS} onChosen={({ name, ...read }) => choose({ title: name, ...read })} onFailure={(message) => setFailure(`${withFullStop(message)} ${UNCHANGED}`)} /> : null}
      {failure === '' ? null : <Note kind="bad" title="The rows can't be taken in" announce>{failure}</Note>}
      {settings === null ? null : <Switch label={`Set ${settings.changes.map(({ label, before, after }) => `${label.toLowerCase()} ${shownSetting(after)}, was ${shownSetting(before)}`).join('; ')}`} checked={withSettings} onChange={setWithSettings} />}
      {preview?.notes === undefined || preview.notes.length === 0 ? null : <Note kind="plain" title="What else the file says">{preview.notes.map((text) => <p key={text}>{text}</p>)}</Note>}
      {preview === null ? null : <PreviewTable preview={preview} counts={counts} existing={device.points} />}
    </Dialog>
  );
}

function shownSetting(text: string): string {
  return text === '' || text === '(empty)' ? 'none' : text;
}
