import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import react from '@vitejs/plugin-react';
import { notePackages } from './licences.mjs';
import { inRoot } from './paths.mjs';

/**
 * What stays a package that Node loads: Electron, the dependencies of package.json (native modules, and what is only
 * loaded when it is needed), and two native packages that a bundled one asks for and does without. The development
 * dependencies are bundled: hundreds of small files would cost a third of a second at each start.
 * @returns {(id: string) => boolean}
 */
function stayPackages() {
  const { dependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const names = ['electron', ...Object.keys(dependencies), 'bufferutil', 'utf-8-validate'];
  return (id) => names.some((name) => id === name || id.startsWith(`${name}/`));
}

/** @returns {Record<string, string>} every worker of the main process by its name in dist/main/workers */
export function workerEntries() {
  const files = readdirSync(inRoot('electron'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('-worker.ts'))
    .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`);
  return Object.fromEntries(files.map((file) => [`workers/${basename(file, '.ts')}`, file]));
}

/** Everything that is not a file of ours: what runs from the checkout finds it there. @type {(id: string) => boolean} */
const isPackage = (id) => !/^[./\0]/.test(id) && !/^[a-zA-Z]:[\\/]/.test(id);

/** A third less text to read and compile at each start; names stay, for the stack traces in the log. */
const minify = { mangle: false, compress: true, codegen: true };

/**
 * @param {Record<string, string>} input
 * @param {{ outDir: string, format: 'es' | 'cjs', empty: boolean, extension: string, packages?: Set<string>, external?: (id: string) => boolean }} target
 * @returns {import('vite').InlineConfig}
 */
function nodeConfig(input, { outDir, format, empty, extension, packages = new Set(), external = stayPackages() }) {
  return {
    configFile: false,
    root: inRoot(),
    logLevel: 'warn',
    publicDir: false,
    plugins: [notePackages(packages)],
    ssr: { target: 'node', noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: empty,
      minify: false,
      rolldownOptions: {
        input,
        external,
        output: { format, entryFileNames: `[name]${extension}`, chunkFileNames: `chunks/[name]-[hash]${extension}`, minify },
      },
    },
  };
}

/**
 * The main process, the gateway and the workers, as ES modules.
 * @param {Set<string>} [packages] is filled with the folders of the packages that went in
 */
export function mainConfig(packages) {
  const entries = Object.fromEntries(['main', 'headless'].map((name) => [name, inRoot('electron', `${name}.ts`)]).filter(([, file]) => existsSync(file)));
  return nodeConfig({ ...entries, ...workerEntries() }, { outDir: inRoot('dist', 'main'), format: 'es', empty: true, extension: '.js', ...(packages ? { packages } : {}) });
}

/**
 * Workers alone, for benches whose own bundle has everything else.
 * @param {string} outDir
 */
export const workersConfig = (outDir) => nodeConfig(workerEntries(), { outDir, format: 'es', empty: true, extension: '.js' });

/**
 * Some of our sources by themselves, for benches that measure them so.
 * @public benches load it by its address at run time, which nobody can see from their source
 * @param {Record<string, string>} input files by the names that their bundles get
 * @param {string} outDir
 */
export const sourcesConfig = (input, outDir) => nodeConfig(input, { outDir, format: 'es', empty: true, extension: '.js' });

/**
 * One bench with our sources in it.
 * @param {string} name
 * @param {string} file
 * @param {string} outDir
 */
export const benchConfig = (name, file, outDir) => nodeConfig({ [name]: file }, { outDir, format: 'es', empty: false, extension: '.js', external: isPackage });

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
