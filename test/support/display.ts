import { spawn } from 'node:child_process';

export interface Display {
  /** For the environment variable DISPLAY. */
  readonly name: string;
  close(): void;
}

/** The display there is, else a virtual one (Xvfb) that the caller closes. */
export async function openDisplay(): Promise<Display> {
  const present = process.env['DISPLAY'];
  if (present !== undefined && present !== '') return { name: present, close: () => undefined };
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const pipe = server.stdio[3];
  const name = await new Promise<string>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended at once with code ${code}. Install it with: apt-get install xvfb`)));
    pipe?.once('data', (data: Buffer) => resolve(`:${data.toString().trim()}`));
  });
  return { name, close: () => server.kill() };
}
