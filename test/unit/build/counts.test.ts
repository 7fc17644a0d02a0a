import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { countsTriedAgain, failedFiles, noCounts, playwrightCounts, vitestCounts } from '../../../build/lib/counts.mjs';

function report(content: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'counts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const test = (status: string) => ({ status, fullName: `a test that is ${status}` });

it('counts each test of vitest, and a file that failed before its first one', () => {
  const file = report({
    testResults: [
      { name: '/a.test.ts', status: 'failed', assertionResults: [test('passed'), test('failed'), test('pending')] },
      { name: '/b.test.ts', status: 'failed', assertionResults: [] },
      { name: '/c.test.ts', status: 'passed', assertionResults: [test('passed')] },
    ],
  });
  expect(vitestCounts(file)).toEqual({ passed: 2, failed: 2, skipped: ['a test that is pending'], unsteady: [] });
  expect(failedFiles(file)).toEqual(['/a.test.ts', '/b.test.ts']);
});

it('a file that passed when it was run again is named, one that failed again has failed', () => {
  const first = { ...noCounts(), passed: 8, failed: 2 };
  expect(countsTriedAgain(first, { ...noCounts(), passed: 5 }, ['/a.test.ts'])).toEqual({ passed: 10, failed: 0, skipped: [], unsteady: ['/a.test.ts'] });
  expect(countsTriedAgain(first, { ...noCounts(), passed: 4, failed: 1 }, ['/a.test.ts'])).toBe(first);
});

it('names a story that passed only when it was tried again, and counts one that never passed as failed', () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status, projectName: 'electron', annotations: [] }] });
  const file = report({ errors: [], suites: [{ title: 'x.spec.ts', specs: [spec('good', 'expected'), spec('late', 'flaky'), spec('bad', 'unexpected'), spec('left', 'skipped')] }] });
  expect(playwrightCounts(file)).toEqual({ passed: 2, failed: 1, skipped: ['x.spec.ts > left [electron]'], unsteady: ['x.spec.ts > late [electron]'] });
});
