import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * A path inside the checkout.
 * @param {...string} parts
 */
export const inRoot = (...parts) => join(root, ...parts);

/**
 * Where runtimes and stamps are kept: outside the source tree, so that cleaning the checkout costs no download.
 * @returns {string} an absolute path that need not exist yet
 */
export function cacheFolder() {
  const given = process.env.XDG_CACHE_HOME;
  if (given) return join(given, 'thermacore-workstation');
  if (process.platform === 'win32' && process.env.LOCALAPPDATA) return join(process.env.LOCALAPPDATA, 'thermacore-workstation', 'cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'thermacore-workstation');
  return join(homedir(), '.cache', 'thermacore-workstation');
}
