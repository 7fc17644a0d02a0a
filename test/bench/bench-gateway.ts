import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Gateway {
  readonly address: string;
  readonly token: string;
  stop(): Promise<void>;
}

/** The gateway as it was built, on a free port. Benches run from the root of the checkout. */
export async function startGateway(folder: string): Promise<Gateway> {
  const child = spawn(process.execPath, [join('dist', 'main', 'headless.js'), '--data', folder, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((done) => { child.once('exit', () => done()); });
  let printed = '';
  const address = await new Promise<string>((done, failed) => {
    child.once('exit', (code) => failed(new Error(`The gateway ended with ${code}: ${printed}`)));
    child.stdout.on('data', (data: Buffer) => {
      printed += data.toString();
      const found = /listening on (http:\/\/\S+)/.exec(printed)?.[1];
      if (found !== undefined) done(found);
    });
  });
  return {
    address,
    token: readFileSync(join(folder, 'access-token'), 'utf8').trim(),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Calls a procedure of the gateway. */
export async function call(gateway: Gateway, name: string, input: unknown): Promise<unknown> {
  const response = await fetch(`${gateway.address}/api/v1/procedures/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${name}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}
