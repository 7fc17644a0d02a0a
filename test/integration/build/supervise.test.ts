import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const module = JSON.stringify(pathToFileURL(resolve('build/lib/supervise.mjs')).href);

/** Counts the signals that it gets, as a program does that closes in order and takes a while for it. */
const PROGRAM = `let signals = [];
  const helper = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  helper.on('exit', () => console.log('helper ended'));
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {
    signals.push(name);
    if (signals.length > 1) return;
    setTimeout(() => { console.log('got ' + signals.join(' ')); helper.removeAllListeners(); helper.kill(); process.exit(7); }, 700);
  });
  console.log('ready ' + process.pid);`;

const supervisor = (program: string): string => `import { supervise } from ${module};
  process.exit(await supervise(process.execPath, ['-e', ${JSON.stringify(program)}]));`;

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
});

/** Starts a command in a process group of its own, as a terminal does, and gathers its lines. */
async function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<{ child: ChildProcess; pid: number; lines: string[]; closed: Promise<unknown> }> {
  const { npm_lifecycle_event: _ours, ...rest } = process.env;
  const child = spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...rest, ...env } });
  started.push(child);
  const closed = once(child, 'close');
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const ready = once(reader, 'line');
  reader.on('line', (line) => lines.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
  await ready;
  return { child, pid: child.pid ?? 0, lines, closed };
}

const supervising = (program: string): string[] => ['--input-type=module', '--eval', supervisor(program)];

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s to the whole group reaches the program once and none of its helpers', async (signal) => {
  const { child, pid, lines, closed } = await start(process.execPath, supervising(PROGRAM));
  process.kill(-pid, signal);
  await closed;
  expect(lines.slice(1)).toEqual([`got ${signal}`]);
  expect(child.exitCode).toBe(7);
});

test.each(['the shell that npm runs a script in', 'that shell and its whole group'])('SIGTERM to %s ends the program in order, asked once', async (whom) => {
  const script = `"$0" "$@"; exit $?`;
  const { pid, lines, closed } = await start('/bin/sh', ['-c', script, process.execPath, ...supervising(PROGRAM)], { npm_lifecycle_event: 'start' });
  process.kill(whom.includes('group') ? -pid : pid, 'SIGTERM');
  await closed;
  expect(lines.slice(1)).toEqual(['got SIGTERM']);
});

test('a program that a signal ended is named with it, and counts as failed', async () => {
  const { child, lines, closed } = await start(process.execPath, supervising(`console.log('ready'); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 200);`));
  await closed;
  expect(lines.slice(1)).toEqual(['node was ended by SIGKILL.']);
  expect(child.exitCode).toBe(1);
});
