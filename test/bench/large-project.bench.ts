/**
 * Large projects in one engine, with one screen on a WebSocket: 60,000 points in one device, and 500 devices of 100
 * points. `longest block` is the longest time between two turns of the event loop from the call until its save is on the
 * disk and the screen has been told; the median of the runs. Environment: POINTS (60000), RUNS (5).
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Gate } from '../../electron/doors/gate';
import { createEngine, type Engine } from '../../electron/engine/engine';
import { Gateway } from '../../electron/engine/gateway';
import { exportProject } from '../../electron/project/export-project';
import type { ProcedureInput, ProcedureName, ProcedureOutput } from '../../shared/contract';
import type { Device } from '../../shared/domain/device';
import { pointSchema, type Point } from '../../shared/domain/point';
import { PROJECT_SCHEMA_VERSION, projectSchema, type Project } from '../../shared/domain/project';

const POINTS = Number(process.env['POINTS'] ?? 60_000);
const RUNS = Number(process.env['RUNS'] ?? 5);
const BULK = 10_000;
/** Nothing more comes of a call when nothing was sent for this long. */
const QUIET_MS = 1200;

const row = (name: string, value: number, unit: string, goal?: string) => console.log(JSON.stringify({ bench: 'large-project', name, value: Number(value.toPrecision(3)), unit, ...(goal ? { goal } : {}) }));
const median = (values: readonly number[]) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

function makePoints(count: number): Point[] {
  return Array.from({ length: count }, (_, at) =>
    pointSchema.parse({
      id: randomUUID(),
      name: `Flow temperature ${at}`,
      description: 'Boiler house, measured at the flow',
      address: { table: 'holding-register', address: at },
      dataType: 'uint16',
      access: 'read-write',
      sensorType: 'temperature',
      unit: '°C',
      scale: 0.1,
      tags: ['boiler'],
    }),
  );
}

function makeProject(name: string, devices: number, pointsEach: number): Project {
  const lines = Array.from({ length: devices }, (_, at) => ({ id: randomUUID(), name: `127.0.0.1:${20_000 + at}`, protocol: 'modbus', settings: { transport: 'tcp', host: '127.0.0.1', port: 20_000 + at } }));
  return projectSchema.parse({
    schemaVersion: PROJECT_SCHEMA_VERSION,
    id: randomUUID(),
    name,
    createdAt: 1_790_000_000_000_000,
    lines,
    devices: lines.map(({ id }, at) => ({ id: randomUUID(), deviceId: `BLR-${at}`, protocol: 'modbus', lineId: id, settings: { unitId: 1 }, points: makePoints(pointsEach) })),
    trends: [],
    protocols: {},
    history: { retentionDays: 90 },
  });
}

/** A screen in a thread of its own: subscribes to the project and counts what it is sent. */
const SCREEN = `
const { parentPort, workerData } = require('node:worker_threads');
const WebSocket = require('ws');
const socket = new WebSocket(workerData.url);
let octets = 0;
socket.on('open', () => socket.send(JSON.stringify({ token: workerData.token })));
socket.on('message', (data) => {
  octets += data.length;
  const message = JSON.parse(data);
  if ('hello' in message) socket.send(JSON.stringify({ id: 1, subscribe: 'project', filter: { content: true } }));
});
parentPort.on('message', () => { parentPort.postMessage(octets); octets = 0; });
`;

class Bench {
  private constructor(
    private readonly engine: Engine,
    private readonly gateway: Gateway,
    private readonly screen: Worker,
    private readonly folder: string,
  ) {}

  static async start(): Promise<Bench> {
    const folder = mkdtempSync(join(tmpdir(), 'large-project-'));
    const workers = process.env['THERMACORE_WORKERS'] ?? join('dist', 'main', 'workers');
    const engine = await createEngine({
      dataDir: folder,
      headless: true,
      standInRuntime: false,
      runtime: 'bench',
      version: '0.0.0',
      workersUrl: new URL(`${pathToFileURL(workers).href}/`),
      licencesFile: null,
      vaultKey: { ok: true, key: new Uint8Array(randomBytes(32)) },
      logTo: { write: () => undefined },
    });
    const gateway = await Gateway.open(engine, { host: '127.0.0.1', port: 0, hostNames: [], rendererDir: null, version: '0.0.0' });
    const token = readFileSync(join(folder, 'access-token'), 'utf8').trim();
    const screen = new Worker(SCREEN, { eval: true, workerData: { url: `${gateway.url.replace('http', 'ws')}/api/v1/socket`, token } });
    return new Bench(engine, gateway, screen, folder);
  }

  async call<N extends ProcedureName>(name: N, input: ProcedureInput<N>): Promise<ProcedureOutput<N>> {
    const answer = await new Gate(this.engine, { callTimeoutMs: 600_000 }).call({ session: this.engine.desktopSession('bench'), name, input, tenantId: undefined, signal: new AbortController().signal });
    if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
    return answer.value as ProcedureOutput<N>;
  }

