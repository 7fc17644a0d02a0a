import { useMemo, useState } from 'react';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import { useApp } from '../../app/app-context';
import { toClientError } from '../../client/client-error';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { FieldGrid } from '../../components/field/field';
import { NumberField } from '../../components/field/number-field';
import { TextField } from '../../components/field/text-field';
import { Note } from '../../components/note/note';
import { textOf } from '../../components/setting/setting-values';
import { useScope } from './scope-choice';
import type { ChosenPoints } from './selected-points';
import { countingFieldOf, seriesOver } from './series';
import './map-tools.css';

const MOST_DRAWN = 100;

/** Names and addresses that count on over the selected rows: one step of undo. */
export function SeriesDialog({ chosen, description, onClose }: { readonly chosen: ChosenPoints; readonly description: ProtocolDescription; readonly onClose: () => void }) {
  const app = useApp();
  const { device } = chosen;
  const { points, text: rows, control } = useScope(chosen, 2);
  const counting = countingFieldOf(description.addressFields);
  const [pattern, setPattern] = useState('');
  const [start, setStart] = useState<number | null>(null);
  const [step, setStep] = useState<number | null>(1);
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const result = useMemo(() => (step === null || step === 0 ? ({ ok: false, problem: 'The step is a whole number other than 0.' } as const) : seriesOver(points, { pattern, start, step, counting })), [points, pattern, start, step, counting]);
  const why = busy ? 'The rows are being changed.' : result.ok ? '' : result.problem;
  const act = (): void => {
    if (!result.ok || busy) return;
    setBusy(true);
    app.client.call('points.update', { deviceId: device.id, points: [...result.points] }).then(
      () => {
        onClose();
        app.offerUndo(`${points.length.toLocaleString('en')} rows of ${device.deviceId} numbered`);
      },
      (cause: unknown) => {
        setBusy(false);
        setFailure(toClientError(cause).message);
      },
    );
  };
  return (
    <Dialog
      title="Series"
      subtitle={device.deviceId}
      width={760}
      onClose={onClose}
      onSubmit={act}
      footer={
        <>
          <span className="grow dim" role="status">{result.ok ? `${points.length.toLocaleString('en')} rows` : result.problem}</span>
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={act}>{`Number ${rows}`}</Button>
        </>
      }
    >
      {control}
      <FieldGrid>
        <TextField label="Names" value={pattern} onChange={setPattern} maxLength={300} autoFocus fill placeholder="Pump {1..8} {speed,current}" hint="Empty: they stay. {01..12}, {A..D}, {speed,current}" />
        {counting === null ? null : <NumberField label={`First ${counting.label.toLowerCase()}`} value={start} onChange={setStart} integer optional placeholder="stays" minimum={counting.minimum} maximum={counting.maximum} />}
        {counting === null || start === null ? null : <NumberField label="Step" value={step} onChange={setStep} integer minimum={-1000} maximum={1000} hint="from one row to the next" />}
      </FieldGrid>
      {failure === '' ? null : <Note kind="bad" title="Nothing was changed" announce>{failure}</Note>}
      {result.ok ? (
        <div className="bulk-preview framed" tabIndex={0} role="region" aria-label="What would change">
          <table className="list">
            <thead><tr><th>Name before</th><th>Name after</th>{counting === null || start === null ? null : <th className="num">{counting.label}</th>}</tr></thead>
            <tbody>
              {result.points.slice(0, MOST_DRAWN).map((point, at) => (
                <tr key={point.id}>
                  <td className="dim">{points[at]?.name}</td>
                  <td>{point.name}</td>
                  {counting === null || start === null ? null : <td className="num mono">{textOf(point.address[counting.key])}</td>}
                </tr>
              ))}
            </tbody>
          </table>
          {points.length > MOST_DRAWN ? <p className="bulk-more dim">{`${points.length - MOST_DRAWN} more rows`}</p> : null}
        </div>
      ) : null}
    </Dialog>
  );
}
