import type { App } from 'electron';
import { setImmediate } from 'node:timers/promises';

/** What is left of the ten seconds that a service manager grants, after the window has gone. */
const LIMIT_MS = 9_500;

/**
 * Ends the application only after `close` has put everything acknowledged on disk. Closing the window, quitting and
 * SIGTERM, SIGINT and SIGHUP all come this way; a second request while closing does nothing.
 */
export function closeBeforeQuit(app: App, close: () => Promise<void>, report: (what: string, cause: unknown) => void): void {
  let state: 'open' | 'closing' | 'closed' = 'open';

  const finish = async (): Promise<void> => {
    const limit = setTimeout(() => {
      report('Closing took too long and was cut off', new Error(`not done after ${LIMIT_MS} ms`));
      app.exit(1);
    }, LIMIT_MS);
    try {
      // Quitting from within the event that was just prevented would be lost.
      await setImmediate();
      await close();
      state = 'closed';
      app.quit();
    } catch (error) {
      report('Closing failed', error);
      app.exit(1);
    } finally {
      clearTimeout(limit);
    }
  };

  app.on('will-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    void finish();
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}
