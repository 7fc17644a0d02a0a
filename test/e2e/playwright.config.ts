import { defineConfig } from '@playwright/test';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostOptions } from './fixtures';

/**
 * Three kinds of specs by name: `x.spec.ts` drives the packaged application, `x.browser.spec.ts` drives Chromium against
 * headless, `x.both.spec.ts` runs the same story on both. Results go outside the checkout, which the user that runs the
 * tests may not be allowed to write to.
 */
const results = process.env['THERMACORE_E2E_RESULTS'] ?? join(tmpdir(), `thermacore-e2e-results-${process.getuid?.() ?? 0}`);

export default defineConfig<HostOptions>({
  testDir: '.',
  outputDir: join(results, 'artifacts'),
  // A window is a whole application with its own devices: one at a time on two cores, so that timing means something.
  workers: 1,
  fullyParallel: false,
  // A busy machine can fail a story that is right; one that passes only then is named at the end of the run.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['json', { outputFile: join(results, 'report.json') }]],
  use: { trace: 'off', screenshot: 'off', video: 'off' },
  projects: [
    { name: 'electron', testMatch: /\.spec\.ts$/, testIgnore: /\.browser\.spec\.ts$/, use: { host: 'electron' } },
    { name: 'chromium', testMatch: /\.(browser|both)\.spec\.ts$/, use: { host: 'browser' } },
  ],
});
