import { chromium, type Browser, type Page } from '@playwright/test';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { History } from '../../electron/history/history';
import { listenTcp } from '../../electron/io/tcp-server';
import { MemoryUnit, ModbusServer, serveUnits } from '../../electron/stacks/modbus';
import type { Quality } from '../../shared/domain/quality';
import { call, startGateway, type Gateway } from './bench-gateway';
import { watch } from './page-work';

/**
 * The trend in Chromium with 1,000,000 samples of one point, a day of them, in its history: milliseconds of processor time of
 * the main thread in each sixtieth of a second, from Chromium's own trace, while the last minute and the whole day follow
 * live, and while the day and an hour of it are panned without a pause.
 */
const SAMPLES = 1_000_000;
const DAY_MICROS = 86_400_000_000;
const POLL_MS = 100;
const WATCH_MS = 8000;
const LOOK_MS = 1000;
const GOOD: Quality = { level: 'good', reason: '', flags: [] };
const CHROMIUM = process.env['THERMACORE_CHROMIUM'] ?? '/usr/bin/chromium';

function result(name: string, value: number, unit: string, goal?: string): void {
  console.log(JSON.stringify({ bench: 'chart', name, value, unit, ...(goal === undefined ? {} : { goal }) }));
}

const pause = (ms: number): Promise<void> => new Promise((done) => { setTimeout(done, ms); });
const temperature = (step: number): number => 600 + Math.round(200 * Math.sin(step / 40_000) + 30 * Math.sin(step / 300) + 5 * Math.sin(step / 7));

/** One register that changes with every poll. */
async function startChangingDevice(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const unit = new MemoryUnit({ coils: 0, discreteInputs: 0, holdingRegisters: 1, inputRegisters: 0 });
  const server = new ModbusServer(serveUnits((id) => (id === 1 ? unit : undefined), { absentUnit: 11 }));
  const listener = await listenTcp({ port: 0 }, (channel) => server.attach(channel, { framing: 'mbap' }));
  let step = SAMPLES;
  const timer = setInterval(() => {
    step += 1;
    unit.holdingRegisters[0] = temperature(step);
  }, POLL_MS);
  return {
    port: listener.port,
    async close() {
      clearInterval(timer);
      await listener.close();
    },
  };
}

/** A device with one point and a trend of it. @returns the point's id */
async function makeTrend(gateway: Gateway, port: number): Promise<string> {
  const added = await call(gateway, 'device.add', {
    deviceId: 'CHART',
    description: '',
    protocol: 'modbus',
    lineName: null,
    lineSettings: { transport: 'tcp', host: '127.0.0.1', port },
    settings: { unitId: 1 },
    pollIntervalMs: POLL_MS,
    enabled: true,
  });
  const { id } = z.object({ id: z.uuid() }).parse(added);
  const pointId = crypto.randomUUID();
  await call(gateway, 'points.add', { deviceId: id, points: [{ id: pointId, name: 'Temperature', address: { table: 'holding-register', address: 0 }, dataType: 'uint16', scale: 0.1, unit: '°C', sensorType: 'temperature' }] });
  await call(gateway, 'trend.save', { id: crypto.randomUUID(), name: 'Chart', pens: [{ pointId, pen: 1 }], spanMs: 60_000 });
  return pointId;
}

/** Writes a day of samples that ends now into the history of the one project below the folder, which nobody has open. */
async function fillHistory(folder: string, pointId: string): Promise<void> {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('history.db'));
  const workers = process.env['THERMACORE_WORKERS'];
  if (found.length !== 1 || found[0] === undefined || workers === undefined) throw new Error(`There should be one history: ${found.join(', ') || 'none'}`);
  const log = { debug: () => undefined, info: () => undefined, warn: console.error, error: console.error, failure: (what: string) => what };
  const history = History.open({ folder: join(folder, dirname(found[0])), workerUrl: pathToFileURL(resolve(workers, 'history-worker.js')), retentionDays: 30, log });
  const begin = Date.now() * 1000 - DAY_MICROS;
  const step = DAY_MICROS / SAMPLES;
  for (let at = 0; at < SAMPLES; at += 20_000) {
    const batch = Array.from({ length: 20_000 }, (_, offset) => ({ pointId, value: temperature(at + offset) / 10, raw: null, quality: GOOD, sourceTime: null, receivedTime: Math.round(begin + (at + offset) * step) }));
    history.append(batch);
    await history.flush();
  }
  const { samples } = await history.stats();
  await history.close();
  if (samples < SAMPLES) throw new Error(`Only ${samples} samples are in the history.`);
}

async function openTrend(browser: Browser, gateway: Gateway): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.request.post(`${gateway.address}/api/v1/session`, { data: { token: gateway.token } });
  await page.goto(gateway.address);
  await page.getByRole('button', { name: 'Devices', exact: true }).click();
  await page.locator('.trend-plot canvas').waitFor();
  return page;
}

/** The legend's figure for now, to see that the chart lives. */
const nowShown = (page: Page): Promise<string | null> => page.locator('.trend-legend td.now').first().textContent();

async function span(page: Page, label: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Time shown' }).selectOption({ label });
  await pause(2500);
}

async function watchLive(browser: Browser, page: Page, name: string): Promise<void> {
  const before = await nowShown(page);
  // A value may come back to what it was, and shows but few digits: it is looked at once a second.
  let moved = false;
  const work = async (): Promise<void> => {
    for (let at = 0; at < WATCH_MS; at += LOOK_MS) {
      await pause(LOOK_MS);
      moved ||= (await nowShown(page)) !== before;
    }
  };
  await watch(browser, page, name, work, result);
  if (!moved) throw new Error('The chart stood still: nothing was measured.');
}

async function watchPanning(browser: Browser, page: Page, name: string): Promise<void> {
  const box = await page.locator('.trend-plot').boundingBox();
  if (box === null) throw new Error('The chart is not there.');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  await watch(browser, page, name, async () => {
    const began = performance.now();
    for (let at = 0; at < WATCH_MS; at = performance.now() - began) {
      await page.mouse.move(box.x + box.width / 2 + 250 * Math.sin(at / 700), y);
      await pause(16);
    }
  }, result);
  await page.mouse.up();
  if (!(await page.getByText(/^Paused, /).isVisible())) throw new Error('The chart did not pan: nothing was measured.');
  await page.getByRole('button', { name: /Back to live/ }).click();
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'thermacore-chart-bench-'));
  const device = await startChangingDevice();
  try {
    const before = await startGateway(folder);
    const pointId = await makeTrend(before, device.port);
    await before.stop();
    await fillHistory(folder, pointId);
    const gateway = await startGateway(folder);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    try {
      const page = await openTrend(browser, gateway);
      await span(page, '1 min');
      await watchLive(browser, page, 'the last minute live before 1,000,000 samples');
      await span(page, '1 d');
      await watchLive(browser, page, '1,000,000 samples of a day live');
      await watchPanning(browser, page, '1,000,000 samples of a day, panning');
      await span(page, '1 h');
      await watchPanning(browser, page, 'an hour of 1,000,000 samples, panning');
    } finally {
      await browser.close();
      await gateway.stop();
    }
  } finally {
    await device.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