  /** Octets sent to the screen since the last time. */
  octets(): Promise<number> {
    return new Promise((resolve) => {
      this.screen.once('message', resolve);
      this.screen.postMessage(null, []);
    });
  }

  /** Does it, and waits until its save and what the screen is told are over. */
  async measure(action: () => Promise<unknown>): Promise<{ blockMs: number; callMs: number; octets: number }> {
    await this.octets();
    globalThis.gc?.();
    let blockMs = 0;
    let last = performance.now();
    let on = true;
    const turn = (): void => {
      const now = performance.now();
      blockMs = Math.max(blockMs, now - last);
      last = now;
      if (on) setImmediate(turn);
    };
    setImmediate(turn);
    const began = performance.now();
    await action();
    const callMs = performance.now() - began;
    let octets = 0;
    for (let more = await this.quiet(); more > 0; more = await this.quiet()) octets += more;
    on = false;
    return { blockMs, callMs, octets };
  }

  private async quiet(): Promise<number> {
    await sleep(QUIET_MS);
    return this.octets();
  }

  async close(): Promise<void> {
    await this.screen.terminate();
    await this.gateway.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function rows(bench: Bench, name: string, times: number, goalMs: number, action: (run: number) => Promise<unknown>): Promise<void> {
  const runs = [];
  for (let run = 0; run < times; run += 1) runs.push(await bench.measure(() => action(run)));
  row(`${name}: longest block`, median(runs.map(({ blockMs }) => blockMs)), 'ms', `< ${goalMs}`);
  row(`${name}: until the answer`, median(runs.map(({ callMs }) => callMs)), 'ms');
  row(`${name}: sent to a screen`, median(runs.map(({ octets }) => octets)) / 1000, 'kB');
}

async function measureProject(bench: Bench, project: Project): Promise<void> {
  const { name } = project;
  const { octets, name: fileName } = await exportProject(project, { product: 'bench', exportedAt: 1_790_000_000_000_000 });
  const contentBase64 = Buffer.from(octets).toString('base64');
  let projectId = '';
  await rows(bench, `${name}, import`, 1, 200, async () => {
    ({ projectId } = await bench.call('project.import', { name: fileName, contentBase64 }));
  });
  await bench.call('project.close', {});
  await rows(bench, `${name}, open`, 1, 200, () => bench.call('project.open', { projectId }));

  const first = async (): Promise<Device> => {
    const device = (await bench.call('project.current', {}))?.project.devices[0];
    if (!device) throw new Error('The project has no device.');
    return device;
  };
  const device = await first();
  const middle = device.points[Math.floor(device.points.length / 2)];
  if (!middle) throw new Error('The device has no point.');
  await rows(bench, `${name}, edit of one point`, RUNS, 50, (run) => bench.call('points.update', { deviceId: device.id, points: [{ ...middle, description: `Edit ${run}` }] }));
  await rows(bench, `${name}, undo`, RUNS, 50, () => bench.call('project.undo', {}));
  await rows(bench, `${name}, redo`, RUNS, 50, () => bench.call('project.redo', {}));
  await rows(bench, `${name}, one more point`, RUNS, 50, (run) => bench.call('points.add', { deviceId: device.id, points: [{ ...middle, id: randomUUID(), name: `More ${run}`, sensorType: 'more', access: 'read', address: { table: 'input-register', address: run } }] }));
  await rows(bench, `${name}, one more device`, RUNS, 50, (run) =>
    bench.call('device.add', { deviceId: `MORE-${run}`, description: '', protocol: 'modbus', lineSettings: { transport: 'tcp', host: '127.0.0.1', port: 10_000 + run }, lineName: null, settings: { unitId: 1 }, pollIntervalMs: null, enabled: false }),
  );
  const bulk = (await first()).points.slice(0, BULK);
  if (bulk.length === BULK) {
    await rows(bench, `${name}, edit of 10,000 points`, Math.min(RUNS, 3), 200, (run) => bench.call('points.update', { deviceId: device.id, points: bulk.map((point) => ({ ...point, unit: `u${run}` })) }));
    await rows(bench, `${name}, undo of 10,000`, 1, 200, () => bench.call('project.undo', {}));
    await rows(bench, `${name}, 10,000 points deleted`, 1, 200, () => bench.call('points.remove', { deviceId: device.id, pointIds: bulk.map(({ id }) => id) }));
  }
  await rows(bench, `${name}, export`, 1, 200, () => bench.call('project.export', {}));
}

const bench = await Bench.start();
try {
  await measureProject(bench, makeProject(`${POINTS.toLocaleString('en')} points`, 1, POINTS));
  await measureProject(bench, makeProject('500 devices', 500, 100));
} finally {
  await bench.close();
}
