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
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    ssr: { target: 'node', external: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: {
          history: join(root, 'electron/history/history.ts'),
          acquisition: join(root, 'electron/acquisition/acquisition.ts'),
          'point-cache': join(root, 'electron/acquisition/point-cache.ts'),
          'sample-bus': join(root, 'electron/acquisition/sample-bus.ts'),
          'history-worker': join(root, 'electron/history/history-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunk-[hash].mjs' },
      },
    },
  });
  const at = (/** @type {string} */ name) => pathToFileURL(join(outDir, `${name}.mjs`));
  const modules = await Promise.all(['history', 'acquisition', 'point-cache', 'sample-bus'].map((name) => import(at(name).href)));
  return { ...Object.assign({}, ...modules), workerUrl: at('history-worker'), remove: () => rmSync(outDir, { recursive: true, force: true }) };
}
