import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript, setUp } from './setup.mjs';
import { layCable } from './lib/cable.mjs';
import { countsTriedAgain, failedFiles, noCounts, playwrightCounts, vitestCounts } from './lib/counts.mjs';
import { inRoot } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { becomeUnprivileged } from './lib/unprivileged.mjs';

/** @typedef {import('./lib/counts.mjs').Counts} Counts */

/** The phases to run, by name (`npm test -- session end-to-end`); all when none is named. What they need runs too. */
const NEEDS_BUNDLE = ['package', 'end-to-end'];
const asked = process.argv.slice(2);
/** @param {string} name */
const isWanted = (name) => asked.length === 0 || asked.includes(name) || (NEEDS_BUNDLE.some((later) => asked.includes(later)) && (name === 'bundle' || name === 'package'));

/** @param {string} line */
const say = (line) => console.log(line);

/**
 * @param {string} project of vitest
 * @param {string} report file
 * @param {string[]} files of tests; all when there are none
 * @returns {Promise<Counts>}
 */
async function vitest(project, report, files = []) {
  const code = await run(process.execPath, [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...files]);
  return whole(code, vitestCounts(report));
}

/**
 * Runs the tests with real sockets, processes and clocks. A file that failed is run once more, alone: a busy machine can
 * fail a test that is right, and one that is wrong fails again.
 * @param {string} results folder
 */
async function integration(results) {
  const report = join(results, 'integration.json');
  const counts = await vitest('integration', report);
  const files = failedFiles(report);
  if (files.length === 0) return counts;
  say(`\n== integration, again: ${files.join(' ')}`);
  return countsTriedAgain(counts, await vitest('integration', join(results, 'integration-again.json'), files), files);
}

/**
 * A run that ended badly without a failed test to show for it has still failed.
 * @param {number} code
 * @param {Counts | undefined} counts
 */
function whole(code, counts = noCounts()) {
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** @returns {Promise<Counts>} of the end-to-end tests, on the packaged application, as a user without privileges */
async function endToEnd() {
  const user = await becomeUnprivileged();
  /** @type {import('./lib/cable.mjs').Cable | undefined} */
  let cable;
  try {
    cable = await layCable(user.home, say);
    const results = join(user.home, 'results');
    const pictures = join(user.home, 'screenshots');
    const playwright = [process.execPath, join(user.folder, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', '-c', join('test', 'e2e', 'playwright.config.ts')];
    const display = process.platform === 'linux' ? ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24'] : [];
    const [first = '', ...rest] = [...display, ...playwright];
    const { program, args } = user.command(first, rest);
    const env = { ...process.env, ...user.env, ...cable?.env, THERMACORE_E2E_RESULTS: results, THERMACORE_SCREENSHOTS: pictures };
    const code = await run(program, args, { cwd: user.folder, env });
    const counts = whole(code, playwrightCounts(join(results, 'report.json')));
    if (existsSync(pictures)) cpSync(pictures, inRoot('docs', 'screenshots'), { recursive: true });
    if (counts.failed > 0 && existsSync(results)) {
      const kept = inRoot('test-results');
      mkdirSync(kept, { recursive: true });
      cpSync(results, kept, { recursive: true });
      say(`What the failed end-to-end tests left behind is in ${kept}`);
    }
    return counts;
  } finally {
    await cable?.remove();
    user.remove();
  }
}

await runScript(async () => {
  const results = mkdtempSync(join(tmpdir(), 'thermacore-tests-'));
  /** @type {{ name: string, seconds: number, counts: Counts }[]} */
  const phases = [];
  /** @param {string} name @param {() => Promise<Counts | void>} work */
  const phase = async (name, work) => {
    if (name !== 'set-up' && !isWanted(name)) return true;
    say(`\n== ${name}`);
    const started = performance.now();
    const counts = await work().catch((error) => {
      console.error(error instanceof Error ? error.message : error);
      return { ...noCounts(), failed: 1 };
    });
    phases.push({ name, seconds: (performance.now() - started) / 1000, counts: counts ?? noCounts() });
    return (counts?.failed ?? 0) === 0;
  };
  try {
    // What comes later needs what setting up brings: without it there is nothing to run.
    const ready = await phase('set-up', () => setUp({ tests: true, say }));
    if (ready) {
      const { check } = await import('./check.mjs');
      await phase('check', async () => (await check(say)).counts);
      const { findDeadCode } = await import('./dead-code.mjs');
      await phase('dead code', async () => whole(await findDeadCode()));
      const { bundle } = await import('./bundle.mjs');
      const bundled = await phase('bundle', () => bundle({ say }));
      await phase('session', () => vitest('session', join(results, 'session.json')));
      await phase('integration', () => integration(results));
      if (bundled) {
        const { packageApp } = await import('./package.mjs');
        const packaged = await phase('package', async () => {
          await packageApp({ platform: 'linux', targets: ['dir'], inspectable: true, say });
          await packageApp({ platform: 'linux', targets: ['dir'], inspectable: false, say });
        });
        if (packaged) await phase('end-to-end', endToEnd);
      }
    }
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
  const all = { passed: 0, failed: 0 };
  say(`\n${'phase'.padEnd(14)}${'seconds'.padStart(9)}${'passed'.padStart(9)}${'failed'.padStart(9)}${'skipped'.padStart(9)}`);
  for (const { name, seconds, counts } of phases) {
    all.passed += counts.passed;
    all.failed += counts.failed;
    say(`${name.padEnd(14)}${seconds.toFixed(1).padStart(9)}${String(counts.passed).padStart(9)}${String(counts.failed).padStart(9)}${String(counts.skipped.length).padStart(9)}`);
  }
  for (const { name, counts } of phases) for (const title of counts.skipped) say(`skipped in ${name}: ${title}`);
  for (const { name, counts } of phases) for (const title of counts.unsteady) say(`passed only when tried again in ${name}: ${title}`);
  say(`\n${all.passed} passed, ${all.failed} failed`);
  return all.failed === 0 ? 0 : 1;
});
