import type { LiveState } from '../../client/live-state';

const LONGEST_MS = 10_000;

/** Waits until the window knows that a project is open: what follows works with its devices. Gives up after 10 s. */
export function untilOpen(live: LiveState, projectId: string): Promise<void> {
  const isOpen = (): boolean => live.project.get()?.project.id === projectId;
  if (isOpen()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      leave();
      reject(new Error('The project was made, and the engine does not say that it is open.'));
    }, LONGEST_MS);
    const leave = live.project.subscribe(() => {
      if (!isOpen()) return;
      clearTimeout(timer);
      leave();
      resolve();
    });
  });
}
