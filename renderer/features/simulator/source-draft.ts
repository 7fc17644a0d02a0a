import type { Opaque, Point } from '../../../shared/domain/point';
import { behaviourSchema, valueSourceSchema, type Behaviour, type ValueSource, type ValueSourceKind, type WriteRule } from '../../../shared/domain/simulator';
import type { WireValue } from '../../../shared/domain/value';
import { sourceKind } from './source-kinds';

/** A behaviour as the form holds it: what is typed may not fit yet. Times are in seconds, as shown. */
export interface SourceDraft {
  readonly kind: ValueSourceKind;
  /** Fields of every kind that was looked at, so that going back finds them. */
  readonly values: Opaque;
  /** Of a constant. */
  readonly constant: WireValue;
  readonly names: Readonly<Record<string, string>>;
  readonly onWrite: WriteRule['kind'];
  readonly holdSeconds: number | null;
}

type Hints = Pick<Point, 'dataType' | 'low' | 'high'>;

/** What a form begins with: the behaviour that there is, else the constant that a point without one is. */
export function draftOf(behaviour: Behaviour | undefined, hints: Hints | undefined): SourceDraft {
  const source: ValueSource = behaviour?.source ?? { kind: 'constant', value: hints?.dataType === 'boolean' ? false : hints?.dataType === 'string' ? '' : 0 };
  const onWrite = behaviour?.onWrite ?? { kind: 'hold' };
  return {
    kind: source.kind,
    values: { ...hinted(hints), ...shownValues(source) },
    constant: source.kind === 'constant' ? source.value : 0,
    names: source.kind === 'expression' ? source.names : {},
    onWrite: onWrite.kind,
    holdSeconds: onWrite.kind === 'hold-for' ? onWrite.durationMs / 1000 : 60,
  };
}

/** A point's own limits say where its values usually lie. */
function hinted(hints: Hints | undefined): Opaque {
  if (hints?.dataType === 'boolean') return { low: 0, high: 1, from: 0, to: 1 };
  const { low = null, high = null } = hints ?? {};
  if (low === null || high === null || low >= high) return {};
  const middle = (low + high) / 2;
  const span = high - low;
  return { from: low, to: high, low, high, mean: middle, amplitude: span / 4, start: middle, step: span / 100 };
}

function shownValues(source: ValueSource): Opaque {
  const stored: Record<string, unknown> = { ...source };
  const shown: Opaque = {};
  for (const { key, factor } of sourceKind(source.kind).fields) {
    const value = stored[key];
    if (typeof value === 'number') shown[key] = value / factor;
    else if (typeof value === 'string' || value === null) shown[key] = value;
  }
  if (source.kind === 'lag' || source.kind === 'live') shown['pointId'] = source.pointId;
  if (source.kind === 'recording') return { ...shown, recordingId: source.recordingId, column: source.column };
  return source.kind === 'expression' ? { ...shown, text: source.text } : shown;
}

export type ReadBehaviour = { readonly behaviour: Behaviour } | { readonly problem: string };

/** The behaviour that a draft means, or the first thing that is wrong with it. */
export function readDraft(draft: SourceDraft): ReadBehaviour {
  const { kind, values } = draft;
  const { fields } = sourceKind(kind);
  const given: Record<string, unknown> = { kind };
  for (const { key, factor, defaultValue } of fields) {
    const value = values[key] === undefined ? defaultValue : values[key];
    given[key] = typeof value === 'number' ? value * factor : value;
  }
  if (kind === 'constant') given['value'] = draft.constant;
  if (kind === 'expression') Object.assign(given, { text: values['text'] ?? '', names: draft.names });
  if (kind === 'lag' || kind === 'live') given['pointId'] = values['pointId'];
  if (kind === 'recording') Object.assign(given, { recordingId: values['recordingId'], column: values['column'] ?? 2 });
  const missing = missingPart(kind, values);
  if (missing !== '') return { problem: missing };
  const source = valueSourceSchema.safeParse(given);
  if (!source.success) {
    const issue = source.error.issues[0];
    const label = fields.find(({ key }) => key === issue?.path[0])?.label ?? 'Source';
    return { problem: `${label}: ${issue?.code === 'invalid_type' ? 'a number is needed' : (issue?.message ?? 'not allowed')}` };
  }
  const onWrite = draft.onWrite === 'hold-for' ? { kind: draft.onWrite, durationMs: Math.round((draft.holdSeconds ?? Number.NaN) * 1000) } : { kind: draft.onWrite };
  const behaviour = behaviourSchema.safeParse({ source: source.data, onWrite });
  return behaviour.success ? { behaviour: behaviour.data } : { problem: 'A written value stays: from 0.1 s to a day' };
}

function missingPart(kind: ValueSourceKind, values: Opaque): string {
  if ((kind === 'lag' || kind === 'live') && typeof values['pointId'] !== 'string') return 'Choose the point to follow';
  if (kind === 'recording' && typeof values['recordingId'] !== 'string') return 'Choose a recording or read a CSV';
  return kind === 'expression' && (typeof values['text'] !== 'string' || values['text'].trim() === '') ? 'Write the expression' : '';
}

/** The behaviours of several points: chance goes another way for each, or they would all show the same. */
export function spread(behaviour: Behaviour, pointIds: readonly string[]): Record<string, Behaviour> {
  const { source } = behaviour;
  return Object.fromEntries(
    pointIds.map((id, at) => [id, source.kind === 'random-walk' && at > 0 ? { ...behaviour, source: { ...source, seed: (source.seed + at) % 4_294_967_296 } } : behaviour]),
  );
}
