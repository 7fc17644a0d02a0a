import type { ActionResult } from '../../../shared/contract/device-actions';
import { formatDuration } from '../../components/format/age';
import { formatClock } from '../../components/format/time';
import { Note } from '../../components/note/note';

const TITLES: Readonly<Record<ActionResult['outcome'], string>> = { done: 'Done', refused: 'Refused', no_answer: 'No answer', not_sent: 'Nothing was sent' };

/** What came of an action: one sentence, what was learned, what to try next. */
export function ActionResultNote({ result }: { readonly result: ActionResult }) {
  const { outcome, message, rows, suggestions, durationMs, time } = result;
  return (
    <Note kind={outcome === 'done' ? 'plain' : outcome === 'no_answer' ? 'uncertain' : 'bad'} title={`${TITLES[outcome]}: ${message}`} announce>
      {rows.length === 0 ? null : (
        <dl className="pairs action-rows">
          {rows.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {suggestions.length === 0 ? null : (
        <ul className="action-suggestions">
          {suggestions.map(({ title, how }) => (
            <li key={title}>
              <strong>{title}</strong>
              {how === '' ? '' : `. ${how}.`}
            </li>
          ))}
        </ul>
      )}
      <p className="dim">{`${formatClock(time)}, took ${formatDuration(durationMs)}`}</p>
    </Note>
  );
}
