import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { inRoot } from './paths.mjs';

/**
 * @typedef {object} Licence
 * @property {string} name of the package
 * @property {string} version
 * @property {string} licence SPDX expression as the package states it
 * @property {string} text of its licence file; empty where the package carries none
 */

/** @param {string} file */
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * @param {string} file a file inside node_modules
 * @returns {string | undefined} the folder of the package that it belongs to
 */
function packageFolderOf(file) {
  const parts = file.split(/[\\/]/);
  const at = parts.lastIndexOf('node_modules');
  if (at < 0) return undefined;
  const scoped = parts[at + 1]?.startsWith('@');
  return parts.slice(0, at + (scoped ? 3 : 2)).join(sep);
}

/**
 * @param {string} name
 * @param {string} from the folder of the package that asks for it
 * @returns {string | undefined} Node's way of finding a package, without running anything of it
 */
function resolvePackage(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}

/** @returns {Set<string>} the folders of all packages that the packaged application carries as packages */
function productionPackages() {
  /** @type {Set<string>} */
  const found = new Set();
  const queue = Object.keys(readJson(inRoot('package.json')).dependencies).map((name) => ({ name, from: inRoot() }));
  for (let next = queue.pop(); next; next = queue.pop()) {
    const folder = resolvePackage(next.name, next.from);
    if (!folder || found.has(folder)) continue;
    found.add(folder);
    const { dependencies = {}, optionalDependencies = {} } = readJson(join(folder, 'package.json'));
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) queue.push({ name, from: folder });
  }
  return found;
}

/**
 * @param {string} folder
 * @returns {Licence | undefined}
 */
function licenceOf(folder) {
  const description = readJson(join(folder, 'package.json'));
  if (!description.name) return undefined;
  const stated = description.license ?? description.licenses?.map((/** @type {{ type: string }} */ entry) => entry.type).join(' OR ');
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)(\.|-|$)/i.test(name));
  return {
    name: description.name,
    version: description.version,
    licence: typeof stated === 'string' ? stated : (stated?.type ?? 'not stated'),
    text: file ? readFileSync(join(folder, file), 'utf8').trim() : '',
  };
}

/**
 * A Vite plugin that notes which packages went into a bundle, for a file of licences.
 * @param {Set<string>} packages is filled with folders
 * @returns {import('vite').Plugin}
 */
export function notePackages(packages) {
  return {
    name: 'note-packages',
    generateBundle(_options, bundle) {
      // Fonts are named by style sheets that style sheets import, which are no modules: they show as assets.
      const assets = Object.values(bundle).flatMap((file) => (file.type === 'asset' ? file.originalFileNames.map((name) => resolve(inRoot('renderer'), name)) : []));
      for (const id of [...this.getModuleIds(), ...assets]) {
        const folder = packageFolderOf(id.replace(/^\0/, '').replace(/\?.*$/, ''));
        if (folder && existsSync(join(folder, 'package.json'))) packages.add(folder);
      }
    },
  };
}

/**
 * Writes the licences of everything that is shipped: what is packaged as a package and what the bundles took in.
 * @param {Iterable<string>} bundled folders of packages inside the renderer's bundle
 * @param {string} target path of the JSON file
 * @returns {number} how many packages
 */
export function writeLicences(bundled, target) {
  /** @type {Map<string, Licence>} */
  const licences = new Map();
  for (const folder of new Set([...productionPackages(), ...bundled])) {
    const licence = licenceOf(folder);
    if (licence) licences.set(`${licence.name}@${licence.version}`, licence);
  }
  const sorted = [...licences.values()].sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `${JSON.stringify(sorted, null, 1)}\n`);
  return sorted.length;
}
