import { useMemo, useState } from 'react';
import type { Point } from '../../../shared/domain/point';
import type { Simulator, SimulatedUnit } from '../../../shared/domain/simulator';
import { useApp } from '../../app/app-context';
import { useEditOffReason } from '../../app/open-project';
import { toClientError } from '../../client/client-error';
import { Button } from '../../components/button/button';
import { NumberField } from '../../components/field/number-field';
import { Select } from '../../components/field/select';
import { counted } from '../../components/format/number';
import { PreviewCurve } from './preview-curve';
import { draftOf, readDraft, spread, type SourceDraft } from './source-draft';
import { SourceFields } from './source-fields';
import { SOURCE_KINDS, sourceKind } from './source-kinds';

const RULES = [
  { value: 'hold', label: 'The written value stays' },
  { value: 'hold-for', label: 'It stays for a time' },
  { value: 'ignore', label: 'It changes nothing' },
  { value: 'refuse', label: 'It is refused' },
] as const;

/** What makes the values of the selected points: chosen, filled in, looked at, applied. */
export function BehaviourSection({ simulator, unit, points }: { readonly simulator: Simulator; readonly unit: SimulatedUnit; readonly points: readonly Point[] }) {
  const app = useApp();
  const editOff = useEditOffReason();
  const [first] = points;
  const kept = first === undefined ? undefined : unit.behaviours[first.id];
  const [draft, setDraft] = useState<SourceDraft>(() => draftOf(kept, first));
  // By content: an edit elsewhere in the project brings the same behaviour as another object.
  const keptText = JSON.stringify(kept);
  const [shown, setShown] = useState(keptText);
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  if (shown !== keptText) {
    // Undo, or another window: what is kept now goes before what was typed.
    setShown(keptText);
    setDraft(draftOf(kept, first));
    setFailure('');
  }
  const read = useMemo(() => readDraft(draft), [draft]);
  const mixed = points.some(({ id }) => JSON.stringify(unit.behaviours[id]) !== keptText);
  const same = !mixed && 'behaviour' in read && JSON.stringify(read.behaviour) === keptText;
  const change = (part: Partial<SourceDraft>): void => {
    setDraft((before) => ({ ...before, ...part }));
    setFailure('');
  };
  const kind = sourceKind(draft.kind);
  const why = editOff !== '' ? editOff : busy ? 'It is being applied.' : 'problem' in read ? `${read.problem}.` : same ? 'It behaves so already.' : '';
  const apply = (): void => {
    if (why !== '' || !('behaviour' in read)) return;
    setBusy(true);
    app.client.call('simulator.setBehaviours', { simulatorId: simulator.id, unitId: unit.id, behaviours: spread(read.behaviour, points.map(({ id }) => id)) }).then(
      () => {
        setBusy(false);
        if (points.length > 1) app.offerUndo(`${kind.title} given to ${counted(points.length, 'point')}`);
      },
      (cause: unknown) => {
        setBusy(false);
        setFailure(toClientError(cause).message);
      },
    );
  };
  const writable = points.some(({ access }) => access !== 'read');
  return (
    <section
      className="inspect-block sim-behaviour"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !event.ctrlKey) return;
        event.preventDefault();
        event.stopPropagation();
        apply();
      }}
    >
      <h3>
        Behaviour <span>{mixed ? 'they differ' : ''}</span>
      </h3>
      <Select label="Kind" value={draft.kind} choices={SOURCE_KINDS.map((each) => ({ value: each.kind, label: each.title }))} onChange={(next) => change({ kind: next })} />
      <p className="dim">{kind.help}.</p>
      <SourceFields simulator={simulator} point={first} draft={draft} onChange={change} />
      {'behaviour' in read ? <PreviewCurve simulatorId={simulator.id} source={read.behaviour.source} unit={first?.unit ?? ''} /> : <p className="dim">{read.problem}.</p>}
      {writable ? (
        <>
          <Select label="When written" value={draft.onWrite} choices={RULES} onChange={(onWrite) => change({ onWrite })} />
          {draft.onWrite === 'hold-for' ? <NumberField label="For" value={draft.holdSeconds} onChange={(holdSeconds) => change({ holdSeconds })} unit="s" minimum={0.1} maximum={86_400} width={10} /> : null}
        </>
      ) : null}
      {failure === '' ? null : (
        <p className="text-bad" role="alert">
          {failure}
        </p>
      )}
      <div className="inspect-actions">
        <Button variant="primary" keys="Ctrl+Enter" offReason={why} onClick={apply}>
          {points.length === 1 ? 'Apply' : `Apply to ${points.length} points`}
        </Button>
      </div>
    </section>
  );
}
