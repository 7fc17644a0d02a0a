import { useEffect, useMemo, useRef, useState } from 'react';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Device } from '../../../shared/domain/device';
import { useApp } from '../../app/app-context';
import { toClientError } from '../../client/client-error';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { Note } from '../../components/note/note';
import { ImportChoice } from './import-choice';
import { PreviewTable } from './preview-table';
import { applyText, countActions, pointsToApply } from './preview-model';
import type { Preview } from './preview-model';
import { clipboardContent } from './read-file';
import './point-import.css';

export type ImportSource = { readonly kind: 'choose' } | { readonly kind: 'clipboard'; readonly text: string };

export interface ImportDialogProps {
  readonly device: Device;
  readonly description: ProtocolDescription;
  readonly source: ImportSource;
  readonly onClose: () => void;
}

interface Content {
  readonly title: string;
  readonly format: 'csv' | 'xlsx' | 'clipboard';
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
  const [busy, setBusy] = useState(false);
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
        if (!stale) setFailure(toClientError(cause).message);
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
  const why = busy
    ? 'The rows are being taken in.'
    : preview === null
      ? content === null
        ? 'Choose a file first.'
        : 'The rows are being read.'
      : counts.add + counts.update === 0
        ? 'No row would be added or changed.'
        : '';
  const apply = (): void => {
    if (preview === null || why !== '') return;
    const { add, update } = pointsToApply(preview.rows);
    setBusy(true);
    const take = async (): Promise<void> => {
      if (add.length > 0) await app.client.call('points.add', { deviceId: device.id, points: add });
      if (update.length > 0) await app.client.call('points.update', { deviceId: device.id, points: update });
    };
    take().then(
      () => {
        if (!gone.current) onClose();
      },
      (cause: unknown) => {
        if (gone.current) return;
        setBusy(false);
        setFailure(toClientError(cause).message);
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
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={apply}>{preview === null ? 'Add rows' : applyText(counts)}</Button>
        </>
      }
    >
      {source.kind === 'choose' ? <ImportChoice onChosen={choose} onFailure={setFailure} /> : null}
      {failure === '' ? null : <Note kind="bad" title="The rows can't be taken in" announce>{`${failure} Nothing was changed.`}</Note>}
      {preview === null ? null : <PreviewTable preview={preview} counts={counts} existing={device.points} />}
    </Dialog>
  );
}
