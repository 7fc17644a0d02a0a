import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireDebian } from './debian';

/** Tests and benches run from the root of the checkout, benches as bundles. */
const HERE = join(process.cwd(), 'test', 'support');

/** A program of somebody else that speaks Modbus, running until `close`. */
export interface Peer {
  readonly port: number;
  readonly pid: number;
  close(): Promise<void>;
}

/** A temporary folder that `close` removes. */
export interface TemporaryFolder {
  readonly path: string;
  close(): void;
}

export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'modbus-'));
  return { path, close: () => rmSync(path, { recursive: true, force: true }) };
}

/** Compiles our small programs on Debian's libmodbus into a folder; the paths of server and client. */
export function buildLibmodbusPeers(folder: string): { readonly server: string; readonly client: string } {
  requireDebian(['libmodbus-dev', 'gcc', 'libc6-dev', 'pkg-config']);
  const flags = execFileSync('pkg-config', ['--cflags', '--libs', 'libmodbus'], { encoding: 'utf8' }).trim().split(/\s+/);
  const build = (name: string) => {
    const program = join(folder, name);
    execFileSync('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', join(HERE, 'libmodbus', `${name}.c`), '-o', program, ...flags]);
    return program;
  };
  return { server: build('server'), client: build('client') };
}

/** Starts a program that prints "ready PORT" and ends with its standard input. */
export async function startPeer(program: string, args: readonly string[]): Promise<Peer> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${program} did not get ready: ${said}`)), 20_000);
    const end = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    child.once('error', end);
    child.once('exit', (code) => end(new Error(`${program} ended with ${code}: ${said}`)));
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
    });
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      const ready = /^ready (\d+)$/m.exec(said);
      if (ready === null) return;
      clearTimeout(timer);
      resolve(Number(ready[1]));
    });
  });
  return { port, pid: child.pid ?? 0, close: () => end(child) };
}

export function startLibmodbusServer(program: string): Promise<Peer> {
  return startPeer(program, ['tcp', '0']);
}

/** Debian's pymodbus serving units 1 and 9 on TCP, on a free port unless one is named. */
export function startPymodbusServer(port = 0): Promise<Peer> {
  requireDebian(['python3-pymodbus']);
  return startPeer('/usr/bin/python3', [join(HERE, 'pymodbus-server.py'), String(port)]);
}

/** pymodbus with these holding registers of unit 1 and no others, by the first address of each stretch. */
export function startPymodbusRegisters(registers: Readonly<Record<number, readonly number[]>>): Promise<Peer> {
  requireDebian(['python3-pymodbus']);
  return startPeer('/usr/bin/python3', [join(HERE, 'pymodbus-registers.py'), JSON.stringify(registers)]);
}

/** Two ends of a serial line: what is written to one is read from the other. */
export interface PtyPair {
  readonly near: string;
  readonly far: string;
  close(): Promise<void>;
}

export async function openPtyPair(folder: string): Promise<PtyPair> {
  requireDebian(['socat']);
  const near = join(folder, 'near');
  const far = join(folder, 'far');
  const child = spawn('socat', [`pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`], { stdio: 'ignore' });
  for (let tries = 0; !(existsSync(near) && existsSync(far)); tries += 1) {
    if (tries > 500) throw new Error('socat made no pty pair');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { near, far, close: () => end(child) };
}

/** Ends a process of ours, and waits for it. */
function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.stdin?.end();
    child.kill('SIGTERM');
  });
}
