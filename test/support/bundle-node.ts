import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'vite';

/** The checkout. */
export const root = resolve(import.meta.dirname, '../..');

/** Every `*-worker.ts` of the main process, by its name without the ending. */
export function workerSources(): Record<string, string> {
  const files = readdirSync(join(root, 'electron'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('-worker.ts'));
  return Object.fromEntries(files.map((file) => [basename(file, '.ts'), join(root, 'electron', file)]));
}

/**
 * Bundles sources as they are now, for Node, as the build does. Packages stay outside: the folder has to lie in the
 * checkout, where they are found.
 * @param input the source of each bundle by the bundle's name
 */
export async function bundleNode(input: Record<string, string>, folder: string): Promise<void> {
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
      rolldownOptions: { input, output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' } },
    },
  });
}
