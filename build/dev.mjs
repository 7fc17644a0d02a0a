import { runScript, setUp } from './setup.mjs';
import { root } from './lib/paths.mjs';
import { hasDisplay } from './lib/run.mjs';
import { sandboxSwitches } from './lib/sandbox.mjs';
import { launch, onEndAsked } from './lib/supervise.mjs';

const PORT = 5173;

/** Builds of main and preload that follow each other within this time cause one restart. */
const SETTLE_MS = 200;

/**
 * Keeps one Electron running, starts it anew on request, and ends with it.
 * @param {() => import('node:child_process').ChildProcess} start
 */
function restartable(start) {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  let restarting = false;
  const begin = () => {
    restarting = false;
    child = start();
    child.once('exit', (code) => {
      if (restarting) begin();
      else process.exit(code ?? 0);
    });
  };
  return {
    restart() {
      if (!child) begin();
      else if (!restarting) {
        restarting = true;
        child.kill('SIGTERM');
      }
    },
    /** @param {NodeJS.Signals} signal */
    end(signal) {
      restarting = false;
      if (!child) process.exit(0);
      child.kill(signal);
    },
  };
}

await runScript(async () => {
  if (!hasDisplay()) throw new Error('There is no display here. `npm run dev` opens a window; with xvfb-run it can do without a screen.');
  await setUp();
  const { build, createServer } = await import('vite');
  const { mainConfig, preloadConfig, rendererConfig } = await import('./lib/vite-configs.mjs');
  const { findElectron } = await import('./electron-runtime.mjs');

  const server = await createServer({ ...rendererConfig(), server: { host: '127.0.0.1', port: PORT, hmr: { host: '127.0.0.1', protocol: 'ws', clientPort: PORT } } });
  await server.listen();
  const address = server.resolvedUrls?.local[0] ?? `http://127.0.0.1:${PORT}/`;
  const runtime = await findElectron();
  const switches = sandboxSwitches(runtime.folder, console.log);
  const electron = restartable(() => launch(runtime.executable, [root, ...switches, '--renderer', address, ...process.argv.slice(2)]));
  onEndAsked((signal) => electron.end(signal));

  /** @type {NodeJS.Timeout | undefined} */
  let settle;
  let built = 0;
  for (const config of [mainConfig(), preloadConfig()]) {
    const watcher = await build({ ...config, build: { ...config.build, emptyOutDir: false, watch: {}, sourcemap: 'inline' } });
    if (!('on' in watcher)) throw new Error('Vite did not start to watch.');
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') console.error(event.error.message);
      if (event.code !== 'END') return;
      built += 1;
      clearTimeout(settle);
      // The first start waits for both.
      if (built >= 2) settle = setTimeout(() => electron.restart(), SETTLE_MS);
    });
  }
  return new Promise(() => undefined);
});
