import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import react from '@vitejs/plugin-react';
import { notePackages } from './licences.mjs';
import { inRoot } from './paths.mjs';

/** Everything that is not a file of ours stays a package that Node loads: native modules could not be bundled anyway. */
const isPackage = (/** @type {string} */ id) => !/^[./\0]/.test(id) && !/^[a-zA-Z]:[\\/]/.test(id);

/** @returns {Record<string, string>} every worker of the main process by its name in dist/main/workers */
export function workerEntries() {
  const files = readdirSync(inRoot('electron'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('-worker.ts'))
    .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`);
  return Object.fromEntries(files.map((file) => [`workers/${basename(file, '.ts')}`, file]));
}

/**
 * @param {Record<string, string>} input
 * @param {{ outDir: string, format: 'es' | 'cjs', empty: boolean, extension: string }} target
 * @returns {import('vite').InlineConfig}
 */
function nodeConfig(input, { outDir, format, empty, extension }) {
  return {
    configFile: false,
    root: inRoot(),
    logLevel: 'warn',
    publicDir: false,
    ssr: { target: 'node', external: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: empty,
      minify: false,
      rolldownOptions: {
        input,
        external: isPackage,
        output: { format, entryFileNames: `[name]${extension}`, chunkFileNames: `chunks/[name]-[hash]${extension}` },
      },
    },
  };
}

/** The main process, the gateway and the workers, as ES modules. */
export function mainConfig() {
  const entries = Object.fromEntries(['main', 'headless'].map((name) => [name, inRoot('electron', `${name}.ts`)]).filter(([, file]) => existsSync(file)));
  return nodeConfig({ ...entries, ...workerEntries() }, { outDir: inRoot('dist', 'main'), format: 'es', empty: true, extension: '.js' });
}

/**
 * Workers alone, for benches whose own bundle has everything else.
 * @param {string} outDir
 */
export const workersConfig = (outDir) => nodeConfig(workerEntries(), { outDir, format: 'es', empty: true, extension: '.js' });

/**
 * One bench with our sources in it.
 * @param {string} name
 * @param {string} file
 * @param {string} outDir
 */
export const benchConfig = (name, file, outDir) => nodeConfig({ [name]: file }, { outDir, format: 'es', empty: false, extension: '.js' });

/** The preload script: CommonJS, since a sandboxed one cannot be a module. */
export const preloadConfig = () => nodeConfig({ preload: inRoot('electron', 'preload.ts') }, { outDir: inRoot('dist', 'main'), format: 'cjs', empty: false, extension: '.cjs' });

/**
 * The renderer, for Electron and for browsers.
 * @param {Set<string>} packages is filled with the folders of the packages that went in
 * @returns {import('vite').InlineConfig}
 */
export function rendererConfig(packages = new Set()) {
  return {
    configFile: false,
    root: inRoot('renderer'),
    base: './',
    logLevel: 'warn',
    plugins: [react(), notePackages(packages)],
    build: {
      target: 'chrome130',
      outDir: inRoot('dist', 'renderer'),
      emptyOutDir: true,
      // The content security policy allows no data: fonts, and inlined images would only grow the script.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4000,
    },
  };
}
