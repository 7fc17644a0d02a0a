import { chromium } from '@playwright/test';

/** The slowest start that was seen on a busy machine took six seconds. */
const STALLED_MS = 8000;
const WAKE_LIMIT_MS = 10_000;

/**
 * Starts an application with the driver, and wakes the driver where it sleeps. It takes hold while the window loads its
 * page; on a busy machine it then misses, once in twenty to forty starts, the very navigation that it waits for, and waits
 * for ever beside an application that is up. Loading the page again, by the way of another connection, gives it one.
 * @param port on which the application listens for debuggers of its pages
 */
export async function startAwake<T>(port: number, start: () => Promise<T>): Promise<T> {
  let waking: Promise<void> | undefined;
  const stalled = setTimeout(() => {
    waking = reloadPage(port);
  }, STALLED_MS);
  try {
    const started = await start();
    await waking;
    return started;
  } finally {
    clearTimeout(stalled);
  }
}

/** An application that has no page has nothing to be woken for: then the driver says what is the matter. */
async function reloadPage(port: number): Promise<void> {
  try {
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: WAKE_LIMIT_MS });
    const [page] = browser.contexts().flatMap((context) => context.pages());
    process.stdout.write('The driver missed the window: its page is loaded again.\n');
    await page?.reload({ timeout: WAKE_LIMIT_MS });
    await browser.close();
  } catch (error) {
    process.stdout.write(`The driver could not be woken: ${String(error)}\n`);
  }
}
