/**
 * A compressed day: the gateway as it is shipped with Modbus devices on loopback (steady ones, one whose connections are
 * dropped, one that is away again and again, a simulator with faults in the gateway itself), polled every 20 ms, while its
 * wall clock runs so fast that four days go by, three of them beyond the retention of one day. What is measured early and
 * late in the run has to be the same: memory, timers and sockets, when a device is asked, the size of the files. Runs bundled
 * beside `headless.js` and `servers.js`, from the root of the checkout: `day.js MINUTES`; prints its rows as a line of JSON.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { ProcedureInput, ProcedureName, ProcedureOutput } from '../../shared/contract';
import { makePlant, type ServedDevice } from './day-plant';
import { dayRows, type Sight } from './day-report';

const INTERVAL_MS = 20;
const LOOK_EVERY_MS = 10_000;
const DAY_MS = 86_400_000;
const WALL_DAYS = 4;

const servedSchema = z.array(z.object({ kind: z.string(), port: z.number() }));
const askedSchema = z.array(z.object({ asked: z.number(), times: z.array(z.number()) }));
const probeSchema = z.object({ heapUsed: z.number(), rss: z.number(), resources: z.record(z.string(), z.number()) });

const runMs = Number(process.argv[2] ?? 10) * 60_000;
const here = dirname(fileURLToPath(import.meta.url));
const dataDir = mkdtempSync(join(here, 'data-'));
const probe = join(dataDir, '..', 'probe.json');
const speed = (WALL_DAYS * DAY_MS) / runMs;
const realBegan = Date.now();
const wallBegan = realBegan - WALL_DAYS * DAY_MS;
const wallNow = (): number => wallBegan + (Date.now() - realBegan) * speed;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function firstLine(child: ChildProcess, line: RegExp): Promise<string> {
  let output = '';
  return new Promise((done, fail) => {
    child.stdout?.on('data', (data: Buffer) => {
      output += data.toString();
      const found = line.exec(output)?.[1];
      if (found !== undefined) done(found);
    });
    child.once('exit', (code) => fail(new Error(`It ended with ${code}: ${output}`)));
  });
}

/** Octets in the data folder: the history's files, and all others. */
function sizes(): { history: number; rest: number } {
  const found = { history: 0, rest: 0 };
  for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const size = statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
    found[entry.name.startsWith('history.db') ? 'history' : 'rest'] += size;
  }
  return found;
}

async function run(servers: ChildProcess, gateway: ChildProcess): Promise<void> {
  let lines = 0;
  for (const stream of [gateway.stdout, gateway.stderr]) stream?.on('data', (data: Buffer) => (lines += data.toString().split('\n').length - 1));
  const served: readonly ServedDevice[] = servedSchema.parse(JSON.parse(await firstLine(servers, /^(\[.*\])\n/)));
  const address = await firstLine(gateway, /listening on (\S+)\n/);
  const token = readFileSync(join(dataDir, 'access-token'), 'utf8').trim();
  const call = async <N extends ProcedureName>(name: N, input: ProcedureInput<N>): Promise<ProcedureOutput<N>> => {
    const response = await fetch(`${address}/api/v1/procedures/${name}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(input) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${name}: ${text}`);
    return JSON.parse(text) as ProcedureOutput<N>;
  };
  const takeAsked = (): Promise<z.infer<typeof askedSchema>> =>
    new Promise((done) => {
      servers.once('message', (message) => done(askedSchema.parse(message)));
      servers.send('take');
    });
  const plant = await makePlant(call, served, INTERVAL_MS);

  const look = async (): Promise<Sight> => {
    rmSync(probe, { force: true });
    gateway.kill('SIGUSR2');
    while (statSync(probe, { throwIfNoEntry: false }) === undefined) await sleep(20);
    const { heapUsed, rss, resources } = probeSchema.parse(JSON.parse(readFileSync(probe, 'utf8')));
    const latest = new Map((await call('points.latest', { pointIds: plant.steady.map(({ id }) => id) })).map((sample) => [sample.pointId, sample]));
    const { oldest } = await call('history.stats', {});
    await call('history.range', { pointIds: [...plant.trend], from: Math.round((wallNow() - DAY_MS) * 1000), to: Math.round(wallNow() * 1000) });
    const asked = await takeAsked();
    const wrong = plant.steady.filter(({ id, value }) => latest.get(id)?.quality.level === 'good' && latest.get(id)?.value !== value);
    return {
      heap: heapUsed,
      rss,
      resources: sum(Object.values(resources)),
      descriptors: readdirSync(`/proc/${gateway.pid}/fd`).length,
      ...sizes(),
      lines,
      reach: oldest === null ? 0 : (wallNow() - oldest / 1000) / DAY_MS,
      wrong: wrong.length,
      times: asked.flatMap(({ times }) => times),
    };
  };

  const began = performance.now();
  const sights: Sight[] = [];
  for (let turn = 1; performance.now() - began < runMs; turn += 1) {
    await sleep(Math.max(0, began + turn * LOOK_EVERY_MS - performance.now()));
    // What is too old is removed once an hour of the machine's own time, and whenever the retention is changed.
    for (const retentionDays of [2, 1]) await call('project.setHistory', { retentionDays });
    sights.push(await look());
  }
  const asked = await takeAsked();
  const statuses = await call('device.statuses', {});
  const [simulated] = await call('simulators.status', {});
  const rows = dayRows(sights, {
    elapsedMs: performance.now() - began,
    intervalMs: INTERVAL_MS,
    speed,
    wallDays: WALL_DAYS,
    answered: sum(asked.map((each) => each.asked)) + (simulated?.requests ?? 0),
    steady: asked.filter((_, at) => served[at]?.kind === 'steady').map((each) => each.asked),
    lateTurns: statuses.filter(({ deviceId }) => plant.steadyIds.includes(deviceId)).map(({ latePolls }) => latePolls),
    faultsMet: sum(Object.values(simulated?.faultsMet ?? {})),
    samples: (await call('history.stats', {})).samples,
    historyError: (await call('system.metrics', {})).historyError,
  });
  process.stdout.write(`${JSON.stringify(rows)}\n`);
}

const env = { ...process.env, DAY_SPEED: String(speed), DAY_REAL_BEGAN: String(realBegan), DAY_WALL_BEGAN: String(wallBegan), DAY_PROBE: probe };
const probing = ['--expose-gc', '--import', pathToFileURL(resolve('test', 'soak', 'day-probe.mjs')).href];
const servers = spawn(process.execPath, [join(here, 'servers.js')], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
const gateway = spawn(process.execPath, [...probing, join(here, 'headless.js'), '--data', dataDir, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'], env });
try {
  await run(servers, gateway);
} finally {
  for (const child of [gateway, servers]) child.kill('SIGTERM');
  await Promise.all([gateway, servers].map((child) => (child.exitCode === null && child.signalCode === null ? new Promise((done) => child.once('exit', done)) : Promise.resolve())));
}
