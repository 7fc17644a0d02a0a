import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript, setUp } from './setup.mjs';
import { inRoot } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { soakDay } from './lib/soak-day.mjs';

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
const FILES = [...['mbap', 'rtu', 'ascii', 'datagrams', 'servers'].map((name) => `test/session/modbus/mutated-${name}.test.ts`), 'test/session/dnp3/mutated.test.ts', 'test/session/dnp3/mutated-auth.test.ts'];

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

const PAGE = inRoot('docs', 'soak.md');
const FRAMES = 'Damaged frames through whole Modbus sessions';
const DAY = 'A compressed day';
const HEAD = ['# Soak', '', 'What runs too long for `npm test`. Each part is written by its own run of `npm run soak`.', ''];
/** On these minutes a device that is polled every 20 ms answers as often as one that is polled every second does in a day. */
const DAY_MINUTES = 30;

const when = () => `on ${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}`;

/** Puts a part in its place on the page and leaves the other one as it is. @param {string} title @param {string[]} lines */
function keep(title, lines) {
  const before = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
  const parts = new Map(before.split(/^## /m).slice(1).map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1).trim()]));
  parts.set(title, lines.join('\n').trim());
  const order = [FRAMES, DAY].filter((each) => parts.has(each));
  writeFileSync(PAGE, `${[...HEAD, ...order.flatMap((each) => [`## ${each}`, '', parts.get(each) ?? '', ''])].join('\n').trimEnd()}\n`);
}

/** @param {number} minutes @returns {Promise<number>} the exit code */
async function day(minutes) {
  if (!(minutes >= 1)) throw new Error('The minutes are a number of at least 1.');
  const { held, table } = await soakDay(minutes);
  keep(DAY, [
    'The gateway as it is shipped, with Modbus devices on loopback that it polls every 20 ms and records whole: three steady ones, one that is asked each second, one whose connections are dropped every 4 s, one that is away for 2 s every 15 s, and a simulator of the gateway itself whose unit 1 has nine kinds of faults. The polls are real, the intervals shortened: the count says how much of a day of one-second polls was made. The wall clock of the process runs so fast that four days go by, three of them beyond the retention of one day; the clock by which the history brings its journal into chunks runs faster too. "Early" is the second fifth of the run, "late" the last; each figure is a median of looks ten seconds apart.',
    '',
    'DNP3: damaged fragments, frames around them damaged now and then, into an outstation (files included) and into a master; it fails on a crash, on an answer beyond the size that was set, or when the next good request is not answered. With secure authentication both stations talk to each other while one frame in three is damaged and its checksums are made right again, two or three in each story; it fails when a command, value or file is taken that the peer did not send, or more is held of unauthenticated fragments than one each.',
    '',
    `One run of \`npm run soak -- day ${minutes}\` ${when()}: ${held ? 'all held' : '**not all held**'}.`,
    '',
    ...table,
  ]);
  console.log(table.join('\n'));
  return held ? 0 : 1;
}

/** @param {SoakReport[]} reports @param {boolean} passed @returns {string[]} */
function frames(reports, passed) {
  const endings = (/** @type {SoakReport} */ { endings }) =>
    Object.entries(endings)
      .sort(([, one], [, other]) => other - one)
      .map(([ending, count]) => `${ending} ${grouped(count)}`)
      .join(', ');
  return [
    'Each iteration sends damaged answers (bits flipped, octets lost, added, repeated, reversed, cut, other frames between, late ones) through a whole client session under a driven clock, then a good exchange. It fails when the session crashes, when a request ends not at all or twice, when a value is taken that an independent reading of the same octets does not find, or when the good answer is not read. "Closed" are connections that the session gave up rather than guess; "damage with a right checksum" is damage that makes another valid frame, which a checksum of 16 bits (RTU) or 8 bits (ASCII) cannot show.',
    '',
    'The same with damaged requests through a whole server session: it fails when the session crashes, writes a register that an independent reading of the octets finds nobody asked for, or does not answer the next good request. "Cut short" are TCP streams that ended inside a frame, whose next request came on a new connection.',
    '',
    `One run of \`npm run soak\` ${when()}: ${passed ? 'passed' : '**failed**'}.`,
    '',
    '| session | iterations | seconds | seed | how requests ended |',
    '|---|---:|---:|---:|---|',
    ...reports.map((report) => `| ${report.name} | ${grouped(report.iterations)} | ${grouped(report.seconds)} | ${report.seed} | ${endings(report)} |`),
  ];
}

/**
 * `npm run soak -- 50000` runs as many iterations for each framing and leaves docs/soak.md alone; without a number, a million.
 * Afterwards the properties of all tests run with more samples and new seeds. `npm run soak -- day 10` runs the compressed
 * day instead, in ten minutes.
 */
await runScript(async () => {
  await setUp({ tests: true, app: false });
  if (process.argv[2] === 'day') return day(Number(process.argv[3] ?? DAY_MINUTES));
  const iterations = Number(process.argv[2] ?? DEFAULT_ITERATIONS);
  if (!Number.isInteger(iterations) || iterations < 1) throw new Error('The number of iterations is a whole number of at least 1.');
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  try {
    const code = await vitest(['--project', 'session', ...FILES], { SOAK_ITERATIONS: String(iterations), SOAK_REPORT: folder });
    /** @type {SoakReport[]} */
    const reports = readdirSync(folder)
      .sort()
      .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
    const lines = frames(reports, code === 0);
    if (process.argv[2] === undefined) keep(FRAMES, lines);
    console.log(lines.join('\n'));
    const properties = await vitest(['--project', 'unit', '--project', 'session', '--testTimeout', String(PROPERTY_LIMIT_MS), ...propertyFiles()], { SOAK_PROPERTIES: String(PROPERTY_FACTOR) });
    return code === 0 ? properties : code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
