/**
 * Memory of acquisition's bus and history under 10,000 samples a second, minute by minute: heap and array buffers of this
 * process (its worker included in RSS). Environment: MINUTES (2), RATE (10000), POINTS (1000).
 * Prints a line of JSON for each figure. Run with `node --expose-gc` to have garbage left out of the heap figures.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadHistory } from './history-module.mjs';

const GOOD = { level: 'good', reason: '', flags: [] };
const minutes = Number(process.env.MINUTES ?? 2);
const rate = Number(process.env.RATE ?? 10_000);
const points = Number(process.env.POINTS ?? 1000);
const ids = Array.from({ length: points }, (_, at) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`);

/** @param {string} name @param {number} value @param {string} unit @param {string} [goal] */
const row = (name, value, unit, goal) => console.log(JSON.stringify({ bench: 'history-memory', name, value: Number(value.toPrecision(4)), unit, ...(goal ? { goal } : {}) }));

const { History, SampleBus, workerUrl, remove } = await loadHistory();
const folder = mkdtempSync(join(tmpdir(), 'history-memory-'));
const log = { info: () => {}, warn: console.error, error: console.error };
try {
  const history = History.open({ folder, workerUrl, retentionDays: 30, log });
  await history.opened();
  const bus = new SampleBus(log);
  bus.subscribe((/** @type {unknown[]} */ samples) => history.append(samples));
  const began = performance.now();
  let made = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - began) / 1000) * rate);
    const now = Date.now() * 1000;
    const samples = [];
    for (; made < due; made += 1) {
      samples.push({ pointId: ids[made % points], value: Math.sin(made / 1e5), raw: null, quality: GOOD, sourceTime: null, receivedTime: now, changed: true, record: true });
    }
    bus.publish(samples);
  }, 50);
  /** @type {number[]} */
  const heaps = [];
  for (let minute = 1; minute <= minutes; minute += 1) {
    await new Promise((resolve) => setTimeout(resolve, began + minute * 60_000 - performance.now()));
    globalThis.gc?.();
    const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
    heaps.push(heapUsed);
    row(`heap in minute ${String(minute)}`, heapUsed / 1e6, 'MB');
    row(`array buffers in minute ${String(minute)}`, arrayBuffers / 1e6, 'MB');
    row(`RSS with the worker in minute ${String(minute)}`, rss / 1e6, 'MB');
  }
  clearInterval(timer);
  await history.flush();
  const { written, dropped } = history.metrics();
  row('samples recorded', written, 'samples');
  row('samples dropped', dropped, 'samples', '<= 0');
  if (heaps.length > 5) row('heap of the last minute over that of minute 5', (heaps.at(-1) ?? 0) / (heaps[4] ?? 1), '', '<= 1.1');
  const { user, system } = process.cpuUsage();
  row('CPU share, of one core', ((user + system) / 1000 / (performance.now() - began)) * 100, '%');
  await history.close();
} finally {
  remove();
  rmSync(folder, { recursive: true, force: true });
}
