import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot } from './lib/paths.mjs';
import { npmCommand, run } from './lib/run.mjs';
import { ensureSystemPackages } from './lib/system-packages.mjs';

const OLDEST_NODE = [20, 18];

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new Error(`Node ${process.versions.node} is too old: ${OLDEST_NODE.join('.')} or newer is needed.`);
  }
}

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean, link?: boolean }>} */
const lockedPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/**
 * Compares package-lock.json with what npm noted when it last installed. Optional packages may be left out (those of other
 * platforms are), all others must be there in the locked version.
 * @returns {boolean}
 */
function dependenciesAreInstalled() {
  const note = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(note)) return false;
  const present = lockedPackages(note);
  return Object.entries(lockedPackages(inRoot('package-lock.json'))).every(([path, { version, optional }]) => path === '' || (present[path] ? present[path].version === version : optional === true));
}

/**
 * Sets up what is missing. Where nothing is missing it touches neither disk nor network and takes a few milliseconds.
 * Runs before there are any dependencies, so it imports Node's own modules only.
 * @param {{ tests?: boolean, app?: boolean, say?: (line: string) => void }} [options] `tests`: with what only the tests
 *   need; `app`: with what a window needs
 */
export async function setUp({ tests = false, app = true, say = console.log } = {}) {
  checkNode();
  if (app || tests) await ensureSystemPackages({ tests, say });
  if (dependenciesAreInstalled()) return;
  say('Installing dependencies ...');
  const npm = npmCommand();
  // None of the dependencies needs its install script: native modules bring binaries, Electron's runtime is found apart.
  const code = await run(npm.program, [...npm.args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) throw new Error(`npm ci ended with ${code}. It needs the npm registry once.`);
}

/**
 * Runs an entry script's work and turns what it throws into one message and an exit code.
 * @param {() => Promise<number | void>} work
 */
export async function runScript(work) {
  let code = 1;
  try {
    code = (await work()) ?? 0;
  } catch (error) {
    console.error(error instanceof Error && !process.env.DEBUG ? error.message : error);
  }
  // Ended at once, not by process.exitCode: the packager's libraries hook the event loop's end and exit with 0 there.
  if (code !== 0) process.exit(code);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runScript(() => setUp({ tests: process.argv.includes('--tests') }));
}
