import type { Job } from '../../../shared/contract/common';
import { formatCount } from '../format/number';
import { Progress } from './progress';

/** A job that a screen waits for: what is being done, how far, and its end on demand. */
export function JobProgress({ title, job, onCancel }: { readonly title: string; readonly job: Job | undefined; readonly onCancel: () => void }) {
  const { step = '', done = 0, total = null } = job ?? {};
  const known = total !== null && total > 0;
  return <Progress title={title} text={known ? `${step}, ${formatCount(done)} of ${formatCount(total)}` : step} share={known ? Math.min(1, done / total) : null} onCancel={onCancel} />;
}
