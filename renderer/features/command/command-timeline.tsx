import type { CommandEvent, CommandRun } from '../../../shared/contract/commands';
import { formatDuration } from '../../components/format/age';
import { formatClockMs } from '../../components/format/time';

const STEPS: Readonly<Record<CommandEvent['step'], string>> = {
  prepared: 'Prepared',
  selected: 'Selected',
  accepted: 'Accepted',
  sent: 'Sent',
  refused: 'Refused',
  failed: 'Failed',
  cancelled: 'Cancelled',
  feedback: 'Feedback',
  verdict: 'Verdict',
};

/** What became of a command, step by step with times. */
export function CommandTimeline({ run }: { readonly run: CommandRun }) {
  return (
    <section>
      <h3 className="write-caption">How it went</h3>
      <ol className="command-timeline" aria-label="How it went">
        {run.events.map((event) => (
          <li key={`${event.step} ${event.afterMs}`} className={event.step}>
            <span className="at">{formatClockMs(event.time)}</span>
            <span className="after">{`+${formatDuration(event.afterMs)}`}</span>
            <span className="step">{STEPS[event.step]}</span>
            <span className="text">{event.text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
