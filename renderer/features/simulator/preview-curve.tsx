import { useDeferredValue } from 'react';
import type { ValueSource } from '../../../shared/domain/simulator';
import { useProcedure } from '../../client/hooks';
import { formatAge } from '../../components/format/age';
import { formatPlain } from '../../components/format/number';
import { previewSpan } from './source-kinds';

const WIDTH = 244;
const HEIGHT = 72;
const EDGE = 4;

/** What a source does over time, drawn small; or what is wrong with it. */
export function PreviewCurve({ simulatorId, source, unit }: { readonly simulatorId: string; readonly source: ValueSource; readonly unit: string }) {
  const asked = useDeferredValue(source);
  const spanMs = previewSpan(asked);
  const { data, error } = useProcedure('simulator.previewSource', { simulatorId, source: asked, spanMs });
  if (error !== undefined) return <p className="text-bad">{error.message}</p>;
  if (data === undefined) return <div className="sim-preview" />;
  if (data.problem !== '') {
    return (
      <p className="text-bad" role="alert">
        {data.problem}
      </p>
    );
  }
  const numbers = data.values.filter((value) => value !== null);
  if (numbers.length === 0) return <p className="dim">It depends on other points: its value shows what it does.</p>;
  if (asked.kind === 'constant') return null;
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  const size = high - low;
  const x = (ms: number): number => EDGE + ((WIDTH - 2 * EDGE) * ms) / spanMs;
  const y = (value: number): number => (size === 0 ? HEIGHT / 2 : HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * (value - low)) / size);
  const stepped = asked.kind === 'square' || asked.kind === 'counter' || asked.kind === 'random-walk';
  let path = '';
  let last: number | null = null;
  data.timesMs.forEach((ms, at) => {
    const value = data.values[at] ?? null;
    if (value !== null) path += last === null ? `M${x(ms)} ${y(value)}` : stepped ? `H${x(ms)}V${y(value)}` : `L${x(ms)} ${y(value)}`;
    last = value;
  });
  const written = (value: number): string => `${formatPlain(Number(value.toPrecision(4)))}${unit === '' ? '' : ` ${unit}`}`;
  return (
    <figure className="sim-preview">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`From ${written(low)} to ${written(high)} over ${formatAge(spanMs)}`}>
        <path d={path} />
      </svg>
      <figcaption>
        <span>{size === 0 ? written(low) : `${written(low)} to ${written(high)}`}</span>
        <span>{formatAge(spanMs)}</span>
      </figcaption>
    </figure>
  );
}
