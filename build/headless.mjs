import { pathToFileURL } from 'node:url';
import { runScript, setUp } from './setup.mjs';
import { inRoot } from './lib/paths.mjs';
import { supervise } from './lib/supervise.mjs';

/**
 * Sets up what is missing and runs the gateway until it ends.
 * @param {string[]} args for the gateway: --data <dir>, --port <n>, --host <address>, --demo
 * @returns {Promise<number>} its exit code
 */
export async function startHeadless(args) {
  await setUp({ app: false });
  const { bundle } = await import('./bundle.mjs');
  await bundle();
  return supervise(process.execPath, [inRoot('dist', 'main', 'headless.js'), ...args]);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runScript(() => startHeadless(process.argv.slice(2)));
}
