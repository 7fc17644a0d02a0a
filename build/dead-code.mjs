import { pathToFileURL } from 'node:url';
import { runScript, setUp } from './setup.mjs';
import { inRoot } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

/**
 * Looks for files, exports and packages that nothing uses. Apart from the check, which has to end within a minute: what is not
 * used any more does no harm before it lands.
 * @returns {Promise<number>} the exit code
 */
export function findDeadCode() {
  return run(process.execPath, [inRoot('node_modules', 'knip', 'bin', 'knip.js'), '--no-progress']);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runScript(async () => {
    await setUp({ app: false, say: console.log });
    return findDeadCode();
  });
}
