import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

// Benches run bundled, from the root of the checkout.
const root = resolve('.');

/**
 * Bundles history, acquisition and the history worker from their sources, as the benches measure them: by themselves.
 * @returns {Promise<any>} what they export, the worker's address, and `remove`, which takes the bundle away
 */
export async function loadHistory() {
  const parent = join(root, 'dist', 'test-workers');
  mkdirSync(parent, { recursive: true });
  const outDir = mkdtempSync(join(parent, 'b-'));
  // Not bundled with the bench: it knows by its own place where the checkout is.
  const { sourcesConfig } = await import(pathToFileURL(join(root, 'build', 'lib', 'vite-configs.mjs')).href);
  await build(
    sourcesConfig(
      {
        history: join(root, 'electron/history/history.ts'),
        acquisition: join(root, 'electron/acquisition/acquisition.ts'),
        'point-cache': join(root, 'electron/acquisition/point-cache.ts'),
        'sample-bus': join(root, 'electron/acquisition/sample-bus.ts'),
        'history-worker': join(root, 'electron/history/history-worker.ts'),
      },
      outDir,
    ),
  );
  const at = (/** @type {string} */ name) => pathToFileURL(join(outDir, `${name}.js`));
  const modules = await Promise.all(['history', 'acquisition', 'point-cache', 'sample-bus'].map((name) => import(at(name).href)));
  return { ...Object.assign({}, ...modules), workerUrl: at('history-worker'), remove: () => rmSync(outDir, { recursive: true, force: true }) };
}
