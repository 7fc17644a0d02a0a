import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';
import { run } from './run.mjs';
import { PARTS, when } from './soak-page.mjs';

/**
 * @typedef {object} SoakReport what a soaking test leaves in the folder SOAK_REPORT
 * @property {string} name
 * @property {number} iterations
 * @property {number} seed
 * @property {number} seconds
 * @property {Record<string, number>} endings
 * @property {{ mib: number, handles: number }[]} memory after each tenth
 */

/** What is soaked, by the tests that use test/support/modbus-soak.ts, and what is said of it. */
const SOAKS = {
  modbus: {
    files: ['mbap', 'rtu', 'ascii', 'datagrams', 'servers'].map((name) => `test/session/modbus/mutated-${name}.test.ts`),
    words: [
      'Each iteration sends damaged answers (bits flipped, octets lost, added, repeated, reversed, cut, other frames between, late ones) through a whole client session under a driven clock, then a good exchange. It fails when the session crashes, when a request ends not at all or twice, when a value is taken that an independent reading of the same octets does not find, or when the good answer is not read. "Closed" are connections that the session gave up rather than guess; "damage with a right checksum" is damage that makes another valid frame, which a checksum of 16 bits (RTU) or 8 bits (ASCII) cannot show.',
      'The same with damaged requests through a whole server session: it fails when the session crashes, writes a register that an independent reading of the octets finds nobody asked for, or does not answer the next good request. "Cut short" are TCP streams that ended inside a frame, whose next request came on a new connection.',
    ],
  },
  dnp3: {
    files: ['auth-master', 'auth-outstation', 'master', 'outstation'].map((name) => `test/session/dnp3/mutated-${name}.test.ts`),
    words: [
      'One session for the whole run, under a driven clock. Each iteration damages fragments, and now and then the segments and frames around them (with right checksums, or all of it would be discarded by the first look), and ends with a good exchange that has to succeed.',
      'Outstation: every request that it knows, files among them; it fails on a crash, on a fragment longer than was set, on more held than its bounds, or when the good request is not answered. Master: answers to reads, commands, file transfers and unsolicited responses while such tasks are under way; it fails on a crash, when a task ends not at all or twice, when a command or a file counts as done that was not, or when the next good poll fails. With secure authentication, for each side its own run: key changes, challenges, replies, errors and aggressive mode are damaged as well; it fails when a command, value or file is taken that the peer did not send, when more is held of unauthenticated fragments than the bound, or when the next authenticated command does not get through.',
    ],
  },
};

/** @param {number} value */
const grouped = (value) => Math.round(value).toLocaleString('en');

/** @param {string[]} args @param {Record<string, string>} env @returns {Promise<number>} the exit code */
export const vitest = (args, env) => run(process.execPath, [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', ...args], { env: { ...process.env, ...env } });

/** @param {SoakReport} report */
function row({ name, iterations, seconds, seed, endings, memory }) {
  const ended = Object.entries(endings)
    .sort(([, one], [, other]) => other - one)
    .map(([ending, count]) => `${ending} ${grouped(count)}`)
    .join(', ');
  const mib = memory.map((look) => look.mib);
  const [first, last] = [memory[0], memory.at(-1)];
  const held = first === undefined || last === undefined ? 'not looked at' : `${first.mib.toFixed(2)}, ${last.mib.toFixed(2)} (at most ${Math.max(...mib).toFixed(2)}); ${first.handles}, ${last.handles}`;
  return `| ${name} | ${grouped(iterations)} | ${grouped(seconds)} | ${seed} | ${held} | ${ended} |`;
}

/**
 * Soaks the sessions of a protocol.
 * @param {'modbus' | 'dnp3'} what
 * @param {number} iterations of each session
 * @returns {Promise<{ code: number, title: string, lines: string[] }>} the exit code, and a part of docs/soak.md
 */
export async function soakFrames(what, iterations) {
  const { files, words } = SOAKS[what];
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  try {
    const code = await vitest(['--project', 'session', ...files], { SOAK_ITERATIONS: String(iterations), SOAK_REPORT: folder });
    /** @type {SoakReport[]} */
    const reports = readdirSync(folder)
      .sort()
      .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
    const lines = [
      ...words.flatMap((each) => [each, '']),
      `One run of \`npm run soak -- ${what}\` ${when()}: ${code === 0 ? 'passed' : '**failed**'}. Memory is the heap and the buffers outside of it, looked at after a collection at each tenth of the run: in MiB at the first tenth and at the end, and the most of all looks; behind it the active handles at the same two. The run fails when memory at the end is more than 2 MiB above that at the first tenth (2.3 octets an iteration), or when there are more handles.`,
      '',
      '| session | iterations | seconds | seed | memory; handles | how it ended |',
      '|---|---:|---:|---:|---|---|',
      ...reports.map(row),
    ];
    return { code, title: PARTS[what], lines };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
