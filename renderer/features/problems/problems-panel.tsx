import { useApp } from '../../app/app-context';
import { Button } from '../../components/button/button';
import { Icon } from '../../components/icon';
import { EmptyState } from '../../components/note/empty-state';
import type { Problem } from './problem-list';
import { useProblems } from './use-problems';
import './problems.css';

/** What has to be solved, each with the way to its fix. */
export function ProblemsPanel() {
  const problems = useProblems();
  if (problems.length === 0) return <EmptyState title="Nothing to solve">Every device that is wanted on answers, and the project is saved.</EmptyState>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard
    <div className="scroll" tabIndex={0} role="region" aria-label="Problems">
      {problems.map((problem) => (
        <Row key={problem.id} problem={problem} />
      ))}
    </div>
  );
}

function Row({ problem }: { readonly problem: Problem }) {
  const { workspace, commands } = useApp();
  const { deviceId, fix } = problem;
  const show = (): void => {
    if (deviceId !== null) workspace.select({ kind: 'device', deviceId });
  };
  return (
    <div className="problem">
      <span className={problem.severity === 'bad' ? 'text-bad' : 'text-uncertain'}>
        <Icon name={problem.severity === 'bad' ? 'q-bad' : 'q-unc'} size="s" label={problem.severity === 'bad' ? 'Bad' : 'Attention'} />
      </span>
      {deviceId === null ? (
        <span className="strong">{problem.what}</span>
      ) : (
        <button type="button" className="link strong problem-what" onClick={show}>
          {problem.what}
        </button>
      )}
      <span className="sec problem-why">{problem.why}</span>
      {fix === null ? (
        <span />
      ) : (
        <Button
          onClick={() => {
            show();
            commands.runById(fix.command);
          }}
        >
          {fix.label}
        </Button>
      )}
    </div>
  );
}

/** How many there are, behind the tab's title. */
export function ProblemCount() {
  const { length } = useProblems();
  return length === 0 ? null : <span className="problem-count">{length}</span>;
}
