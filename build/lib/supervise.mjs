import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { root } from './paths.mjs';

/** How often it is looked whether npm's shell still lives. */
const SHELL_CHECK_MS = 500;
const isWindows = process.platform === 'win32';
/** Noted when the script starts: setting up takes a while, and the shell can end in it. */
const parent = process.ppid;

/**
 * Starts a program that closes in order when it is told to end. It gets a process group of its own: Ctrl+C and a signal to
 * the whole group would end Chromium's helper processes too, and without them it stops at once, with nothing closed.
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function launch(program, args, env = process.env) {
  return spawn(program, args, { cwd: root, stdio: 'inherit', env, detached: !isWindows });
}

/**
 * Calls `end` with each signal that asks this process to end, which then no longer ends by itself. npm hands SIGTERM to the
 * shell that it runs a script in, and Debian's shell ends without handing it on: under npm, the shell's end counts as one.
 * @param {(signal: NodeJS.Signals) => void} end
 */
export function onEndAsked(end) {
  const check = isWindows || process.env.npm_lifecycle_event === undefined ? undefined : setInterval(() => {
    if (process.ppid !== parent) ask('SIGTERM');
  }, SHELL_CHECK_MS).unref();
  const ask = (/** @type {NodeJS.Signals} */ signal) => {
    // One signal to the whole group ends the shell as well: that is no second one.
    clearInterval(check);
    end(signal);
  };
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) process.on(signal, ask);
}

/**
 * Runs a program until it ends and hands on to it what asks for the end.
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} its exit code, 1 when a signal ended it
 */
export function supervise(program, args, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = launch(program, args, env);
    onEndAsked((signal) => child.kill(signal));
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (signal !== null) console.error(`${basename(program)} was ended by ${signal}.`);
      resolve(code ?? 1);
    });
  });
}
