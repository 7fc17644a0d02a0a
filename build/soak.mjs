import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript, setUp } from './setup.mjs';
import { inRoot } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

/**
 * @typedef {object} SoakReport what a soaking test leaves in the folder SOAK_REPORT
 * @property {string} name
 * @property {number} iterations
 * @property {number} seed
 * @property {number} seconds
 * @property {Record<string, number>} endings
 */

const DEFAULT_ITERATIONS = 1_000_000;
/** The tests that read SOAK_ITERATIONS: those that use test/support/modbus-soak.ts. */
const FILES = ['mbap', 'rtu', 'ascii', 'datagrams', 'servers'].map((name) => `test/session/modbus/mutated-${name}.test.ts`);

/** Properties draw this many times the samples that they draw in `npm test`. */
const PROPERTY_FACTOR = 50;
const PROPERTY_LIMIT_MS = 30 * 60_000;

/** @returns {string[]} the tests with properties */
function propertyFiles() {
  return ['unit', 'session']
    .flatMap((kind) => readdirSync(inRoot('test', kind), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => readFileSync(file, 'utf8').includes('fc.assert('));
}

/** @param {string[]} args @param {Record<string, string>} env */
const vitest = (args, env) => run(process.execPath, [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', ...args], { env: { ...process.env, ...env } });

/** @param {number} value */
const grouped = (value) => Math.round(value).toLocaleString('en');

/** @param {SoakReport[]} reports @param {boolean} passed */
function page(reports, passed) {
  const endings = (/** @type {SoakReport} */ { endings }) =>
    Object.entries(endings)
      .sort(([, one], [, other]) => other - one)
      .map(([ending, count]) => `${ending} ${grouped(count)}`)
      .join(', ');
  return [
    '# Soak: damaged frames through whole Modbus sessions',
    '',
    'Each iteration sends damaged answers (bits flipped, octets lost, added, repeated, reversed, cut, other frames between, late ones) through a whole client session under a driven clock, then a good exchange. It fails when the session crashes, when a request ends not at all or twice, when a value is taken that an independent reading of the same octets does not find, or when the good answer is not read. "Closed" are connections that the session gave up rather than guess; "damage with a right checksum" is damage that makes another valid frame, which a checksum of 16 bits (RTU) or 8 bits (ASCII) cannot show.',
    '',
    'The same with damaged requests through a whole server session: it fails when the session crashes, writes a register that an independent reading of the octets finds nobody asked for, or does not answer the next good request. "Cut short" are TCP streams that ended inside a frame, whose next request came on a new connection.',
    '',
    `One run of \`npm run soak\` on ${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}: ${passed ? 'passed' : '**failed**'}.`,
    '',
    '| session | iterations | seconds | seed | how requests ended |',
    '|---|---:|---:|---:|---|',
    ...reports.map((report) => `| ${report.name} | ${grouped(report.iterations)} | ${grouped(report.seconds)} | ${report.seed} | ${endings(report)} |`),
    '',
  ].join('\n');
}

/**
 * `npm run soak -- 50000` runs as many iterations for each framing and leaves docs/soak.md alone; without a number, a million.
 * Afterwards the properties of all tests run with more samples and new seeds.
 */
await runScript(async () => {
  await setUp({ tests: true, app: false });
  const iterations = Number(process.argv[2] ?? DEFAULT_ITERATIONS);
  if (!Number.isInteger(iterations) || iterations < 1) throw new Error('The number of iterations is a whole number of at least 1.');
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  try {
    const code = await vitest(['--project', 'session', ...FILES], { SOAK_ITERATIONS: String(iterations), SOAK_REPORT: folder });
    /** @type {SoakReport[]} */
    const reports = readdirSync(folder)
      .sort()
      .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
    const text = page(reports, code === 0);
    if (process.argv[2] === undefined) writeFileSync(inRoot('docs', 'soak.md'), text);
    console.log(text);
    const properties = await vitest(['--project', 'unit', '--project', 'session', '--testTimeout', String(PROPERTY_LIMIT_MS), ...propertyFiles()], { SOAK_PROPERTIES: String(PROPERTY_FACTOR) });
    return code === 0 ? properties : code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
