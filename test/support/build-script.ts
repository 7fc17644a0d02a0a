import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { build } from 'vite';
import { onTestFinished } from 'vitest';

/** Folder beneath node_modules, so that the bundled script finds the packages that it leaves outside. */
const OUTSIDE_SOURCES = join(import.meta.dirname, '..', '..', 'node_modules', '.cache');

/** Bundles a TypeScript file of the tests into one that a child process of plain Node runs. @returns its path */
export async function buildScript(file: string): Promise<string> {
  mkdirSync(OUTSIDE_SOURCES, { recursive: true });
  const outDir = mkdtempSync(join(OUTSIDE_SOURCES, 'script-'));
  onTestFinished(() => rm(outDir, { recursive: true, force: true }));
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { target: 'node', external: true },
    build: { ssr: true, target: 'node20', outDir, emptyOutDir: true, minify: false, rolldownOptions: { input: { script: file }, output: { format: 'es', entryFileNames: '[name].mjs' } } },
  });
  return join(outDir, 'script.mjs');
}
