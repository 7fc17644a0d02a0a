import { spawnSync } from 'node:child_process';
import { findProgram, isRoot, run } from './run.mjs';

/**
 * What Electron needs from Debian or Ubuntu, also what it loads by name at run time (libX11-xcb without which it ends at
 * once, libsecret for the keyring). A list in a list holds names of the same thing in different releases.
 * @type {(string | string[])[]}
 */
export const FOR_APP = [['libgtk-3-0', 'libgtk-3-0t64'], 'libx11-xcb1', 'libnss3', ['libasound2', 'libasound2t64'], 'libgbm1', 'libxss1', 'libxtst6', 'libsecret-1-0', 'udev'];

/**
 * What the tests need beside it: a display, a browser, peers that nobody here wrote, and tools that look at the wire.
 * @type {(string | string[])[]}
 */
const FOR_TESTS = ['xvfb', 'xauth', 'x11-utils', ['chromium', 'chromium-browser'], 'socat', 'tshark', 'strace', 'iproute2', 'mosquitto', 'mosquitto-clients', 'libmodbus-dev', 'python3-pymodbus', 'python3-serial', 'python3-serial-asyncio', 'gcc', 'libc6-dev', 'pkg-config', 'procps', 'util-linux', 'fonts-dejavu-core'];

/** @param {string[]} names @returns {Set<string>} those that are installed */
function installed(names) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], { encoding: 'utf8' });
  return new Set(stdout.split('\n').filter((line) => line.endsWith(' installed')).map((line) => line.split(' ')[0] ?? ''));
}

/** @param {string[]} names @returns {string | undefined} the one that this release has */
function available(names) {
  return names.find((name) => /Candidate: (?!\(none\))/.test(spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' }).stdout));
}

/**
 * Makes sure of the system's packages: installs what is missing as root, names the command otherwise. On a system without
 * dpkg there is nothing that could be asked; what is missing then shows when Electron starts.
 * @param {{ tests: boolean, say: (line: string) => void }} options
 * @throws when something is missing and this user may not install it
 */
export async function ensureSystemPackages({ tests, say }) {
  if (process.platform !== 'linux' || !findProgram('dpkg-query') || !findProgram('apt-get')) return;
  const wanted = [...FOR_APP, ...(tests ? FOR_TESTS : [])].map((entry) => (Array.isArray(entry) ? entry : [entry]));
  const present = installed(wanted.flat());
  const missing = wanted.filter((names) => !names.some((name) => present.has(name)));
  if (missing.length === 0) return;
  if (!isRoot()) {
    const names = missing.map((alternatives) => available(alternatives) ?? alternatives[0]);
    // A minimal Debian has no sudo.
    const [who, sudo] = findProgram('sudo') ? ['', 'sudo '] : [' as root', ''];
    throw new Error(`These system packages are missing: ${names.join(', ')}.\nInstall them${who} with:\n  ${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${names.join(' ')}`);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  say(`Installing system packages: ${missing.map(([name]) => name).join(', ')} ...`);
  if (missing.some((names) => available(names) === undefined)) await run('apt-get', ['update', '-q'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const names = missing.map((alternatives) => available(alternatives) ?? alternatives[0] ?? '');
  const code = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (code !== 0) throw new Error(`The system packages could not be installed (apt-get ended with ${code}). Try:\n  apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`);
}
