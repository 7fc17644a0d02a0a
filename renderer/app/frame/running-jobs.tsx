import { useLive } from '../../client/client-context';
import { useAllKeyed } from '../../client/store';
import { useNow } from '../../client/use-now';
import { formatCount } from '../../components/format/number';
import { formatAge } from '../../components/format/age';
import { Progress } from '../../components/note/progress';
import { useApp, useNumberFormat } from '../app-context';
import type { Job } from '../../../shared/contract/common';

/** A job that is over so soon needs no bar, microseconds. */
const TOO_SHORT = 1_000_000;

/** What is being done, how far it is, and how long it will take at this pace. */
export function jobText(job: Job, now: number, count: (value: number) => string): string {
  if (job.total === null || job.total <= 0) return job.step;
  const share = job.done / job.total;
  const left = share > 0.02 ? ((now - job.startedAt) / share - (now - job.startedAt)) / 1000 : null;
  return [job.step, `${count(job.done)} of ${count(job.total)}`, left === null ? '' : `${formatAge(left)} left`].filter(Boolean).join(', ');
}

/** Long work that is under way; it goes on while screens change. */
export function RunningJobs() {
  const app = useApp();
  const now = useNow(500);
  const format = useNumberFormat();
  const jobs = useAllKeyed(useLive().jobs).filter((job) => job.state === 'running' && now - job.startedAt > TOO_SHORT);
  if (jobs.length === 0) return null;
  return (
    <section className="jobs" aria-label="Work under way">
      {jobs.map((job) => (
        <Progress
          key={job.id}
          title={job.title}
          text={jobText(job, now, (value) => formatCount(value, format))}
          share={job.total === null || job.total <= 0 ? null : Math.min(1, job.done / job.total)}
          onCancel={() => void app.attempt(`${job.title} could not be cancelled`, () => app.client.call('job.cancel', { jobId: job.id }))}
        />
      ))}
    </section>
  );
}
