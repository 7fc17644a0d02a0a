import type { LiveState } from '../../client/live-state';

const LONGEST_MS = 10_000;

/** Waits until the window knows that a project is open: what follows works with its devices. Gives up after 10 s. */
export function untilOpen(live: LiveState, projectId: string): Promise<void> {
  return until(live, () => live.project.get()?.project.id === projectId, 'The project was made, and the engine does not say that it is open.');
}

/** Waits until the window knows whether a project is open: it is on the screen a moment before. Gives up after 10 s. */
export function untilKnown(live: LiveState): Promise<void> {
  return until(live, () => live.project.get() !== undefined, 'The engine does not say which project is open.');
}

function until(live: LiveState, holds: () => boolean, complaint: string): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      leave();
      reject(new Error(complaint));
    }, LONGEST_MS);
    const leave = live.project.subscribe(() => {
      if (!holds()) return;
      clearTimeout(timer);
      leave();
      resolve();
    });
  });
}
