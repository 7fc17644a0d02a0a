import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, Platform } from 'electron-builder';
import { bundle } from './bundle.mjs';
import { builderConfiguration } from './electron-builder.mjs';
import { findElectron } from './electron-runtime.mjs';
import { fingerprint, readStamp, writeStamp } from './lib/fingerprint.mjs';
import { inRoot } from './lib/paths.mjs';

const PLATFORMS = { '--linux': 'linux', '--win': 'win32', '--mac': 'darwin' };
const TARGETS = { linux: Platform.LINUX, win32: Platform.WINDOWS, darwin: Platform.MAC };

/**
 * The unpacked application on Linux.
 * @param {'e2e' | 'linux'} kind
 */
export const unpackedFolder = (kind) => inRoot('release', kind, 'linux-unpacked');

/**
 * @param {object} options
 * @param {'linux' | 'win32' | 'darwin'} options.platform
 * @param {string[]} options.targets electron-builder's names; none means those of the configuration
 * @param {boolean} options.inspectable the build that end-to-end tests drive
 * @param {(line: string) => void} [options.say]
 * @returns {Promise<string>} the folder of the results
 */
export async function packageApp({ platform, targets, inspectable, say = console.log }) {
  await bundle({ say });
  const runtime = platform === process.platform ? await findElectron(say) : undefined;
  const unpackedOnly = targets.length === 1 && targets[0] === 'dir';
  if (runtime?.standIn && !unpackedOnly) {
    throw new Error('Only the stand-in runtime is here, which is out of support. Packages for users are never built on it: run `node node_modules/electron/install.js` where Electron can be downloaded, then package again. `npm run package -- --linux dir` makes the unpacked folder for a first look.');
  }
  const output = inRoot('release', inspectable ? 'e2e' : platform);
  const stamp = join(output, '.stamp');
  const now = fingerprint([inRoot('dist', '.main.stamp'), inRoot('dist', '.renderer.stamp'), inRoot('resources'), inRoot('package-lock.json'), inRoot('build', 'electron-builder.mjs'), ...(runtime ? [join(runtime.folder, 'version')] : [])]);
  if (unpackedOnly && readStamp(stamp) === now && existsSync(join(output, 'linux-unpacked'))) return output;
  const started = performance.now();
  await build({
    projectDir: inRoot(),
    targets: TARGETS[platform].createTarget(targets.length > 0 ? targets : null),
    config: builderConfiguration({ platform, output, inspectable, ...(runtime ? { runtime } : {}) }),
    publish: 'never',
  });
  if (unpackedOnly) writeStamp(stamp, now);
  say(`Packaged into ${output} in ${((performance.now() - started) / 1000).toFixed(1)} s${runtime?.standIn ? ' on the stand-in runtime: for tests and a first look, not for users' : ''}`);
  return output;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const args = process.argv.slice(2);
  const inspectable = args.includes('--inspectable');
  const platform = Object.entries(PLATFORMS).find(([flag]) => args.includes(flag))?.[1] ?? process.platform;
  await packageApp({ platform, targets: args.filter((arg) => !arg.startsWith('--')), inspectable }).catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
