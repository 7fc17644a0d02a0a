import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runScript, setUp } from './setup.mjs';
import { noCounts, vitestCounts } from './lib/counts.mjs';
import { inRoot } from './lib/paths.mjs';
import { capture } from './lib/run.mjs';

/** The compiler and the type-aware lint are Go programs: three times the garbage before it is collected saves a fifth of their time. */
const GOGC = '300';

/** The unit tests take longest and use one processor at most times: the other steps share what they leave. */
const STANDS_BACK = 10;

/** @param {string} name @param {...string} parts of a script inside node_modules, run by this Node without a shell */
const tool = (name, ...parts) => [process.execPath, [inRoot('node_modules', name, ...parts)]];

/**
 * Types, lint, boundaries, contrast and unit tests, side by side. Dead code is looked for by `npm test` alone: see dead-code.mjs.
 * @param {(line: string) => void} [say]
 * @returns {Promise<{ counts: import('./lib/counts.mjs').Counts, failedSteps: string[] }>}
 */
export async function check(say = console.log) {
  await setUp({ app: false, say });
  const { checkBoundaries } = await import('./lib/boundaries.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'check-'));
  const report = join(folder, 'unit.json');
  /** @param {[string, string[]]} command @param {string[]} args */
  const step = ([program, script], args, niceness = STANDS_BACK) => capture(program, [...script, ...args], { env: { ...process.env, GOGC }, niceness });
  const started = performance.now();
  /** @type {Record<string, () => Promise<{ code: number, output: string }>>} */
  const steps = {
    // One checker a project: several check what they share each for themselves, and the other steps use the other cores.
    types: () => step(tool('@typescript/native', 'bin', 'tsc'), ['-b', '--checkers', '1']),
    lint: () => step(tool('oxlint', 'bin', 'oxlint'), ['--type-aware', '--max-warnings', '0']),
    boundaries: checkBoundaries,
    contrast: () => step([process.execPath, []], [inRoot('build', 'contrast.mjs')]),
    unit: () => step(tool('vitest', 'vitest.mjs'), ['run', '--project', 'unit', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`], 0),
  };
  try {
    /** @type {string[]} */
    const failedSteps = [];
    await Promise.all(
      Object.entries(steps).map(async ([name, work]) => {
        const from = performance.now();
        const { code, output } = await work().catch((error) => ({ code: 1, output: String(error?.stack ?? error) }));
        if (code !== 0) failedSteps.push(name);
        say(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(12)} ${((performance.now() - from) / 1000).toFixed(1)} s`);
        if (code !== 0) say(output.trim());
      }),
    );
    const counts = vitestCounts(report) ?? noCounts();
    // Broken types or lint are failures of their own; the unit tests are counted one by one.
    counts.failed += failedSteps.filter((name) => name !== 'unit' || counts.failed === 0).length;
    say(`check: ${failedSteps.length === 0 ? 'all well' : `failed: ${failedSteps.join(', ')}`}; ${counts.passed} unit tests passed; ${((performance.now() - started) / 1000).toFixed(1)} s`);
    return { counts, failedSteps };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runScript(async () => ((await check()).failedSteps.length === 0 ? 0 : 1));
}
