import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repository } from './packaged-app';

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 15_000;

export interface Gateway {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  readonly token: string;
  readonly process: ChildProcess;
  /** Ends it in order. */
  stop(): Promise<void>;
}

/** Waits for the one line that says where it listens. */
async function listeningAddress(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The gateway has no standard output.');
  const lines = createInterface({ input: child.stdout });
  const printed: string[] = [];
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`The gateway did not say where it listens within ${START_LIMIT_MS / 1000} s. It printed:\n${printed.join('\n')}`)), START_LIMIT_MS);
    lines.on('line', (line) => {
      printed.push(line);
      const address = /listening on (http:\/\/\S+)/.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(limit);
      resolve(address);
    });
    child.once('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`The gateway ended with ${code} before it listened. It printed:\n${printed.join('\n')}`));
    });
  });
}

/** Starts the gateway on plain Node, on a free port of loopback. */
export async function startGateway(dataDir: string, args: readonly string[] = []): Promise<Gateway> {
  const child = spawn(process.execPath, [join(repository, 'dist', 'main', 'headless.js'), '--data', dataDir, '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const address = await listeningAddress(child);
  const token = (await readFile(join(dataDir, 'access-token'), 'utf8')).trim();
  return {
    address,
    token,
    process: child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      clearTimeout(limit);
    },
  };
}
