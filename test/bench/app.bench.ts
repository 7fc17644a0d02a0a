import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { openDisplay } from '../support/display';
import { InspectedApp } from '../support/main-inspector';
import { startModbusDevice } from '../support/modbus-device';
import { usageOf } from '../support/process-usage';

/**
 * The packaged application beside a bare window of the same runtime: from the start of the process to the first live
 * value on screen, and what both use while nobody touches them. Twenty registers are polled once a second meanwhile.
 */
const RUNS = 9;
const SETTLE_MS = 8000;
/** The garbage collector tidies up after a window that was hidden; what stays is what counts over a night. */
const HIDDEN_SETTLE_MS = 30_000;
const WATCH_MS = 20_000;
const POINTS = 20;
const packaged = resolve('release/e2e/linux-unpacked/thermacore-workstation');

function result(name: string, value: number, unit: string, goal?: string): void {
  console.log(JSON.stringify({ bench: 'app', name, value, unit, ...(goal === undefined ? {} : { goal }) }));
}

const pause = (ms: number): Promise<void> => new Promise((done) => { setTimeout(done, ms); });
const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function makeBareWindow(folder: string): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'bare', version: '1.0.0', main: 'main.js' }));
  writeFileSync(
    join(folder, 'main.js'),
    "const { app, BrowserWindow } = require('electron'); app.whenReady().then(() => new BrowserWindow({ width: 1440, height: 900 }).loadURL('data:text/html,<title>bare</title><p id=ready>ready'));",
  );
}

/** Now and then the debugger is not attached in time, and Playwright waits for good: such a start is told, and made again. */
async function launch(executable: string, args: string[], tries = 3): Promise<{ app: ElectronApplication; began: number }> {
  const began = performance.now();
  try {
    return { app: await _electron.launch({ executablePath: executable, args, chromiumSandbox: process.getuid?.() !== 0, timeout: 20_000 }), began };
  } catch (error) {
    if (tries <= 1) throw error;
    console.error(`${executable} ${args.join(' ')}: nobody could attach to it within 20 s; once more.`);
    return launch(executable, args, tries - 1);
  }
}

async function timed(executable: string, args: string[], ready: (page: Page) => Promise<unknown>): Promise<{ app: ElectronApplication; page: Page; ms: number }> {
  const { app, began } = await launch(executable, args);
  const page = await app.firstWindow();
  await ready(page);
  return { app, page, ms: performance.now() - began };
}

/** A project with one connected device, its register map open: what an engineer finds in the morning. */
async function prepare(dataDir: string, port: number): Promise<void> {
  const { app, page } = await timed(packaged, ['--data', dataDir], (first) => first.getByRole('button', { name: 'Start', exact: true }).first().waitFor());
  await page.evaluate(
    async ({ port: devicePort, count }) => {
      const bridge: unknown = Reflect.get(globalThis, 'thermacore');
      const invoke: unknown = typeof bridge === 'object' && bridge !== null ? Reflect.get(bridge, 'invoke') : undefined;
      if (typeof invoke !== 'function') throw new Error('The window has no bridge to the engine.');
      const call = async (name: string, input: unknown): Promise<void> => {
        const answer: unknown = await Reflect.apply(invoke, bridge, [name, input]);
        if (typeof answer !== 'object' || answer === null || Reflect.get(answer, 'ok') !== true) throw new Error(`${name}: ${JSON.stringify(answer)}`);
      };
      await call('project.create', { name: 'Bench' });
      const registers = Array.from({ length: count }, (_, address) => ({ address, register_type: 'holding_register', data_type: 'uint16', sensor_type: 'value', name: `Register ${address}` }));
      await call('api.modbus.add', { device_id: 'BENCH', unit_id: 1, host: '127.0.0.1', port: devicePort, registers });
      await call('api.modbus.connect', { device_id: 'BENCH' });
    },
    { port, count: POINTS },
  );
  await page.getByRole('button', { name: 'Devices', exact: true }).first().click();
  await page.getByRole('treeitem').filter({ hasText: 'BENCH' }).first().dblclick();
  await liveValue(page);
  // The layout is kept a moment after it changed.
  await pause(2000);
  await app.close();
}

const isLive = (): boolean => [...document.querySelectorAll('[role=row]')].some((row) => row.textContent.includes('Register 0') && row.textContent.includes('4,711'));

function liveValue(page: Page): Promise<unknown> {
  return page.waitForFunction(isLive, undefined, { timeout: 60_000, polling: 10 });
}

async function until(reached: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await reached()) return;
    await pause(100);
  }
  throw new Error('The application did not come that far within a minute.');
}

async function watch(app: InspectedApp, name: string, settleMs: number, cpuGoal?: string): Promise<void> {
  const root = app.process.pid;
  if (root === undefined) throw new Error('The application has no process.');
  await pause(settleMs);
  const before = usageOf(root);
  await pause(WATCH_MS);
  const after = usageOf(root);
  result(`${name}: memory`, after.memoryBytes / 1e6, 'MB');
  result(`${name}: CPU`, ((after.cpuSeconds - before.cpuSeconds) / (WATCH_MS / 1000)) * 100, '% of one core', cpuGoal);
}

async function main(): Promise<void> {
  // Always anew: a package of before would be measured as that of now.
  execFileSync(process.execPath, ['build/package.mjs', '--linux', 'dir', '--inspectable'], { stdio: 'inherit' });
  // Its 300 MB go to disk now, not while starts are measured.
  execFileSync('sync');
  const runtime = runtimeExecutable();
  const display = await openDisplay();
  process.env['DISPLAY'] = display.name;
  const folder = mkdtempSync(join(tmpdir(), 'thermacore-app-bench-'));
  const device = await startModbusDevice();
  device.unit.holdingRegisters[0] = 4711;
  try {
    const bare = join(folder, 'bare');
    const dataDir = join(folder, 'data');
    mkdirSync(bare);
    makeBareWindow(bare);
    await prepare(dataDir, device.port);
    const bareTimes: number[] = [];
    const appTimes: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const window = await timed(runtime, [bare], (page) => page.locator('#ready').waitFor());
      bareTimes.push(window.ms);
      await window.app.close();
      const product = await timed(packaged, ['--data', dataDir], liveValue);
      appTimes.push(product.ms);
      await product.app.close();
    }
    result('bare window of the same runtime: start to content', median(bareTimes), 'ms');
    result('packaged app: start to first live value', median(appTimes), 'ms');
    result('packaged app beside the bare window', median(appTimes) - median(bareTimes), 'ms more', '<= 1000');

    const bareWindow = await InspectedApp.start(runtime, [bare]);
    await watch(bareWindow, 'bare window', SETTLE_MS);
    await bareWindow.close();
    const product = await InspectedApp.start(packaged, ['--data', dataDir]);
    await until(async () => (await product.evaluateInPage(`(${isLive.toString()})()`)) === true);
    await watch(product, 'app, 20 live registers on screen', SETTLE_MS);
    await product.evaluate('electron.BrowserWindow.getAllWindows().forEach((window) => window.hide())');
    await until(async () => (await product.evaluateInPage('document.visibilityState')) === 'hidden');
    await watch(product, 'app hidden for half a minute, still polling', HIDDEN_SETTLE_MS, '< 3');
    await product.close();
  } finally {
    await device.close();
    display.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The executable that build/electron-runtime.mjs finds. */
function runtimeExecutable(): string {
  const text = execFileSync(process.execPath, ['build/electron-runtime.mjs'], { encoding: 'utf8' });
  return z.object({ executable: z.string() }).parse(JSON.parse(text)).executable;
}

await main();
