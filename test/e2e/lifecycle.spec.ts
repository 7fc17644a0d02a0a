import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures';
import { countPages } from './main-process';
import { packagedExecutable } from './packaged-app';

/** What a service manager grants before it kills. */
const TEN_SECONDS = 10_000;

test('ends within ten seconds after SIGTERM, in order', async ({ app, page }) => {
  await page.waitForLoadState();
  const child = app.process();
  const ended = once(child, 'exit');
  const started = performance.now();
  child.kill('SIGTERM');
  const outcome = await ended;
  expect(performance.now() - started).toBeLessThan(TEN_SECONDS);
  expect(outcome, 'exit code and signal').toEqual([0, null]);
});

test('ends within ten seconds after its window was closed, in order', async ({ app, page }) => {
  await page.waitForLoadState();
  const ended = once(app.process(), 'exit');
  const started = performance.now();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined);
  const outcome = await ended;
  expect(performance.now() - started).toBeLessThan(TEN_SECONDS);
  expect(outcome, 'exit code and signal').toEqual([0, null]);
});

test('a page that crashes is loaded again, and the log says so', async ({ app, page, dataDir }) => {
  await page.waitForLoadState();
  await app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve, reject) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        if (!contents) return reject(new Error('There is no window.'));
        contents.once('did-finish-load', () => resolve());
        contents.forcefullyCrashRenderer();
      }),
  );
  expect((await countPages(app)).windows).toBe(1);
  expect(await readFile(join(dataDir, 'errors.log'), 'utf8')).toContain('The window ended unexpectedly');
});

test('a second start on the same data shows the window of the first and ends', async ({ app, page, dataDir }) => {
  await page.waitForLoadState();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  // The second one ends before a driver could attach to it.
  const second = spawn(packagedExecutable, ['--data', dataDir, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])], { stdio: 'ignore' });
  await once(second, 'exit', { signal: AbortSignal.timeout(30_000) });
  expect(second.exitCode).toBe(0);
  expect((await countPages(app)).windows).toBe(1);
  expect(app.process().exitCode).toBeNull();
});

test('the window opens where it was left', async ({ launch, dataDir }) => {
  const first = await launch({ dataDir });
  await first.firstWindow();
  const left = await first.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    window?.setBounds({ x: 60, y: 40, width: 1100, height: 720 });
    return window?.getNormalBounds();
  });
  await first.close();
  const second = await launch({ dataDir });
  await second.firstWindow();
  expect(await second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds())).toEqual(left);
});

test('a damaged note of the window is ignored', async ({ launch, dataDir }) => {
  await mkdir(join(dataDir, 'window'), { recursive: true });
  await writeFile(join(dataDir, 'window', 'window-state.json'), '{"x": "left"');
  const app = await launch({ dataDir });
  await app.firstWindow();
  expect((await countPages(app)).windows).toBe(1);
});

test('everything that it writes is below the data folder', async ({ app, page, dataDir }) => {
  await page.waitForLoadState();
  const { userData, home } = await app.evaluate(({ app: electron }) => ({ userData: electron.getPath('userData'), home: electron.getPath('home') }));
  expect(userData.startsWith(dataDir)).toBe(true);
  expect(existsSync(join(home, '.config', 'ThermaCore Workstation'))).toBe(false);
});
