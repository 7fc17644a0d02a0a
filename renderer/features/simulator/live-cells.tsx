import { useEffect, useRef } from 'react';
import { formatClock } from '../../components/format/time';
import type { NumberFormat } from '../../components/format/number';
import { pointValueText } from '../../components/format/point-text';
import { Icon } from '../../components/icon';
import { Tag } from '../../components/marks/tag';
import { useKeyed } from '../../client/store';
import type { PointRow } from '../register-map/point-row';
import type { SimulatorFeed } from './simulator-feed';

interface LiveCellProps {
  readonly row: PointRow;
  readonly feed: SimulatorFeed;
  readonly numbers: NumberFormat;
}

/** At most one flash a second in each cell. */
const LEAST_BETWEEN_FLASHES_MS = 1000;
const FLASH_MS = 140;
const UNDERLINE_MS = 1000;

/** The present value; it flashes when it changes. */
export function LiveValue({ row, feed, numbers }: LiveCellProps) {
  const simulated = useKeyed(feed.values, row.key);
  const text = simulated === undefined ? '' : simulated.problem === '' ? pointValueText(simulated.value, row.point, numbers, row.statusWord) : '—';
  const ref = useRef<HTMLSpanElement>(null);
  const before = useRef({ key: row.key, text: '', at: Number.NEGATIVE_INFINITY });
  useEffect(() => {
    const last = before.current;
    const changed = last.key === row.key && last.text !== '' && text !== '' && last.text !== text;
    const now = performance.now();
    const flashes = changed && now - last.at >= LEAST_BETWEEN_FLASHES_MS;
    before.current = { key: row.key, text, at: flashes ? now : last.at };
    if (flashes) flash(ref.current?.parentElement ?? null);
  }, [row.key, text]);
  return (
    <span ref={ref} title={simulated?.problem === '' ? undefined : simulated?.problem}>
      {text}
    </span>
  );
}

function flash(cell: HTMLElement | null): void {
  if (cell === null) return;
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
    cell.animate([{ boxShadow: 'inset 0 -1px var(--line-control)' }, { boxShadow: 'inset 0 -1px var(--line-control)' }], { duration: UNDERLINE_MS });
  } else {
    cell.animate([{ backgroundColor: 'var(--bg-flash)' }, { backgroundColor: 'transparent' }], { duration: FLASH_MS });
  }
}

/** Where the value comes from, where that is not its behaviour: a client's write, a person's hand, or trouble. */
export function Origin({ pointId, feed }: { readonly pointId: string; readonly feed: SimulatorFeed }) {
  const simulated = useKeyed(feed.values, pointId);
  if (simulated === undefined) return null;
  if (simulated.problem !== '') {
    return (
      <span className="quality quality-bad" title={simulated.problem}>
        <Icon name="q-bad" size="s" />
        <span className="ell">No value</span>
      </span>
    );
  }
  if (simulated.origin === 'set') return <Tag kind="uncertain">Forced</Tag>;
  return simulated.origin === 'written' ? <Tag>Written</Tag> : null;
}

/** How long a write stands out. */
const FRESH_MS = 3000;

/** The newest write of a client: when, what, and by whom; it stands out for a moment. */
export function LastWrite({ row, feed, numbers }: LiveCellProps) {
  const write = useKeyed(feed.lastWrites, row.key);
  const ref = useRef<HTMLSpanElement>(null);
  const seq = write?.seq;
  const time = write?.time;
  useEffect(() => {
    if (time === undefined || Math.abs(Date.now() - time / 1000) >= FRESH_MS) return;
    ref.current?.parentElement?.animate([{ backgroundColor: 'var(--bg-selected)' }, { backgroundColor: 'var(--bg-selected)', offset: 0.9 }, { backgroundColor: 'transparent' }], { duration: FRESH_MS });
  }, [seq, time]);
  if (write === undefined) return null;
  const value = pointValueText(write.value, row.point, numbers, row.statusWord);
  const what = `${formatClock(write.time)} ${value}${write.outcome === 'stored' ? '' : ` ${write.outcome}`}, ${write.client}`;
  return (
    <span ref={ref} className={write.outcome === 'refused' ? 'text-uncertain' : undefined} title={what}>
      {what}
    </span>
  );
}
