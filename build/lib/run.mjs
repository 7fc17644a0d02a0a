import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { setPriority } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './paths.mjs';

/**
 * Runs a program with its output on ours.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} the exit code; 128 + signal number is not reproduced, a signal counts as 1
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a program and gathers what it prints.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { niceness?: number }} [options] `niceness`: how far it stands back for others, 0 to 19
 * @returns {Promise<{ code: number, output: string, ms: number }>} stdout and stderr in the order of arrival
 */
export function capture(program, args, { niceness = 0, ...options } = {}) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    /** @type {Buffer[]} */
    const parts = [];
    if (niceness > 0 && child.pid !== undefined) setPriority(child.pid, niceness);
    child.stdout?.on('data', (part) => parts.push(part));
    child.stderr?.on('data', (part) => parts.push(part));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(parts).toString(), ms: performance.now() - started }));
  });
}

/**
 * The npm that belongs to this Node, callable without a shell.
 * @returns {{ program: string, args: string[] }}
 */
export function npmCommand() {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return { program: process.execPath, args: [script] };
  return process.platform === 'win32' ? { program: process.env.ComSpec ?? 'cmd.exe', args: ['/d', '/c', 'npm'] } : { program: 'npm', args: [] };
}

/**
 * Looks a program up on PATH (and in the folders of the system administrator, which a plain user's PATH lacks).
 * @param {string} name
 * @returns {string | undefined} its absolute path
 */
export function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  for (const folder of folders) {
    if (!folder) continue;
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Whether this process may do everything on this system. */
export const isRoot = () => process.getuid?.() === 0;

/**
 * Whether a window can be opened here.
 * @returns {boolean} always true on Windows and macOS
 */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  if (process.env.WAYLAND_DISPLAY) return true;
  const display = process.env.DISPLAY;
  if (!display) return false;
  const probe = findProgram('xdpyinfo');
  if (!probe) return true;
  return spawnSync(probe, ['-display', display], { stdio: 'ignore', timeout: 5000 }).status === 0;
}
