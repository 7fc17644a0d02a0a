import type { CommandRun } from '../../../shared/contract/commands';
import { Icon } from '../../components/icon';

type Verdict = NonNullable<CommandRun['verdict']>;

const KINDS: Readonly<Record<Verdict, 'good' | 'uncertain' | 'bad'>> = {
  feedback: 'good',
  accepted: 'good',
  sent: 'uncertain',
  no_feedback: 'uncertain',
  no_answer: 'uncertain',
  cancelled: 'uncertain',
  refused: 'bad',
  not_sent: 'bad',
};

/** What a command came to: shape and words, then what to do about it. */
export function CommandVerdict({ run }: { readonly run: CommandRun }) {
  if (run.verdict === null) return null;
  const kind = KINDS[run.verdict];
  return (
    <div className={`write-outcome ${kind}`} role="status">
      <Icon name={kind === 'good' ? 'check' : kind === 'bad' ? 'q-bad' : 'q-unc'} />
      <span>
        <span className="finding">{`${run.message}.`}</span> {run.advice === '' ? null : <span>{`${run.advice}.`}</span>}
      </span>
    </div>
  );
}
