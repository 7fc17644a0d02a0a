import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { History } from '../../../electron/history/history';
import { buildWorkers } from '../../support/build-workers';
import type { BuiltWorkers } from '../../support/build-workers';

const RUNS = 5;
const PER_SECOND = 10_000;
const POINTS = 100;

let workers: BuiltWorkers;
let bundle: string;

beforeAll(async () => {
  workers = await buildWorkers();
  bundle = mkdtempSync(join(tmpdir(), 'history-writer-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    build: { ssr: true, target: 'node20', outDir: bundle, emptyOutDir: true, minify: false, rolldownOptions: { input: { writer: join(import.meta.dirname, 'writer.ts') }, output: { format: 'es', entryFileNames: '[name].mjs' } } },
    ssr: { target: 'node', noExternal: true },
  });
});
afterAll(() => {
  workers.remove();
  rmSync(bundle, { recursive: true, force: true });
});

/** Lets a process append 10,000 samples a second, kills it, and says how much of what it had taken in is lost. */
async function killOnce(folder: string, afterMs: number): Promise<{ appended: number; kept: number; acknowledged: number }> {
  const child = spawn(process.execPath, [join(bundle, 'writer.mjs'), folder, new URL('history-worker.js', workers.url).href, String(PER_SECOND), String(POINTS)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (octets: Buffer) => {
    text += octets.toString();
  });
  const exit = new Promise((resolve) => child.once('exit', resolve));
  while (!text.includes('\n')) await new Promise((resolve) => setTimeout(resolve, 10));
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill('SIGKILL');
  await exit;
  const [appended = 0, acknowledged = 0] = (text.split('\n').at(-2) ?? '').split(' ').map(Number);
  const history = History.open({ folder, workerUrl: new URL('history-worker.js', workers.url), retentionDays: 3650, log: { info: () => {}, warn: () => {}, error: (message) => { throw new Error(message); }, failure: (what) => { throw new Error(what); } } });
  const { samples } = await history.stats();
  await history.close();
  return { appended, kept: samples, acknowledged };
}

describe('history after kill -9', () => {
  it(`has everything acknowledged and loses at most the last 500 ms, ${String(RUNS)} times`, async () => {
    for (let run = 0; run < RUNS; run += 1) {
      const folder = mkdtempSync(join(tmpdir(), 'history-kill-'));
      const { appended, kept, acknowledged } = await killOnce(folder, 1200 + run * 170);
      expect(acknowledged).toBeGreaterThan(0);
      expect(kept).toBeGreaterThanOrEqual(acknowledged);
      // The child reports each 20 ms what it had appended by then.
      expect(appended - kept).toBeLessThanOrEqual(PER_SECOND * 0.5);
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('recovers what was being brought into chunks, each sample once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'history-kill-'));
    // Few points: their chunks are full every 0.36 s, so that the kill falls between or into compactions.
    const child = spawn(process.execPath, [join(bundle, 'writer.mjs'), folder, new URL('history-worker.js', workers.url).href, String(PER_SECOND), '1'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = new Promise((resolve) => child.once('exit', resolve));
    let text = '';
    child.stdout.on('data', (octets: Buffer) => {
      text += octets.toString();
    });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    child.kill('SIGKILL');
    await exit;
    expect(text).not.toBe('');
    const history = History.open({ folder, workerUrl: new URL('history-worker.js', workers.url), retentionDays: 3650, log: { info: () => {}, warn: () => {}, error: () => {}, failure: (what) => what } });
    const points = [{ pointId: '00000000-0000-4000-8000-000000000000', device: '', point: '', unit: '' }];
    const path = join(folder, 'x.csv');
    await history.exportCsv({ path, points, from: 0, to: Number.MAX_SAFE_INTEGER }, () => {}, new AbortController().signal);
    await history.close();
    const values = readFileSync(path, 'utf8').split('\r\n').slice(1, -1).map((row) => Number(row.split(',')[3]));
    expect(values.length).toBeGreaterThan(7200);
    expect(values).toEqual(values.map((_, at) => at));
    rmSync(folder, { recursive: true, force: true });
  });
});
