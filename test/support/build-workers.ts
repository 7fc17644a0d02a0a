import { mkdtempSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');

export interface BuiltWorkers {
  /** The folder, with a slash at its end, so that `new URL('history-worker.js', url)` is a worker. */
  readonly url: URL;
  remove(): void;
}

/**
 * Bundles every `*-worker.ts` of the main process as it is now. The folder lies in the source tree, because the bundles
 * load their packages from there.
 */
export async function buildWorkers(): Promise<BuiltWorkers> {
  const parent = join(root, 'dist', 'test-workers');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'w-'));
  const sources = readdirSync(join(root, 'electron'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('-worker.ts'));
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    ssr: { target: 'node', external: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(sources.map((file) => [basename(file, '.ts'), join(root, 'electron', file)])),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
      },
    },
  });
  return { url: new URL(`${pathToFileURL(folder).href}/`), remove: () => { rmSync(folder, { recursive: true, force: true }); } };
}
