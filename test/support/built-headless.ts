import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { bundleNode, root, workerSources } from './bundle-node';

export interface BuiltHeadless {
  readonly file: string;
  remove(): void;
}

/** Bundles the gateway as it is now, beside dist/main and without touching it. */
export async function buildHeadless(): Promise<BuiltHeadless> {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(root, 'dist', 'test-headless-'));
  const workers = Object.entries(workerSources()).map(([name, file]) => [`workers/${name}`, file] as const);
  await bundleNode({ headless: join(root, 'electron', 'headless.ts'), ...Object.fromEntries(workers) }, folder);
  return { file: join(folder, 'headless.js'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface RunningHeadless {
  readonly process: ChildProcess;
  readonly url: string;
  /** Everything on its standard output. */
  readonly output: () => string;
  readonly errors: () => string;
  /** Sends a signal and waits for the end; gives the exit code and the time that it took. */
  stop(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null; tookMs: number }>;
}

/** Refuses to load the electron package, as on a machine that does not have it. */
const NO_ELECTRON = `data:text/javascript,${encodeURIComponent("import { register } from 'node:module'; register('data:text/javascript,' + encodeURIComponent(\"export async function resolve(name, context, next) { if (name === 'electron') throw new Error('there is no electron here'); return next(name, context); }\"));")}`;

/** Starts the gateway on plain Node and waits for its line. */
export async function startHeadless(file: string, args: readonly string[]): Promise<RunningHeadless> {
  const child = spawn(process.execPath, ['--import', NO_ELECTRON, file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) => child.once('exit', (code, signal) => done({ code, signal })));
  const url = await new Promise<string>((done, fail) => {
    const limit = setTimeout(() => fail(new Error(`No line within 20 s. ${output} ${errors}`)), 20_000);
    child.stdout.on('data', () => {
      const match = /^listening on (http:\/\/127\.0\.0\.1:\d+)$/m.exec(output);
      if (!match?.[1]) return;
      clearTimeout(limit);
      done(match[1]);
    });
    void ended.then(() => {
      clearTimeout(limit);
      fail(new Error(`It ended: ${output} ${errors}`));
    });
  });
  return {
    process: child,
    url,
    output: () => output,
    errors: () => errors,
    stop: async (signal) => {
      const from = performance.now();
      child.kill(signal);
      return { ...(await ended), tookMs: performance.now() - from };
    },
  };
}
