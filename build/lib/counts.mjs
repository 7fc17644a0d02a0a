import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} skipped titles
 * @property {string[]} unsteady titles of those that passed only when they were tried again
 */

/** @returns {Counts} */
export const noCounts = () => ({ passed: 0, failed: 0, skipped: [], unsteady: [] });

/**
 * Reads the JSON report of vitest. A file that fails before its first test counts as one failed test.
 * @param {string} file
 * @returns {Counts | undefined} undefined where there is no report: the run never came to its end
 */
export function vitestCounts(file) {
  if (!existsSync(file)) return undefined;
  const counts = noCounts();
  for (const suite of JSON.parse(readFileSync(file, 'utf8')).testResults) {
    if (suite.status === 'failed' && suite.assertionResults.every((/** @type {{ status: string }} */ test) => test.status !== 'failed')) counts.failed += 1;
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed') counts.failed += 1;
      else counts.skipped.push(test.fullName);
    }
  }
  return counts;
}

/**
 * @param {string} file the JSON report of vitest
 * @returns {string[]} the files of tests in which something failed
 */
export function failedFiles(file) {
  if (!existsSync(file)) return [];
  return JSON.parse(readFileSync(file, 'utf8')).testResults.filter((/** @type {{ status: string }} */ suite) => suite.status === 'failed').map((/** @type {{ name: string }} */ suite) => suite.name);
}

/**
 * What a run counts for after its failed files were run again: what passed now is named as unsteady, not forgotten.
 * @param {Counts} first
 * * @param {Counts} again of the failed files alone
 * @param {string[]} files those that were run again
 * @returns {Counts}
 */
export function countsTriedAgain(first, again, files) {
  if (again.failed > 0) return first;
  return { ...first, passed: first.passed + first.failed, failed: 0, unsteady: files };
}

/**
 * Reads the JSON report of Playwright. A test that passed only when it was tried again is named as unsteady.
 * @param {string} file
 * @returns {Counts | undefined}
 */
export function playwrightCounts(file) {
  if (!existsSync(file)) return undefined;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const counts = noCounts();
  counts.failed += report.errors?.length ?? 0;
  /** @param {{ title: string, specs?: any[], suites?: any[] }} suite @param {string} above */
  const visit = (suite, above) => {
    const title = above ? `${above} > ${suite.title}` : suite.title;
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const name = `${title} > ${spec.title} [${test.projectName}]`;
        const why = test.annotations?.[0]?.description;
        if (test.status === 'expected' || test.status === 'flaky') counts.passed += 1;
        else if (test.status === 'skipped') counts.skipped.push(why ? `${name}: ${why}` : name);
        else counts.failed += 1;
        if (test.status === 'flaky') counts.unsteady.push(name);
      }
    }
    for (const inner of suite.suites ?? []) visit(inner, title);
  };
  for (const suite of report.suites) visit(suite, '');
  return counts;
}
