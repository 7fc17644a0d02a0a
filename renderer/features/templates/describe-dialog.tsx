import { useEffect, useMemo, useRef, useState } from 'react';
import { NOT_IMPLEMENTED_TAG, templateSchema, type Template } from '../../../shared/domain/template';
import type { Device } from '../../../shared/domain/device';
import { useApp } from '../../app/app-context';
import { useEditOffReason } from '../../app/open-project';
import { toClientError } from '../../client/client-error';
import { useLive } from '../../client/client-context';
import { useProcedure } from '../../client/hooks';
import { fetchJobFile, jobEnded } from '../../client/job-file';
import { useKeyed } from '../../client/store';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { Switch } from '../../components/field/switch';
import { counted } from '../../components/format/number';
import { Note } from '../../components/note/note';
import { Progress } from '../../components/note/progress';
import { mergeText } from './merge-text';
import { TemplatePreview } from './template-preview';
import './templates.css';

type State = { readonly kind: 'reading'; readonly jobId: string | null } | { readonly kind: 'read'; readonly template: Template } | { readonly kind: 'failed'; readonly message: string };

/** Reads what a device says of itself, shows it, and takes it into the device's points. */
export function DescribeDialog({ device, onClose }: { readonly device: Device; readonly onClose: () => void }) {
  const app = useApp();
  const { jobs } = useLive();
  const editOff = useEditOffReason();
  const [state, setState] = useState<State>({ kind: 'reading', jobId: null });
  const [leaveOut, setLeaveOut] = useState(true);
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const [turn, setTurn] = useState(0);
  const body = useRef<HTMLDivElement>(null);
  const job = useKeyed(jobs, state.kind === 'reading' ? (state.jobId ?? '') : '');

  useEffect(() => {
    let gone = false;
    let jobId: string | null = null;
    const cancel = (): void => {
      if (jobId !== null) void app.client.call('job.cancel', { jobId }).catch(() => undefined);
    };
    const read = async (): Promise<State> => {
      const started = await app.client.call('device.readDescription', { deviceId: device.id });
      jobId = started.id;
      if (gone) cancel();
      else setState({ kind: 'reading', jobId });
      const ended = await jobEnded(jobs, started.id);
      if (!ended.hasFile) return { kind: 'failed', message: ended.state === 'cancelled' ? 'The reading was cancelled. Nothing was changed.' : ended.message };
      const { blob } = await fetchJobFile(app.client, started.id, 'application/json');
      return { kind: 'read', template: templateSchema.parse(JSON.parse(await blob.text())) };
    };
    const show = async (): Promise<void> => {
      const next = await read().catch((cause: unknown): State => ({ kind: 'failed', message: toClientError(cause).message }));
      jobId = null;
      if (!gone) setState(next);
    };
    void show();
    return () => {
      gone = true;
      cancel();
    };
  }, [app, jobs, device.id, turn]);

  // What had the focus goes when the state changes; without this, Ctrl+Enter would reach nobody.
  useEffect(() => body.current?.focus(), [state.kind]);

  const template = useMemo(() => {
    if (state.kind !== 'read') return null;
    const points = leaveOut ? state.template.points.filter(({ tags }) => !tags.includes(NOT_IMPLEMENTED_TAG)) : state.template.points;
    return { ...state.template, points };
  }, [state, leaveOut]);
  const missing = state.kind === 'read' ? state.template.points.filter(({ tags }) => tags.includes(NOT_IMPLEMENTED_TAG)).length : 0;
  const comparison = useProcedure('template.compare', template === null || template.points.length === 0 ? null : { source: { kind: 'given', template }, deviceId: device.id });
  const merge = comparison.loading ? undefined : comparison.data;
  const why = editOff !== '' ? editOff : busy ? 'The points are being taken in.' : template === null || merge === undefined ? 'The device is being read.' : merge.added + merge.changed === 0 ? `${device.deviceId} has all of it already, with the same scale factors.` : '';
  const take = (): void => {
    if (why !== '' || template === null) return;
    setBusy(true);
    app.client.call('template.takeInto', { source: { kind: 'given', template }, deviceId: device.id }).then(
      ({ added, changed }) => {
        onClose();
        app.workspace.open({ kind: 'register-map', id: device.id });
        app.offerUndo(`${counted(added, 'point')} added to ${device.deviceId}${changed === 0 ? '' : `, ${changed} changed`}`);
      },
      (cause: unknown) => {
        setBusy(false);
        setFailure(toClientError(cause).message);
      },
    );
  };

  return (
    <Dialog
      title={`What ${device.deviceId} says of itself`}
      subtitle="SunSpec"
      width={860}
      onClose={onClose}
      onSubmit={take}
      footer={
        <>
          <span className="grow dim">{merge === undefined ? '' : mergeText(merge)}</span>
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          {state.kind === 'reading' ? null : <Button big icon="refresh" onClick={() => { setState({ kind: 'reading', jobId: null }); setTurn((before) => before + 1); }}>Read again</Button>}
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={take}>{merge === undefined ? 'Add the points' : merge.changed === 0 ? `Add ${counted(merge.added, 'point')}` : `Add ${merge.added}, change ${merge.changed}`}</Button>
        </>
      }
    >
      <div ref={body} tabIndex={-1} className="describe-body">
        {state.kind === 'reading' ? <Progress title="Reading the models of the device" text={job?.step ?? ''} share={job === undefined || job.total === null || job.total === 0 ? null : job.done / job.total} onCancel={onClose} keys="Esc" /> : null}
        {state.kind === 'failed' ? <Note kind="bad" title="The device could not be read" announce>{state.message}</Note> : null}
        {failure === '' ? null : <Note kind="bad" title="The points were not taken in" announce>{failure}</Note>}
        {merge === undefined || merge.rescaled.length === 0 ? null : (
          <Note kind="uncertain" title={`${counted(merge.rescaled.length, 'scale factor')} of the device ${merge.rescaled.length === 1 ? 'is' : 'are'} another than when its points were made`}>
            {merge.rescaled.slice(0, 5).map(({ name, before, now }) => `${name}: ${before} → ${now}`).join('; ')}
            {merge.rescaled.length > 5 ? `; and ${merge.rescaled.length - 5} more` : ''}
          </Note>
        )}
        {template === null ? null : (
          <div className="describe">
            {missing === 0 ? null : <Switch label={`Leave out ${counted(missing, 'point')} that the device does not implement`} checked={leaveOut} onChange={setLeaveOut} />}
            <TemplatePreview template={template} addressTitle="From 0" addresses={template.points.map(({ address }) => (typeof address['address'] === 'number' ? String(address['address']) : undefined))} />
          </div>
        )}
      </div>
    </Dialog>
  );
}
