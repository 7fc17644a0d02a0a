import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inRoot } from './paths.mjs';
import { capture, isRoot } from './run.mjs';

const NEAR = '10.254.78.1';
const DEVICE = '10.254.78.2';
const PORT = 1502;

/**
 * @typedef {object} Cable
 * @property {Record<string, string>} env for who pulls it: a socket that takes `down` and `up`, and the device's address
 * @property {() => Promise<void>} remove
 */

/** @param {string[]} words */
async function ip(...words) {
  const { code, output } = await capture('ip', words);
  if (code !== 0) throw new Error(`ip ${words.join(' ')}: ${output.trim()}`);
}

/**
 * Serves a Modbus device from within a namespace.
 * @param {string} space
 */
async function startDevice(space) {
  const server = spawn('ip', ['netns', 'exec', space, '/usr/bin/python3', inRoot('test', 'support', 'pymodbus-server.py'), String(PORT), DEVICE], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ready = once(createInterface({ input: server.stdout }), 'line').then(([line]) => String(line).startsWith('ready'));
  const ended = once(server, 'exit').then(() => false);
  if (!(await Promise.race([ready, ended]))) throw new Error('The device behind the cable did not start.');
  return server;
}

/**
 * Lays a cable to a Modbus device in a network of its own, for tests that run as a user who may not: root pulls it for
 * them. Needs root and network namespaces.
 * @param {string} folder for the socket
 * @param {(line: string) => void} say
 * @returns {Promise<Cable | undefined>} undefined where it can't be laid, which is said
 */
export async function layCable(folder, say) {
  if (process.platform !== 'linux' || !isRoot()) {
    say('No cable is laid for the end-to-end tests: network namespaces need root. The test that pulls it is skipped.');
    return undefined;
  }
  const id = process.pid % 10_000;
  const [space, near, far] = [`tcc${id}`, `tca${id}`, `tcb${id}`];
  try {
    await ip('netns', 'add', space);
  } catch (error) {
    say(`No cable is laid for the end-to-end tests (${error instanceof Error ? error.message : String(error)}). The test that pulls it is skipped.`);
    return undefined;
  }
  /** @param {'up' | 'down'} state */
  const set = (state) => ip('netns', 'exec', space, 'ip', 'link', 'set', far, state);
  try {
    await ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', space);
    await ip('addr', 'add', `${NEAR}/30`, 'dev', near);
    await ip('link', 'set', near, 'up');
    await ip('netns', 'exec', space, 'ip', 'addr', 'add', `${DEVICE}/30`, 'dev', far);
    await set('up');
    const device = await startDevice(space);
    const door = createServer((socket) => {
      createInterface({ input: socket }).on('line', (line) => {
        if (line !== 'up' && line !== 'down') socket.end('unknown\n');
        else set(line).then(() => socket.end('ok\n'), (error) => socket.end(`${error}\n`));
      });
      socket.on('error', () => socket.destroy());
    });
    const path = join(folder, 'cable.sock');
    door.listen(path);
    await once(door, 'listening');
    chmodSync(path, 0o666);
    return {
      env: { THERMACORE_CABLE: path, THERMACORE_CABLE_DEVICE: `${DEVICE}:${PORT}` },
      async remove() {
        door.close();
        device.stdin.end();
        await once(device, 'exit');
        await ip('netns', 'delete', space);
      },
    };
  } catch (error) {
    await ip('netns', 'delete', space);
    throw error;
  }
}
