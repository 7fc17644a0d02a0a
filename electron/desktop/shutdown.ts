import type { App } from 'electron';

/** What is left of the ten seconds that a service manager grants, after the window has gone. */
const LIMIT_MS = 9_000;

/**
 * Ends the application only after `close` has put everything acknowledged on disk. Closing the window, quitting and
 * SIGTERM, SIGINT and SIGHUP all come this way; a second request while closing does nothing.
 */
export function closeBeforeQuit(app: App, close: () => Promise<void>, report: (what: string, cause: unknown) => void): void {
  let closing = false;

  const finish = async (): Promise<number> => {
    const limit = setTimeout(() => {
      report('Closing took too long and was cut off', new Error(`not done after ${LIMIT_MS} ms`));
      app.exit(1);
    }, LIMIT_MS);
    try {
      await close();
      return 0;
    } catch (error) {
      report('Closing failed', error);
      return 1;
    } finally {
      clearTimeout(limit);
    }
  };

  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    void finish().then((code) => app.exit(code));
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}
