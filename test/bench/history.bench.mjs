/**
 * History: samples a second that get onto the disk, octets a sample, and a day of ten points for a chart.
 * Prints a line of JSON for each figure. Environment: DAYS (1), POINTS (50).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadHistory } from './history-module.mjs';

const GOOD = { level: 'good', reason: '', flags: [] };
const points = Number(process.env.POINTS ?? 50);
const days = Number(process.env.DAYS ?? 1);
const ids = Array.from({ length: points }, (_, at) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`);
const T0 = 1_790_000_000_000_000;
const DAY = 86_400;

/** @param {string} name @param {number} value @param {string} unit @param {string} [goal] */
const row = (name, value, unit, goal) => console.log(JSON.stringify({ bench: 'history', name, value: Number(value.toPrecision(4)), unit, ...(goal ? { goal } : {}) }));

const median = (/** @type {number[]} */ values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

const { History, Acquisition, PointCache, SampleBus, workerUrl, remove } = await loadHistory();
const folder = mkdtempSync(join(tmpdir(), 'history-bench-'));
try {
  const log = { info: () => {}, warn: console.error, error: console.error };
  const history = History.open({ folder, workerUrl, retentionDays: 3650, log });
  await history.opened();

  let appendMs = 0;
  const began = performance.now();
  for (let second = 0; second < DAY * days; second += 200) {
    const samples = [];
    for (let at = 0; at < 200; at += 1) {
      for (let point = 0; point < points; point += 1) {
        samples.push({ pointId: ids[point], value: Math.sin((second + at) / 900 + point) * 50, raw: null, quality: GOOD, sourceTime: null, receivedTime: T0 + (second + at) * 1_000_000 + point * 7 });
      }
    }
    const before = performance.now();
    history.append(samples);
    appendMs += performance.now() - before;
    await history.flush();
  }
  const seconds = (performance.now() - began) / 1000;
  const total = DAY * days * points;
  row('append, as fast as it goes', total / seconds, 'samples/s', '>= 10000');
  row('append, main thread a sample', (appendMs * 1000) / total, 'µs');
  // The journal's rest is compacted in the background.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const { bytes, samples } = await history.stats();
  row('octets a sample on the disk', bytes / samples, 'octets');

  for (const [name, hours, buckets, goal] of /** @type {const} */ ([['a day of ten points, 2000 buckets', 24, 2000, '< 50'], ['an hour of ten points, 2000 buckets', 1, 2000, '< 50'], ['twelve hours of ten points, 20000 buckets', 12, 20_000, undefined]])) {
    const times = [];
    for (let run = 0; run < 15; run += 1) {
      const before = performance.now();
      const series = await history.range({ pointIds: ids.slice(run % 5, (run % 5) + 10), from: T0, to: T0 + hours * 3600 * 1_000_000, buckets });
      times.push(performance.now() - before);
      if (series.length !== 10 || series.some(({ times: found }) => found.length < 1000)) throw new Error('The chart is not what was recorded.');
    }
    row(name, median(times), 'ms', goal);
    row(`${name}, the slowest of 15`, Math.max(...times), 'ms');
  }

  const before = performance.now();
  const size = await history.exportCsv({ path: join(folder, 'x.csv'), points: ids.slice(0, 5).map((pointId) => ({ pointId, device: 'BLR-01', point: 'T', unit: '°C' })), from: T0, to: T0 + DAY * 1_000_000 }, () => {}, new AbortController().signal);
  row('CSV export', (DAY * 5) / ((performance.now() - before) / 1000), 'rows/s');
  row('CSV export, file', size / 1e6, 'MB');
  await history.close();

  // Acquisition alone: pushed readings through scaling, change detection, cache and bus.
  const clock = { nowMicros: () => Date.now() * 1000, monotonicMs: () => performance.now() };
  const bus = new SampleBus(log);
  const cache = new PointCache();
  const acquisition = new Acquisition({ clock, bus, cache });
  /** @type {(readings: unknown[]) => void} */
  let push = () => {};
  const driver = { connect() {}, async disconnect() {}, setPoints() {}, diagnostics() {}, roundTripMs: () => null, async close() {}, push: { subscribe: (/** @type {(readings: unknown[]) => void} */ listener) => { push = listener; return () => {}; } } };
  const device = { points: ids.map((id) => ({ id, name: 'T', address: {}, dataType: 'float32', access: 'read', scale: 0.1, offset: -40, pollIntervalMs: null, deadband: 0, low: 0, high: 100 })), pollIntervalMs: null };
  acquisition.add({ device, driver, defaultPollIntervalMs: 1000, onFailure: (/** @type {unknown} */ error) => { throw error; } });
  const cpuBefore = process.cpuUsage();
  const rounds = 10_000;
  for (let round = 0; round < rounds; round += 1) push(ids.map((pointId) => ({ pointId, value: round % 1000, raw: null, quality: GOOD, sourceTime: null, receivedTime: T0 + round })));
  const cpu = process.cpuUsage(cpuBefore);
  const perSample = (cpu.user + cpu.system) / (rounds * points);
  row('acquisition, CPU a sample', perSample, 'µs');
  row('acquisition, share of one core at 10,000 samples/s', perSample / 100 * 100, '%');
} finally {
  remove();
  rmSync(folder, { recursive: true, force: true });
}
