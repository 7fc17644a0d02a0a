import { useDeferredValue, useMemo, useState } from 'react';
import { useApp } from '../../app/app-context';
import { toClientError } from '../../client/client-error';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { FieldGrid } from '../../components/field/field';
import { Switch } from '../../components/field/switch';
import { TextField } from '../../components/field/text-field';
import { Note } from '../../components/note/note';
import { REPLACE_FIELDS, replaceText, type ReplaceField } from './replace-text';
import { useScope } from './scope-choice';
import type { ChosenPoints } from './selected-points';
import './map-tools.css';

/** Rows drawn at once; more are counted, and all of them are replaced. */
const MOST_DRAWN = 200;

/** Finds text in chosen columns and puts another in its place, after a look at each change: one step of undo. */
export function ReplaceDialog({ chosen, onClose }: { readonly chosen: ChosenPoints; readonly onClose: () => void }) {
  const app = useApp();
  const { device } = chosen;
  const { points, control } = useScope(chosen, 2);
  const [find, setFind] = useState('');
  const [replace, setReplace] = useState('');
  const [fields, setFields] = useState<readonly ReplaceField[]>(['name']);
  const [regular, setRegular] = useState(false);
  const [matchCase, setMatchCase] = useState(false);
  const [whole, setWhole] = useState(false);
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const request = useDeferredValue(useMemo(() => ({ find, replace, fields, regular, matchCase, whole }), [find, replace, fields, regular, matchCase, whole]));
  const result = useMemo(() => replaceText(points, request), [points, request]);
  const replacements = result.ok ? result.replacements : [];
  const bad = replacements.filter(({ problem }) => problem !== '');
  const why = busy ? 'The rows are being changed.' : !result.ok ? result.problem : replacements.length === 0 ? 'Nothing is found.' : bad.length > 0 ? `${bad.length} of the new texts can't be: ${bad[0]?.problem ?? ''}` : '';
  const act = (): void => {
    if (why !== '') return;
    setBusy(true);
    app.client.call('points.update', { deviceId: device.id, points: replacements.map(({ point }) => point) }).then(
      () => {
        onClose();
        app.offerUndo(`${replacements.length.toLocaleString('en')} ${replacements.length === 1 ? 'row' : 'rows'} of ${device.deviceId} changed`);
      },
      (cause: unknown) => {
        setBusy(false);
        setFailure(toClientError(cause).message);
      },
    );
  };
  return (
    <Dialog
      title="Find and replace"
      subtitle={device.deviceId}
      width={860}
      onClose={onClose}
      onSubmit={act}
      footer={
        <>
          <span className="grow dim" role="status">{!result.ok ? result.problem : `${replacements.length.toLocaleString('en')} of ${points.length.toLocaleString('en')} rows would change`}</span>
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={act}>{`Replace in ${replacements.length.toLocaleString('en')} ${replacements.length === 1 ? 'row' : 'rows'}`}</Button>
        </>
      }
    >
      {control}
      <FieldGrid>
        <TextField label="Find" value={find} onChange={setFind} maxLength={500} autoFocus fill />
        <TextField label="Replace with" value={replace} onChange={setReplace} maxLength={500} fill {...(regular ? { hint: '$1 is what the first group found' } : {})} />
      </FieldGrid>
      <div className="row wrap" role="group" aria-label="Columns">
        <span className="dim">In</span>
        {REPLACE_FIELDS.map(({ field, label }) => (
          <Switch key={field} label={label} checked={fields.includes(field)} onChange={(on) => setFields(on ? [...fields, field] : fields.filter((one) => one !== field))} />
        ))}
      </div>
      <div className="row wrap" role="group" aria-label="How">
        <Switch label="Regular expression" checked={regular} onChange={setRegular} />
        <Switch label="Match case" checked={matchCase} onChange={setMatchCase} />
        <Switch label="Whole cell" checked={whole} onChange={setWhole} />
      </div>
      {failure === '' ? null : <Note kind="bad" title="Nothing was replaced" announce>{failure}</Note>}
      <div className="bulk-preview framed" tabIndex={0} role="region" aria-label="What would change">
        <table className="list">
          <thead><tr><th>Column</th><th>Before</th><th>After</th></tr></thead>
          <tbody>
            {replacements.slice(0, MOST_DRAWN).flatMap(({ before, changes, problem }) =>
              changes.map((change) => (
                <tr key={`${before.id} ${change.label}`}>
                  <td className="dim">{change.label}</td>
                  <td>{change.before}</td>
                  <td>{problem === '' ? change.after : <span className="text-bad">{`${change.after} (${problem})`}</span>}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
        {replacements.length > MOST_DRAWN ? <p className="bulk-more dim">{`${(replacements.length - MOST_DRAWN).toLocaleString('en')} more rows`}</p> : null}
        {replacements.length === 0 ? <p className="bulk-more dim">{result.ok ? 'Nothing is found.' : result.problem}</p> : null}
      </div>
    </Dialog>
  );
}
