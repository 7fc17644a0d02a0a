import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

/** Runs a script whose libraries hook the event loop's end and exit with 0 there, as the packager's do. */
function exitCodeOf(work: string): number | null {
  const source = `import { runScript } from ${JSON.stringify(pathToFileURL(resolve('build/setup.mjs')).href)};
    process.once('beforeExit', () => process.exit(0));
    await runScript(async () => { ${work} });`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', source], { timeout: 20_000 }).status;
}

test('a script that failed ends with its code, whatever its libraries hook', () => {
  expect(exitCodeOf('return 3;')).toBe(3);
  expect(exitCodeOf("throw new Error('it broke');")).toBe(1);
});

test('a script that succeeded ends with 0', () => {
  expect(exitCodeOf('return 0;')).toBe(0);
});
