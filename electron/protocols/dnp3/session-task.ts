import type { Dnp3Line, MasterSession, MasterTask, TaskOutcome } from '../../stacks/dnp3';

/** Hands a task to a session. Null where the caller gives it up before it has ended; it is not begun then, where it has not. */
export function runTask(session: MasterSession, channel: Dnp3Line, signal: AbortSignal, make: (done: (outcome: TaskOutcome) => void) => MasterTask): Promise<TaskOutcome | null> {
  return new Promise((resolve) => {
    const settle = (outcome: TaskOutcome | null): void => {
      signal.removeEventListener('abort', cancel);
      resolve(outcome);
    };
    const cancel = (): void => settle(null);
    if (signal.aborted) return settle(null);
    signal.addEventListener('abort', cancel, { once: true });
    const task = make(settle);
    session.submit(
      {
        ...task,
        step: (index, previous, now) => (index === 0 && signal.aborted ? { ok: false, failure: { kind: 'cancelled', message: 'Cancelled' } } : task.step(index, previous, now)),
        done: (outcome) => task.done(outcome),
      },
      channel.now,
    );
  });
}
