import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { fingerprint, readStamp, writeStamp } from './lib/fingerprint.mjs';
import { writeLicences } from './lib/licences.mjs';
import { inRoot } from './lib/paths.mjs';
import { mainConfig, preloadConfig, rendererConfig, workersConfig } from './lib/vite-configs.mjs';

const RECIPE = ['package.json', 'package-lock.json', 'tsconfig.base.json', 'build/bundle.mjs', 'build/lib/vite-configs.mjs', 'build/lib/licences.mjs'].map((name) => inRoot(...name.split('/')));

/** @param {Set<string>} packages */
async function bundleMain(packages) {
  await build(mainConfig(packages));
  await build(preloadConfig());
}

/** @param {Set<string>} packages */
async function bundleRenderer(packages) {
  await build(rendererConfig(packages));
}

/** @param {string} part @returns {string} the file that names the packages in a part's bundle */
const packagesFile = (part) => inRoot('dist', `.${part}.packages.json`);

const PARTS = [
  { name: 'main', sources: ['electron', 'shared'], result: ['dist', 'main', 'main.js'], make: bundleMain },
  { name: 'renderer', sources: ['renderer', 'shared'], result: ['dist', 'renderer', 'index.html'], make: bundleRenderer },
];

/**
 * Builds into dist/ what has changed since the last time.
 * @param {{ force?: boolean, only?: 'main' | 'renderer', say?: (line: string) => void }} [options]
 */
export async function bundle({ force = false, only, say = console.log } = {}) {
  let changed = false;
  for (const part of PARTS) {
    if (only && part.name !== only) continue;
    const stamp = inRoot('dist', `.${part.name}.stamp`);
    const now = fingerprint([...part.sources.map((folder) => inRoot(folder)), ...RECIPE]);
    if (!force && readStamp(stamp) === now && existsSync(inRoot(...part.result))) continue;
    const started = performance.now();
    /** @type {Set<string>} */
    const packages = new Set();
    await part.make(packages);
    writeFileSync(packagesFile(part.name), JSON.stringify([...packages]));
    changed = true;
    writeStamp(stamp, now);
    say(`Built ${part.name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  if (!changed) return;
  const files = PARTS.map((part) => packagesFile(part.name)).filter((file) => existsSync(file));
  writeLicences(files.flatMap((file) => JSON.parse(readFileSync(file, 'utf8'))), inRoot('dist', 'licences.json'));
}

/**
 * Builds the workers alone as <folder>/workers/<name>.js, for benches whose own bundle has everything else.
 * @param {string} folder is emptied
 */
export async function bundleWorkers(folder) {
  await build(workersConfig(folder));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await bundle({ force: process.argv.includes('--force') });
}
