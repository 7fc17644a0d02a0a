import type { Point } from '../../../shared/domain/point';
import { formatDuration } from '../../components/format/age';
import { formatPlain } from '../../components/format/number';
import type { NumberFormat } from '../../components/format/number';

/** The limits of a point, and when its value counts as stale. */
export function LimitsSection({ point, numbers, interval }: { readonly point: Point; readonly numbers: NumberFormat; readonly interval: number | null }) {
  const unit = point.unit === '' ? '' : ` ${point.unit}`;
  const write = (value: number | null): string => (value === null ? 'none' : `${formatPlain(value, numbers)}${unit}`);
  const stale = point.staleAfterMs ?? (interval === null ? null : interval * 5);
  return (
    <section className="inspect-block">
      <h3>Limits</h3>
      <dl className="pairs">
        <dt>High</dt>
        <dd>{write(point.high)}</dd>
        <dt>Low</dt>
        <dd>{write(point.low)}</dd>
        {point.deadband === 0 ? null : <><dt>Deadband</dt><dd>{write(point.deadband)}</dd></>}
        <dt>Stale after</dt>
        <dd>{stale === null ? 'never' : formatDuration(stale)}</dd>
      </dl>
    </section>
  );
}
