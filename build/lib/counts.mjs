import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} skipped titles
 */

/** @returns {Counts} */
export const noCounts = () => ({ passed: 0, failed: 0, skipped: [] });

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
 * Reads the JSON report of Playwright. A test that passed only when it was tried again counts as failed.
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
        if (test.status === 'expected') counts.passed += 1;
        else if (test.status === 'skipped') counts.skipped.push(`${title} > ${spec.title} [${test.projectName}]${test.annotations?.[0]?.description ? `: ${test.annotations[0].description}` : ''}`);
        else counts.failed += 1;
      }
    }
    for (const inner of suite.suites ?? []) visit(inner, title);
  };
  for (const suite of report.suites) visit(suite, '');
  return counts;
}
