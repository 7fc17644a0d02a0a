import { expect, test } from 'vitest';
import { draftOf, readDraft, spread } from '../../../renderer/features/simulator/source-draft';
import { behaviourSchema, type Behaviour } from '../../../shared/domain/simulator';

const A = '00000000-0000-4000-8000-000000000001';
const B = '00000000-0000-4000-8000-000000000002';
const behaviours: Behaviour[] = [
  { source: { kind: 'constant', value: 'text' } },
  { source: { kind: 'ramp', from: -5, to: 20, durationMs: 1500, atEnd: 'back' } },
  { source: { kind: 'sine', mean: 50, amplitude: 2, periodMs: 100, phaseDegrees: -90 } },
  { source: { kind: 'square', low: 0, high: 1, periodMs: 3000, dutyPercent: 10 } },
  { source: { kind: 'random-walk', start: 5, step: 0.1, low: 0, high: 10, everyMs: 500, seed: 7 } },
  { source: { kind: 'lag', pointId: A, timeConstantMs: 90_000, start: null } },
  { source: { kind: 'counter', start: 1, step: 2, everyMs: 1000, most: null } },
  { source: { kind: 'recording', recordingId: A, column: 3, between: 'line', atEnd: 'stay' } },
  { source: { kind: 'expression', text: 'a + 1.0', names: { a: A } } },
  { source: { kind: 'live', pointId: B, whenBad: 'refuse' } },
].map((behaviour) => behaviourSchema.parse({ ...behaviour, onWrite: { kind: 'hold-for', durationMs: 2500 } }));

test.each(behaviours.map((behaviour) => [behaviour.source.kind, behaviour] as const))('a form that is only looked at keeps a %s as it is', (_, behaviour) => {
  expect(readDraft(draftOf(behaviour, undefined))).toEqual({ behaviour });
});

test('a point without a behaviour begins as the constant that it is', () => {
  expect(readDraft(draftOf(undefined, { dataType: 'boolean', low: null, high: null }))).toEqual({ behaviour: { source: { kind: 'constant', value: false }, onWrite: { kind: 'hold' } } });
});

test("another kind begins within the point's own limits", () => {
  const draft = { ...draftOf(undefined, { dataType: 'float32', low: 40, high: 80 }), kind: 'sine' as const };
  expect(readDraft(draft)).toMatchObject({ behaviour: { source: { mean: 60, amplitude: 10, periodMs: 60_000 } } });
});

test('what is missing or wrong is told by the name of its field', () => {
  const draft = draftOf(undefined, undefined);
  expect(readDraft({ ...draft, kind: 'lag' })).toEqual({ problem: 'Choose the point to follow' });
  expect(readDraft({ ...draft, kind: 'sine', values: { periodMs: null } })).toEqual({ problem: 'Period: a number is needed' });
  expect(readDraft({ ...draft, kind: 'expression', values: { text: ' ' } })).toEqual({ problem: 'Write the expression' });
});

test('points that walk by chance get seeds of their own, all others the same behaviour', () => {
  const walk = behaviours.find(({ source }) => source.kind === 'random-walk');
  const sine = behaviours.find(({ source }) => source.kind === 'sine');
  if (walk === undefined || sine === undefined) throw new Error('There is no such behaviour');
  expect(Object.values(spread(walk, [A, B])).map(({ source }) => (source.kind === 'random-walk' ? source.seed : null))).toEqual([7, 8]);
  expect(spread(sine, [A, B])).toEqual({ [A]: sine, [B]: sine });
});
