/**
 * 500 simulated devices at 1 s: the gateway as it is shipped in one process, the devices in another. Environment: DEVICES
 * (500), REGISTERS (20 a device), SECONDS (30), CPU_PROF (a folder for a profile of the gateway). Prints a line of JSON for each figure.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

// Benches run bundled, from the root of the checkout.
const root = resolve('.');
const devices = Number(process.env.DEVICES ?? 500);
const registers = Number(process.env.REGISTERS ?? 20);
const seconds = Number(process.env.SECONDS ?? 30);
const WARM_UP_S = 15;
const profile = process.env.CPU_PROF === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', process.env.CPU_PROF];

/** @param {string} name @param {number} value @param {string} unit @param {string} [goal] */
const row = (name, value, unit, goal) => console.log(JSON.stringify({ bench: `devices-${devices}`, name, value: Number(value.toPrecision(4)), unit, ...(goal ? { goal } : {}) }));
/** @param {number} s */
const sleep = (s) => new Promise((done) => setTimeout(done, s * 1000));

/** @returns {Promise<string>} the folder with headless.js, servers.js and workers/ */
async function bundle() {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const outDir = mkdtempSync(join(root, 'dist', 'bench-'));
  // Not bundled with the bench: it knows by its own place where the checkout is.
  const { sourcesConfig, workerEntries } = await import(pathToFileURL(join(root, 'build', 'lib', 'vite-configs.mjs')).href);
  await build(sourcesConfig({ headless: join(root, 'electron', 'headless.ts'), servers: join(root, 'test', 'bench', 'devices-500-servers.ts'), ...workerEntries() }, outDir));
  return outDir;
}

/** @param {string} file @param {string[]} args @param {RegExp} line @param {string[]} [options] of Node */
async function start(file, args, line, options = []) {
  const child = spawn(process.execPath, [...options, file, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  const match = await new Promise((done, fail) => {
    child.stdout.on('data', (data) => {
      output += data;
      const found = line.exec(output);
      if (found) done(found);
    });
    child.once('exit', (code) => fail(new Error(`${basename(file)} ended with ${code}: ${output}`)));
  });
  return { child, match };
}

/** Milliseconds of CPU that a process and its threads have used: proc(5), in ticks of 10 ms. @param {number} pid */
function cpuMs(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const outDir = await bundle();
const dataDir = mkdtempSync(join(tmpdir(), 'devices-500-'));
/** @type {import('node:child_process').ChildProcess[]} */
const children = [];
try {
  const servers = await start(join(outDir, 'servers.js'), [String(devices)], /^(\[.*\])\n/);
  children.push(servers.child);
  const ports = JSON.parse(servers.match[1]);
  const gateway = await start(join(outDir, 'headless.js'), ['--data', dataDir, '--port', '0'], /listening on (\S+)\n/, profile);
  children.push(gateway.child);
  const token = readFileSync(join(dataDir, 'access-token'), 'utf8').trim();
  /** @param {string} method @param {string} path @param {unknown} [body] */
  const ask = async (method, path, body) => {
    const response = await fetch(`${gateway.match[1]}/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const metrics = () => ask('POST', '/procedures/system.metrics');

  await sleep(3);
  const empty = await metrics();
  const map = Array.from({ length: registers }, (_, at) => ({ address: at, register_type: 'holding_register', sensor_type: 'level' }));
  const added = performance.now();
  for (const [at, port] of ports.entries()) await ask('POST', '/protocols/modbus/devices', { device_id: `D${at}`, unit_id: 1, host: '127.0.0.1', port, registers: map });
  row('adding a device over REST, each saved', (performance.now() - added) / devices, 'ms');
  for (let at = 0; at < devices; at += 50) {
    await Promise.all(Array.from({ length: Math.min(50, devices - at) }, (_, more) => ask('POST', `/protocols/modbus/devices/D${at + more}/connect`)));
  }
  await sleep(WARM_UP_S);
  const { connected_devices: connected } = await ask('GET', '/protocols/modbus/devices');
  row('devices connected', connected, 'devices', `>= ${devices}`);

  const before = await metrics();
  const cpuBefore = cpuMs(gateway.child.pid ?? 0);
  const from = performance.now();
  // What this machine does to a process that only waits: the figure of the gateway can't be better.
  const bare = monitorEventLoopDelay({ resolution: 20 });
  bare.enable();
  let worstDelay = 0;
  let samples = 0;
  for (let at = 0; at < seconds / 5; at += 1) {
    await sleep(5);
    const now = await metrics();
    worstDelay = Math.max(worstDelay, now.eventLoopDelayP99Ms);
    samples = Math.max(samples, now.samplesPerSecond);
  }
  const elapsed = performance.now() - from;
  const after = await metrics();
  row('late polls', after.latePolls - before.latePolls, 'polls', '<= 0');
  row('CPU share, of one core, workers included', ((cpuMs(gateway.child.pid ?? 0) - cpuBefore) / elapsed) * 100, '%');
  row('memory a device (RSS over that of none)', (after.rssBytes - empty.rssBytes) / devices / 1024, 'KiB');
  row('event-loop delay, 99th percentile, the worst 10 s', worstDelay, 'ms', '< 20');
  row('the same of a process beside it that only waits', Math.max(0, bare.percentile(99) / 1e6 - 20), 'ms');
  row('samples, the best second', samples, 'samples/s', `>= ${devices * registers * 0.9}`);
} finally {
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(children.map((child) => (child.exitCode === null ? new Promise((done) => child.once('exit', done)) : Promise.resolve())));
  rmSync(outDir, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}
