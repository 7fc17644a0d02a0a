import { defineConfig } from 'vitest/config';

/** No test of these waits; the limit is for one that hangs, and wide enough for a machine that is busy with other things. */
const PATIENCE_MS = 30_000;

/** Only `npm run soak` sets it. */
const setupFiles = process.env['SOAK_PROPERTIES'] === undefined ? [] : ['test/support/property-soak.ts'];

/** Four kinds of tests: see CONTRIBUTING.md for what belongs where. End-to-end tests run under Playwright. */
export default defineConfig({
  test: {
    projects: [
      // What they test leaves nothing behind, so files may share a process: half of the time went into starting one for each.
      { test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], environment: 'node', isolate: false, testTimeout: PATIENCE_MS, setupFiles } },
      { test: { name: 'session', include: ['test/session/**/*.test.ts'], environment: 'node', isolate: false, testTimeout: PATIENCE_MS, setupFiles } },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
