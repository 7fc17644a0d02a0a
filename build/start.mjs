import { runScript, setUp } from './setup.mjs';
import { root } from './lib/paths.mjs';
import { hasDisplay } from './lib/run.mjs';
import { sandboxSwitches } from './lib/sandbox.mjs';
import { supervise } from './lib/supervise.mjs';

await runScript(async () => {
  const args = process.argv.slice(2);
  if (!hasDisplay()) {
    console.log('There is no display here, so no window can be opened. Starting headless instead: open the address below in a browser.');
    const { startHeadless } = await import('./headless.mjs');
    return startHeadless(args);
  }
  await setUp();
  const { bundle } = await import('./bundle.mjs');
  const { findElectron } = await import('./electron-runtime.mjs');
  await bundle();
  const runtime = await findElectron();
  if (runtime.standIn) console.log(`Running on the stand-in runtime (Electron ${runtime.version}, out of support), because the product's own could not be had here. It is for a first look and for tests.`);
  return supervise(runtime.executable, [root, ...sandboxSwitches(runtime.folder, console.log), ...args]);
});
