import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { basename, join } from 'node:path';
import { runScript, setUp } from './setup.mjs';
import { inRoot } from './lib/paths.mjs';
import { capture } from './lib/run.mjs';

/**
 * @typedef {object} Result one line that a bench prints as JSON
 * @property {string} bench
 * @property {string} name
 * @property {number} value
 * @property {string} unit
 * @property {string} [goal] such as `< 20` or `>= 0.85`
 */

const LIMIT_MS = 45 * 60_000;

/** @returns {string[]} */
function benchFiles() {
  return readdirSync(inRoot('test', 'bench'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.bench\.(ts|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** @param {string} line @returns {Result | undefined} */
function parseResult(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line);
    return typeof value.bench === 'string' && typeof value.name === 'string' && typeof value.value === 'number' && typeof value.unit === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Result} result @returns {string} */
function verdict({ value, goal }) {
  const match = /^(<=|>=|<|>)\s*(-?[\d.]+)/.exec(goal ?? '');
  if (!match) return '';
  const limit = Number(match[2]);
  const reached = { '<': value < limit, '<=': value <= limit, '>': value > limit, '>=': value >= limit }[match[1] ?? ''];
  return reached ? 'reached' : 'missed';
}

/** @param {number} value */
const figure = (value) => (Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3))));

/** @param {Result[]} results @returns {string[][]} */
const rows = (results) => results.map((result) => [result.bench, result.name, figure(result.value), result.unit, result.goal ?? '', verdict(result)]);
const HEAD = ['bench', 'measured', 'value', 'unit', 'to reach', ''];

/** @param {string[][]} table */
function aligned(table) {
  const widths = HEAD.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  return table.map((row) => row.map((cell, column) => (column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd()).join('\n');
}

/** @param {Result[]} results @param {string[]} failed */
function report(results, failed) {
  const cells = (/** @type {string[]} */ row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const processor = cpus()[0]?.model ?? 'unknown processor';
  return [
    '# Measured',
    '',
    `One run of \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${processor}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}, Node ${process.versions.node}. Each bench says in its source what exactly it measures; the figures of another machine differ, the comparisons within one run hold.`,
    '',
    cells(HEAD),
    '|---|---|---:|---|---|---|',
    ...rows(results).map(cells),
    '',
    ...failed.map((name) => `${name} did not come to its end in this run.\n`),
  ].join('\n');
}

/**
 * Runs the benches one after another: each is bundled and runs in a process of its own, from the root of the checkout,
 * with `--expose-gc`. `npm run bench -- history grid` runs those whose file name contains one of the words, and leaves
 * docs/bench.md alone.
 */
await runScript(async () => {
  await setUp({ tests: true });
  const words = process.argv.slice(2);
  const files = benchFiles().filter((file) => words.length === 0 || words.some((word) => basename(file).includes(word)));
  if (files.length === 0) throw new Error('There is no bench of that name in test/bench.');
  const { build } = await import('vite');
  const { benchConfig, workerEntries } = await import('./lib/vite-configs.mjs');
  const { bundle, bundleWorkers } = await import('./bundle.mjs');
  await bundle();
  // Inside the checkout, so that what stays external is found in node_modules.
  const folder = mkdtempSync(inRoot('.bench-'));
  /** @type {Result[]} */
  const results = [];
  /** @type {string[]} */
  const failed = [];
  try {
    if (Object.keys(workerEntries()).length > 0) await bundleWorkers(join(folder, 'dist'));
    for (const file of files) {
      const name = basename(file).replace(/\.bench\.(ts|mjs)$/, '');
      const started = performance.now();
      await build(benchConfig(name, file, folder));
      const { code, output } = await capture(process.execPath, ['--expose-gc', join(folder, `${name}.js`)], { timeout: LIMIT_MS, env: { ...process.env, THERMACORE_WORKERS: join(folder, 'dist', 'workers') } });
      const found = output.split('\n').map(parseResult).filter((result) => result !== undefined);
      results.push(...found);
      console.log(`${name}: ${found.length} figures in ${((performance.now() - started) / 1000).toFixed(0)} s`);
      if (code !== 0 || found.length === 0) {
        failed.push(name);
        console.error(output.trim());
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\n${aligned([HEAD, ...rows(results)])}`);
  if (words.length === 0) writeFileSync(inRoot('docs', 'bench.md'), report(results, failed));
  return failed.length === 0 ? 0 : 1;
});
