import { chromium, type Browser, type Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { listenTcp } from '../../electron/io/tcp-server';
import { MemoryUnit, ModbusServer, serveUnits } from '../../electron/stacks/modbus';

/**
 * The register map with 5,000 live rows in Chromium: milliseconds of processor time of the main thread in each sixtieth of
 * a second, from Chromium's own trace, at rest (all rows on screen change ten times a second) and while scrolling without a pause.
 */
const ROWS = 5000;
const INTERVAL_MS = 100;
const WATCH_MS = 10_000;
const FRAME_US = 1_000_000 / 60;
const CHROMIUM = process.env['THERMACORE_CHROMIUM'] ?? '/usr/bin/chromium';

function result(name: string, value: number, unit: string, goal?: string): void {
  console.log(JSON.stringify({ bench: 'grid', name, value, unit, ...(goal === undefined ? {} : { goal }) }));
}

const pause = (ms: number): Promise<void> => new Promise((done) => { setTimeout(done, ms); });

/** Every register counts on at each step, so that every row changes with every poll. */
async function startChangingDevice(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const unit = new MemoryUnit({ coils: 0, discreteInputs: 0, holdingRegisters: ROWS, inputRegisters: 0 });
  const server = new ModbusServer(serveUnits((id) => (id === 1 ? unit : undefined), { absentUnit: 11 }));
  const listener = await listenTcp({ port: 0 }, (channel) => server.attach(channel, { framing: 'mbap' }));
  let step = 0;
  const timer = setInterval(() => {
    step += 1;
    for (let at = 0; at < ROWS; at += 1) unit.holdingRegisters[at] = (at + step) % 65_536;
  }, INTERVAL_MS);
  return {
    port: listener.port,
    async close() {
      clearInterval(timer);
      await listener.close();
    },
  };
}

interface Gateway {
  readonly address: string;
  readonly token: string;
  stop(): Promise<void>;
}

/** The gateway as it was built, on a free port. Benches run from the root of the checkout. */
async function startGateway(folder: string): Promise<Gateway> {
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
async function call(gateway: Gateway, name: string, input: unknown): Promise<unknown> {
  const response = await fetch(`${gateway.address}/api/v1/procedures/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${name}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

async function addDevice(gateway: Gateway, port: number): Promise<void> {
  const added = await call(gateway, 'device.add', {
    deviceId: 'GRID',
    description: '',
    protocol: 'modbus',
    lineName: null,
    lineSettings: { transport: 'tcp', host: '127.0.0.1', port },
    settings: { unitId: 1 },
    pollIntervalMs: INTERVAL_MS,
    enabled: true,
  });
  const { id } = z.object({ id: z.uuid() }).parse(added);
  const points = Array.from({ length: ROWS }, (_, address) => ({ id: crypto.randomUUID(), name: `Register ${address}`, address: { table: 'holding-register', address }, dataType: 'uint16', scale: 0.1, unit: '°C', sensorType: 'value' }));
  await call(gateway, 'points.add', { deviceId: id, points });
}

async function openMap(browser: Browser, gateway: Gateway): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.request.post(`${gateway.address}/api/v1/session`, { data: { token: gateway.token } });
  await page.goto(gateway.address);
  await page.getByRole('button', { name: 'Devices', exact: true }).click();
  await page.getByRole('treeitem').filter({ hasText: 'GRID' }).dblclick();
  await page.waitForFunction(() => document.querySelectorAll('[data-column="value"][data-state="good"]').length > 10, undefined, { timeout: 60_000 });
  return page;
}

const traceSchema = z.object({
  traceEvents: z.array(z.object({ name: z.string(), ph: z.string(), ts: z.number(), dur: z.number().optional(), tdur: z.number().optional(), pid: z.number(), tid: z.number(), args: z.record(z.string(), z.unknown()).optional() })),
});

/**
 * Processor time of the page's main thread in each sixtieth of a second, milliseconds, in ascending order. Processor time,
 * so that other programs on the machine do not count; tasks within tasks count once.
 */
function workAFrame(trace: Buffer): number[] {
  const { traceEvents } = traceSchema.parse(JSON.parse(trace.toString()));
  const mains = traceEvents.filter((event) => event.name === 'thread_name' && event.args?.['name'] === 'CrRendererMain');
  const ofMain = traceEvents.filter((event) => event.ph === 'X' && event.name.endsWith('RunTask') && mains.some((main) => main.pid === event.pid && main.tid === event.tid));
  const outer: typeof ofMain = [];
  let end = 0;
  for (const task of ofMain.sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
    if (task.ts < end) continue;
    outer.push(task);
    end = task.ts + (task.dur ?? 0);
  }
  const first = outer[0]?.ts ?? 0;
  const frames = Array.from({ length: Math.max(1, Math.ceil((end - first) / FRAME_US)) }, () => 0);
  for (const task of outer) {
    const at = Math.floor((task.ts - first) / FRAME_US);
    frames[at] = (frames[at] ?? 0) + (task.tdur ?? task.dur ?? 0) / 1000;
  }
  return frames.sort((a, b) => a - b);
}

async function watch(browser: Browser, page: Page, name: string, during: () => Promise<void>): Promise<void> {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await during();
  const frames = workAFrame(await browser.stopTracing());
  const share = (part: number): number => frames[Math.min(frames.length - 1, Math.floor(frames.length * part))] ?? Number.NaN;
  result(`${name}: main thread, mean of a frame`, frames.reduce((sum, ms) => sum + ms, 0) / frames.length, 'ms', '< 8');
  result(`${name}: main thread, 95 of 100 frames`, share(0.95), 'ms');
  result(`${name}: main thread, 99 of 100 frames`, share(0.99), 'ms');
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'thermacore-grid-bench-'));
  const device = await startChangingDevice();
  const gateway = await startGateway(folder);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    await addDevice(gateway, device.port);
    const page = await openMap(browser, gateway);
    await pause(3000);
    const shown = await page.locator('[role="row"] [data-column="value"]').count();
    result('rows that exist in the page, of 5,000', shown, 'rows', '< 100');
    const texts = await page.locator('[data-column="value"]').first().textContent();
    await watch(browser, page, `${ROWS} live rows at ${INTERVAL_MS} ms`, () => pause(WATCH_MS));
    if ((await page.locator('[data-column="value"]').first().textContent()) === texts) throw new Error('The values stood still: nothing was measured.');
    await page.mouse.move(700, 300);
    await watch(browser, page, `${ROWS} live rows, scrolling`, async () => {
      for (const until = performance.now() + WATCH_MS / 2; performance.now() < until; ) {
        await page.mouse.wheel(0, 240);
        await pause(16);
      }
    });
  } finally {
    await browser.close();
    await gateway.stop();
    await device.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
