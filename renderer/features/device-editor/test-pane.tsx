import { Button } from '../../components/button/button';
import { formatClock } from '../../components/format/time';
import { formatDuration } from '../../components/format/age';
import { EmptyState } from '../../components/note/empty-state';
import { Note } from '../../components/note/note';
import { Progress } from '../../components/note/progress';
import { copyText } from './copy-text';
import { reportText, TestReport } from './test-report';
import type { DeviceTest } from './use-device-test';

/** The connection test beside the form: not run, running, what it found. */
export function TestPane({ test, label, onRun, offReason }: { readonly test: DeviceTest; readonly label: string; readonly onRun: () => void; readonly offReason: string }) {
  const { result, running, failure } = test;
  const took = result?.steps.reduce((sum, step) => sum + step.durationMs, 0) ?? 0;
  return (
    <aside className="test-pane" aria-label="Connection test">
      <div className="pane-head">
        Connection test
        <span className="sub grow">{result === null ? '' : `ran ${formatClock(result.ranAt)}, ${formatDuration(took)}`}</span>
        {result === null ? null : (
          <Button variant="quiet" onClick={() => copyText(reportText(label, result))}>
            Copy result
          </Button>
        )}
      </div>
      <div className="scroll test-body">
        {running ? <Progress title="Testing the connection" text="opens, reads one thing, closes" share={null} onCancel={test.leave} /> : null}
        {failure === '' ? null : (
          <Note kind="bad" title="The test could not be run" announce>
            {failure}
          </Note>
        )}
        {result === null ? null : <TestReport result={result} />}
        {result === null && !running && failure === '' ? (
          <EmptyState title="Not tested yet" actions={<Button icon="play" keys="F5" offReason={offReason} onClick={onRun}>Test connection</Button>}>
            The test opens the connection with the settings as they stand here, reads one thing and closes it. Devices that work are not disturbed.
          </EmptyState>
        ) : null}
      </div>
    </aside>
  );
}
