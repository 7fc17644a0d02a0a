import { useCallback, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { Job } from '../../shared/contract/common';
import { useClient, useLive } from './client-context';
import { toClientError } from './client-error';
import { fetchJobFile, jobEnded } from './job-file';
import { useKeyed } from './store';

export type JobState<T> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly jobId: string | null }
  /** Ended; `value` is what its file holds, null where it makes none. */
  | { readonly kind: 'done'; readonly jobId: string; readonly value: T | null }
  | { readonly kind: 'failed'; readonly jobId: string | null; readonly message: string; readonly cancelled: boolean };

export interface JobRun<T> {
  readonly state: JobState<T>;
  /** While it runs. */
  readonly job: Job | undefined;
  /** Starts a job by a call that answers one; what ran before is forgotten. */
  readonly start: (call: () => Promise<Job>) => void;
  readonly cancel: () => void;
}

/** One job of a screen: started, watched, cancelled, its JSON file read and checked. It ends with the screen. */
export function useJob<T>(schema: z.ZodType<T> | null): JobRun<T> {
  const client = useClient();
  const { jobs } = useLive();
  const [state, setState] = useState<JobState<T>>({ kind: 'idle' });
  const running = useRef<string | null>(null);
  const turn = useRef(0);
  const job = useKeyed(jobs, state.kind === 'running' ? (state.jobId ?? '') : '');

  const cancel = useCallback(() => {
    if (running.current !== null) void client.call('job.cancel', { jobId: running.current }).catch(() => undefined);
  }, [client]);
  useEffect(
    () => () => {
      turn.current += 1;
      cancel();
    },
    [cancel],
  );
  const start = useCallback(
    (call: () => Promise<Job>) => {
      turn.current += 1;
      const mine = turn.current;
      const show = (next: JobState<T>): void => {
        if (turn.current === mine) setState(next);
      };
      const run = async (): Promise<void> => {
        const started = await call();
        running.current = started.id;
        if (turn.current !== mine) cancel();
        show({ kind: 'running', jobId: started.id });
        const ended = await jobEnded(jobs, started.id);
        running.current = null;
        if (ended.state !== 'done') {
          show({ kind: 'failed', jobId: ended.id, message: ended.message, cancelled: ended.state === 'cancelled' });
          return;
        }
        const value = schema === null || !ended.hasFile ? null : schema.parse(JSON.parse(await (await fetchJobFile(client, ended.id, 'application/json')).blob.text()));
        show({ kind: 'done', jobId: ended.id, value });
      };
      show({ kind: 'running', jobId: null });
      run().catch((cause: unknown) => show({ kind: 'failed', jobId: running.current, message: toClientError(cause).message, cancelled: false }));
    },
    [client, jobs, schema, cancel],
  );
  return { state, job, start, cancel };
}
