import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from './paths.mjs';
import { capture, isRoot } from './run.mjs';

const NOBODY = 65_534;
/** Drops root's identity, groups and capabilities. */
const DROP = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups', '--inh-caps=-all'];

/**
 * @typedef {object} Unprivileged
 * @property {string} folder of the checkout, or of a copy that the user can read
 * @property {string} home a folder of the user's own
 * @property {(program: string, args: string[]) => { program: string, args: string[] }} command to run as that user
 * @property {Record<string, string>} env
 * @property {() => void} remove
 */

/** @param {string[]} command @returns {Promise<boolean>} */
const works = async (command) => (await capture('setpriv', [...DROP, ...command], { cwd: '/' })).code === 0;

/** @param {string} home */
async function readableNode(home) {
  if (await works([process.execPath, '--version'])) return process.execPath;
  const copy = join(home, basename(process.execPath));
  cpSync(process.execPath, copy);
  chmodSync(copy, 0o755);
  return copy;
}

/** @param {string} home @returns {Promise<string>} */
async function readableCheckout(home) {
  if (await works(['test', '-r', join(root, 'package.json')])) return root;
  const copy = join(home, 'checkout');
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true, filter: (source) => basename(source) !== '.git' });
  return copy;
}

/**
 * Prepares to run something as a user without privileges: `nobody` where root runs the tests, else the user itself. A
 * checkout below root's home is copied to where that user can read it.
 * @returns {Promise<Unprivileged>}
 */
export async function becomeUnprivileged() {
  const home = mkdtempSync(join(tmpdir(), 'thermacore-e2e-'));
  const remove = () => rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  const env = { HOME: home, TMPDIR: home, XDG_RUNTIME_DIR: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_CACHE_HOME: join(home, '.cache') };
  if (!isRoot()) return { folder: root, home, env, remove, command: (program, args) => ({ program, args }) };
  chownSync(home, NOBODY, NOBODY);
  const [folder, node] = await Promise.all([readableCheckout(home), readableNode(home)]);
  if (!existsSync(join(folder, 'package.json'))) throw new Error(`The checkout could not be copied to ${folder}.`);
  return { folder, home, env, remove, command: (program, args) => ({ program: 'setpriv', args: [...DROP, program === process.execPath ? node : program, ...args] }) };
}
