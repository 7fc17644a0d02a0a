import type { WriteResult } from '../../../shared/contract/points';
import { formatDuration } from '../../components/format/age';
import { formatClock } from '../../components/format/time';
import { Icon } from '../../components/icon';

export interface WriteOutcomeProps {
  readonly result: WriteResult;
  /** `BLR-01 400001`. */
  readonly where: string;
  readonly onReadNow?: () => void;
}

/** What became of a write: shape and words, then where, how long and when. */
export function WriteOutcome({ result, where, onReadNow }: WriteOutcomeProps) {
  const kind = kindOf(result.outcome);
  return (
    <div className={`write-outcome ${kind}`} role="status">
      <Icon name={kind === 'good' ? 'check' : kind === 'bad' ? 'q-bad' : 'q-unc'} />
      <span>
        <span className="finding">{result.message}</span> <span className="dim">{`${where}, ${formatDuration(result.durationMs)}, ${formatClock(result.time)}`}</span>
      </span>
      {result.outcome === 'no_answer' && onReadNow !== undefined ? (
        <button type="button" className="link" onClick={onReadNow}>
          Read it now
        </button>
      ) : null}
    </div>
  );
}

function kindOf(outcome: WriteResult['outcome']): 'good' | 'uncertain' | 'bad' {
  switch (outcome) {
    case 'written':
    case 'verified':
      return 'good';
    case 'differs':
    case 'no_answer':
      return 'uncertain';
    default:
      return 'bad';
  }
}
