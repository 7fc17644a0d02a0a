import type { Quality } from '../../../shared/domain/quality';
import { Icon } from '../icon';
import './marks.css';

export interface QualityMarkProps {
  /** Undefined: nothing has come yet. */
  readonly quality: Quality | undefined;
  /** The value is older than it may be. Bad goes before stale. */
  readonly stale?: boolean;
}

/** Shape, word, then colour: `Good`, the reason of an uncertain or bad value, `Stale`. */
export function QualityMark({ quality, stale = false }: QualityMarkProps) {
  if (!quality) return <span className="quality quality-stale">No value yet</span>;
  if (quality.level === 'bad') return mark('bad', 'q-bad', quality.reason || 'Bad');
  if (stale) return mark('stale', 'q-stale', 'Stale');
  if (quality.level === 'uncertain') return mark('uncertain', 'q-unc', quality.reason || 'Uncertain');
  return mark('good', 'q-good', 'Good');
}

function mark(kind: string, icon: 'q-bad' | 'q-stale' | 'q-unc' | 'q-good', word: string) {
  return (
    <span className={`quality quality-${kind}`}>
      <Icon name={icon} size="s" />
      <span className="ell">{word}</span>
    </span>
  );
}
