import { integerRange } from '../../shared/domain/data-type';
import type { Point } from '../../shared/domain/point';
import type { ValueSource } from '../../shared/domain/simulator';
import { compileExpression, type Expression } from './expression';
import { Lag } from './lag';
import { RandomWalk } from './random-walk';
import { recordedAt, type RecordingTable } from './recording';
import { asNumber, type RunningSource, type SourceInputs, type SourceValue } from './running-source';
import { counterAt, rampAt, sineAt, squareAt } from './waves';

/** What a source finds of its simulator before anything runs. */
export interface SourceDefinitions {
  /** The type of another point of the simulator; null when there is none. */
  typeOf(pointId: string): Point['dataType'] | null;
  /** A recording of the simulator, or why it can't be played. */
  recording(id: string): RecordingTable | { readonly problem: string };
}

export interface SourceSurroundings extends SourceDefinitions, SourceInputs {}

type Shape = Pick<Point, 'dataType' | 'scale' | 'offset'>;
type Of<K extends ValueSource['kind']> = Extract<ValueSource, { kind: K }>;

/** Why a source can't work at all, in plain words; null when it can. */
export function sourceTrouble(source: ValueSource, definitions: SourceDefinitions): string | null {
  if (source.kind === 'lag') return definitions.typeOf(source.pointId) === null ? 'The point that it follows is not in this simulator' : null;
  if (source.kind === 'recording') {
    const table = definitions.recording(source.recordingId);
    if ('problem' in table) return table.problem;
    return source.column > table.columns.length ? `The recording has ${table.columns.length} columns, no column ${source.column}` : null;
  }
  if (source.kind !== 'expression') return null;
  const compiled = compiledExpression(source, definitions);
  return 'problem' in compiled ? compiled.problem : null;
}

/** An expression with the type of each of its names, or what is wrong with it. */
function compiledExpression(source: Of<'expression'>, definitions: SourceDefinitions): { readonly run: Expression; readonly types: ReadonlyMap<string, 'number' | 'boolean'> } | { readonly problem: string } {
  const types = expressionTypes(source, definitions);
  if (typeof types === 'string') return { problem: types };
  const expression = compileExpression(source.text, types);
  return typeof expression === 'function' ? { run: expression, types } : expression;
}

/** The type of each name of an expression, or what is wrong with one. */
function expressionTypes({ names }: Of<'expression'>, definitions: SourceDefinitions): Map<string, 'number' | 'boolean'> | string {
  const types = new Map<string, 'number' | 'boolean'>([['t', 'number']]);
  for (const [name, pointId] of Object.entries(names)) {
    const type = definitions.typeOf(pointId);
    if (type === null) return `"${name}" names a point that is not in this simulator`;
    if (type === 'string') return `"${name}" names a point that holds text`;
    types.set(name, type === 'boolean' ? 'boolean' : 'number');
  }
  return types;
}

/** Sets a source going from its beginning. What can't work at all is a source that says why. */
export function makeSource(source: ValueSource, point: Shape, surroundings: SourceSurroundings): RunningSource {
  // An expression is compiled once, and says by itself what is wrong with it.
  const trouble = source.kind === 'expression' ? null : sourceTrouble(source, surroundings);
  if (trouble !== null) return steady({ problem: trouble });
  switch (source.kind) {
    case 'constant':
      return steady({ value: source.value });
    case 'ramp':
      return wave((ms) => rampAt(source, ms));
    case 'sine':
      return wave((ms) => sineAt(source, ms));
    case 'square':
      return wave((ms) => squareAt(source, ms));
    case 'random-walk':
      return new RandomWalk(source);
    case 'lag':
      return new Lag(source, surroundings);
    case 'counter':
      return counter(source, point);
    case 'recording':
      return played(source, surroundings);
    case 'expression':
      return computed(source, surroundings);
    default:
      return copied(source, surroundings);
  }
}

function steady(value: SourceValue): RunningSource {
  return { at: () => value };
}

function wave(at: (ms: number) => number): RunningSource {
  return { at: (ms) => ({ value: at(ms) }) };
}

function counter(source: Of<'counter'>, { dataType, scale, offset }: Shape): RunningSource {
  const range = integerRange(dataType);
  if (source.most !== null || range === null) return wave((ms) => counterAt(source, ms));
  const ends = range.map((end) => Number(end) * scale + offset);
  const most = source.step >= 0 ? Math.max(...ends) : Math.min(...ends);
  return wave((ms) => counterAt({ ...source, most }, ms));
}

function played({ recordingId, column, between, atEnd }: Of<'recording'>, surroundings: SourceSurroundings): RunningSource {
  const table = surroundings.recording(recordingId);
  if ('problem' in table) return steady(table);
  return {
    at: (ms) => {
      const value = recordedAt(table, column, ms, between, atEnd);
      return value === null ? { problem: 'The recording has no number here' } : { value };
    },
  };
}

function computed(source: Of<'expression'>, surroundings: SourceSurroundings): RunningSource {
  const compiled = compiledExpression(source, surroundings);
  if ('problem' in compiled) return steady(compiled);
  const { run, types } = compiled;
  return {
    at: (ms) => {
      const values: Record<string, number | boolean> = { t: ms / 1000 };
      for (const [name, pointId] of Object.entries(source.names)) {
        const read = surroundings.point(pointId);
        if ('problem' in read) return { problem: `"${name}" has no value: ${read.problem}` };
        const value = types.get(name) === 'boolean' ? read.value === true : asNumber(read.value);
        if (value === null) return { problem: `"${name}" has no value` };
        values[name] = value;
      }
      return run(values);
    },
  };
}

function copied({ pointId, whenBad }: Of<'live'>, surroundings: SourceSurroundings): RunningSource {
  let good: SourceValue | null = null;
  return {
    at: () => {
      const now = surroundings.live(pointId);
      if (now?.good === true) good = { value: now.value };
      if (now?.good === true || (whenBad === 'hold' && good !== null)) return good ?? { problem: 'No good value came yet' };
      return { problem: now === null ? 'The point that it copies has no value yet, or is no longer in the project' : 'The value that it copies is bad' };
    },
  };
}
