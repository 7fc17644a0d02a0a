import { chromium, type Browser, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { listenTcp } from '../../electron/io/tcp-server';
import { MemoryUnit, ModbusServer, serveUnits } from '../../electron/stacks/modbus';
import { call, startGateway, type Gateway } from './bench-gateway';
import { watch } from './page-work';

/**
 * The register map with 5,000 live rows in Chromium: milliseconds of processor time of the main thread in each sixtieth of
 * a second, from Chromium's own trace, at rest (all rows on screen change ten times a second) and while scrolling without a pause.
 */
const ROWS = 5000;
const INTERVAL_MS = 100;
const WATCH_MS = 10_000;
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
    await watch(browser, page, `${ROWS} live rows at ${INTERVAL_MS} ms`, () => pause(WATCH_MS), result);
    if ((await page.locator('[data-column="value"]').first().textContent()) === texts) throw new Error('The values stood still: nothing was measured.');
    await page.mouse.move(700, 300);
    await watch(browser, page, `${ROWS} live rows, scrolling`, async () => {
      for (const until = performance.now() + WATCH_MS / 2; performance.now() < until; ) {
        await page.mouse.wheel(0, 240);
        await pause(16);
      }
    }, result);
  } finally {
    await browser.close();
    await gateway.stop();
    await device.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
