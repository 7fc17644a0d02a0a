import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';
import { capture } from './run.mjs';

/** @typedef {{ what: string, value: string, held: boolean | null }} DayRow see test/soak/day-report.ts */

/**
 * Bundles the gateway and the compressed day (test/soak/day.ts), and runs it.
 * @param {number} minutes
 * @returns {Promise<{ held: boolean, table: string[] }>} whether everything stayed as it was, and the lines of a table
 */
export async function soakDay(minutes) {
  const { build } = await import('vite');
  const { sourcesConfig, workerEntries } = await import('./vite-configs.mjs');
  mkdirSync(inRoot('dist'), { recursive: true });
  const folder = mkdtempSync(inRoot('dist', 'soak-'));
  try {
    await build(sourcesConfig({ headless: inRoot('electron', 'headless.ts'), servers: inRoot('test', 'soak', 'day-servers.ts'), day: inRoot('test', 'soak', 'day.ts'), ...workerEntries() }, folder));
    const { code, output } = await capture(process.execPath, [join(folder, 'day.js'), String(minutes)]);
    const line = output.split('\n').find((each) => each.startsWith('[{'));
    if (code !== 0 || line === undefined) throw new Error(`The compressed day did not come to its end: ${output}`);
    /** @type {DayRow[]} */
    const rows = JSON.parse(line);
    return {
      held: rows.every(({ held }) => held !== false),
      table: ['| what | | |', '|---|---|---|', ...rows.map(({ what, value, held }) => `| ${what} | ${value} | ${held === null ? '' : held ? 'held' : '**missed**'} |`)],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
