import type { DeviceTestResult, TestResult } from '../../../shared/contract/devices';
import { formatDuration } from '../../components/format/age';
import { Icon } from '../../components/icon';
import { Note } from '../../components/note/note';
import { TestFrames } from './test-frames';

type Step = TestResult['steps'][number];

/** What the connection test found: finding and evidence, then each step, then what to try, and the way to what went over the wire. */
export function TestReport({ result, inDialog = false }: { readonly result: DeviceTestResult; readonly inDialog?: boolean }) {
  const [likeliest, ...others] = result.suggestions;
  return (
    <div className="test-report">
      <Note kind={result.success ? 'plain' : 'bad'} title={result.diagnosis} announce>
        {result.evidence}
        {likeliest === undefined ? null : (
          <p>
            <span className="strong">{likeliest.title}</span>
            {likeliest.how === '' ? '' : `: ${likeliest.how}`}
          </p>
        )}
      </Note>
      <ol className="test-steps">
        {result.steps.map((step, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- the steps of one run have their order and nothing else
          <StepLine key={at} step={step} said={result.diagnosis} />
        ))}
      </ol>
      <TestFrames frames={result.frames} inDialog={inDialog} />
      {others.length === 0 ? null : (
        <section>
          <h3 className="test-title">If that is not it</h3>
          <ol className="test-others" start={2}>
            {others.map((suggestion, at) => (
              <li key={suggestion.title}>
                <span className="dim num">{at + 2}</span>
                <span>{suggestion.title}</span>
                <span className="dim">{suggestion.how}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

/** `said`: what stands over the steps already and is not said twice. */
function StepLine({ step, said }: { readonly step: Step; readonly said: string }) {
  const failed = step.ok === false;
  return (
    <li className={failed ? 'failed' : undefined}>
      <Icon name={step.ok === null ? 'minus' : failed ? 'q-bad' : 'check'} label={step.ok === null ? 'Not reached' : failed ? 'Failed' : 'Done'} />
      <div>
        <b>{step.name}</b>
        {step.message === '' || step.message === said ? null : <div className="detail">{step.message}</div>}
        {step.octets === '' ? null : <div className="detail mono">{step.octets}</div>}
      </div>
      <span className="time">{step.ok === null ? '' : formatDuration(step.durationMs)}</span>
    </li>
  );
}

/** The report as text, for a message to somebody else. */
export function reportText(label: string, result: TestResult): string {
  const steps = result.steps.map((step) => `${step.ok === null ? '-' : step.ok ? 'ok' : 'FAILED'}\t${step.name}\t${step.message}${step.octets === '' ? '' : `\t${step.octets}`}\t${step.ok === null ? '' : formatDuration(step.durationMs)}`);
  const suggestions = result.suggestions.map((suggestion, at) => `${at + 1}. ${suggestion.title}: ${suggestion.how}`);
  return [`Connection test of ${label}, ${new Date(result.ranAt / 1000).toISOString()}`, result.diagnosis, result.evidence, '', ...steps, '', ...suggestions].join('\n').trim();
}
