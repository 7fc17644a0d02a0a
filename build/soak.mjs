import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScript, setUp } from './setup.mjs';
import { inRoot } from './lib/paths.mjs';
import { soakDay } from './lib/soak-day.mjs';
import { soakFrames, vitest } from './lib/soak-frames.mjs';
import { capture } from './lib/run.mjs';
import { keep, PARTS, when } from './lib/soak-page.mjs';

const DEFAULT_ITERATIONS = 1_000_000;
/** Properties draw this many times the samples that they draw in `npm test`. */
const PROPERTY_FACTOR = 50;
const PROPERTY_LIMIT_MS = 30 * 60_000;
/** On these minutes a device that is polled every 20 ms answers as often as one that is polled every second does in a day. */
const DAY_MINUTES = 30;
const MEMORY_MINUTES = 30;

/** @returns {string[]} the tests with properties */
function propertyFiles() {
  return ['unit', 'session']
    .flatMap((kind) => readdirSync(inRoot('test', kind), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => readFileSync(file, 'utf8').includes('fc.assert('));
}

/** @returns {Promise<number>} the exit code */
const properties = () => vitest(['--project', 'unit', '--project', 'session', '--testTimeout', String(PROPERTY_LIMIT_MS), ...propertyFiles()], { SOAK_PROPERTIES: String(PROPERTY_FACTOR) });

/** @param {number} minutes @returns {Promise<number>} the exit code */
async function day(minutes) {
  if (!(minutes >= 1)) throw new Error('The minutes are a number of at least 1.');
  const { held, table } = await soakDay(minutes);
  keep(PARTS.day, [
    'The gateway as it is shipped, with Modbus devices on loopback that it polls every 20 ms and records whole: three steady ones, one that is asked each second, one whose connections are dropped every 4 s, one that is away for 2 s every 15 s, and a simulator of the gateway itself whose unit 1 has nine kinds of faults. The polls are real, the intervals shortened: the count says how much of a day of one-second polls was made. The wall clock of the process runs so fast that four days go by, three of them beyond the retention of one day; the clock by which the history brings its journal into chunks runs faster too. "Early" is the second fifth of the run, "late" the last; each figure is a median of looks ten seconds apart.',
    '',
    `One run of \`npm run soak -- day ${minutes}\` ${when()}: ${held ? 'all held' : '**not all held**'}.`,
    '',
    ...table,
  ]);
  console.log(table.join('\n'));
  return held ? 0 : 1;
}

/** The bench of the history's memory for longer than `npm run bench` has. @param {number} minutes @returns {Promise<number>} the exit code */
async function memory(minutes) {
  if (!(minutes >= 6 && minutes <= 40)) throw new Error('The minutes are a number from 6 to 40.');
  const { code, output } = await capture(process.execPath, [inRoot('build', 'bench.mjs'), 'history-memory'], { timeout: (minutes + 5) * 60_000, env: { ...process.env, MINUTES: String(minutes) } });
  const figures = output.split('\n').filter((line) => /^history-memory  (heap|samples|CPU|RSS.* minute (5|\d*0) )/.test(line));
  keep(PARTS.memory, [`One run of \`npm run soak -- memory ${minutes}\` ${when()}: ${code === 0 ? 'it came to its end' : '**it did not come to its end**'}.`, '', '```', ...figures, '```']);
  console.log(figures.join('\n'));
  return code;
}

/** @param {'modbus' | 'dnp3'} what @param {string | undefined} given @returns {Promise<number>} the exit code */
async function frames(what, given) {
  const iterations = Number(given ?? DEFAULT_ITERATIONS);
  if (!Number.isInteger(iterations) || iterations < 10) throw new Error('The number of iterations is a whole number of at least 10.');
  const { code, title, lines } = await soakFrames(what, iterations);
  // A smaller run is a trial.
  if (iterations >= DEFAULT_ITERATIONS) keep(title, lines);
  console.log(lines.join('\n'));
  return code;
}

/**
 * `npm run soak` runs a million iterations of damaged frames through every session of Modbus and DNP3, and the properties of
 * all tests with more samples and new seeds. `npm run soak -- modbus`, `dnp3` or `properties` runs one of them; behind the
 * first two stands the number of iterations (less than a million leave docs/soak.md alone). `npm run soak -- day 10` runs the
 * compressed day in ten minutes, `npm run soak -- memory 30` watches the memory of the history for thirty.
 */
await runScript(async () => {
  await setUp({ tests: true, app: false });
  const [what, given] = process.argv.slice(2);
  if (what === 'day') return day(Number(given ?? DAY_MINUTES));
  if (what === 'memory') return memory(Number(given ?? MEMORY_MINUTES));
  if (what === 'properties') return properties();
  if (what === 'modbus' || what === 'dnp3') return frames(what, given);
  const codes = [await frames('modbus', what), await frames('dnp3', what), await properties()];
  return codes.find((code) => code !== 0) ?? 0;
});
