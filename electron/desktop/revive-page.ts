import type { BrowserWindow } from 'electron';

/** A page that ends more often than this within the span is left alone: loading it again would not help. */
const MOST_TIMES = 3;
const SPAN_MS = 60_000;

/** Loads the page again when its process has ended; devices and history are not touched by that, they live elsewhere. */
export function revivePage(window: BrowserWindow, report: (what: string, cause: unknown) => void): void {
  let ends: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const now = performance.now();
    ends = [...ends.filter((time) => now - time < SPAN_MS), now];
    report('The window ended unexpectedly', `${reason}, exit code ${exitCode}`);
    if (ends.length <= MOST_TIMES) window.webContents.reload();
    else window.setTitle(`${window.getTitle()}: the page ended ${ends.length} times within a minute and is not loaded again`);
  });
}
