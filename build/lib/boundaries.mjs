import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inRoot, root } from './paths.mjs';
import { capture } from './run.mjs';

const CRUISER = inRoot('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

/** The rules and what they are held against: circles among the features are looked for among the features alone. */
const CRUISES = {
  '.dependency-cruiser.cjs': ['shared', 'electron', 'renderer'],
  '.dependency-cruiser-features.cjs': ['renderer/features'],
};

/**
 * Sources that break a rule each, and the rule; `from` where the violation names a folder. Type-only imports must be
 * seen too.
 * @type {Record<string, { text: string, rule?: string, from?: string }>}
 */
const PLANTED = {
  'shared/domain/planted.ts': { text: "import type { Socket } from 'node:net';\nexport type Planted = Socket;\n", rule: 'shared-knows-nobody' },
  'electron/io/planted.ts': { text: "import { planted } from '../engine/planted';\nexport const channel = planted;\n", rule: 'io-knows-no-protocol' },
  'electron/disk/planted.ts': { text: "import { channel } from '../project/planted';\nexport const kept = channel;\n", rule: 'disk-knows-shared-only' },
  'electron/security/planted.ts': { text: "import type { channel } from '../project/planted';\nexport type Wrong = typeof channel;\n", rule: 'keepers-do-not-know-projects' },
  'electron/project/planted.ts': { text: "export const channel = 'planted';\n" },
  'electron/engine/planted.ts': { text: "import type { App } from 'electron';\nexport const planted = (app: App): string => app.name;\n", rule: 'electron-package-in-desktop-only' },
  'renderer/app/planted.ts': { text: "import type { planted } from '../../electron/engine/planted';\nexport type Wrong = typeof planted;\n", rule: 'renderer-knows-shared-only' },
  // No file imports itself in a circle here, only the folders do.
  'renderer/features/one/asks.ts': { text: "import type { Told } from '../two/told';\nexport type Asked = Told;\n", rule: 'features-without-circles', from: 'renderer/features/one' },
  'renderer/features/one/told.ts': { text: 'export type Told = string;\n' },
  'renderer/features/two/asks.ts': { text: "import type { Told } from '../one/told';\nexport type Asked = Told;\n", rule: 'features-without-circles', from: 'renderer/features/two' },
  'renderer/features/two/told.ts': { text: 'export type Told = string;\n' },
};

/** @typedef {{ totalCruised: number, violations: { rule: { name: string }, from: string, to: string }[] }} Summary */

/**
 * @param {string} folder with the layout of the checkout
 * @returns {Promise<Summary>} the violations of all rules, and how many modules the cruise that saw the fewest looked at
 */
async function cruise(folder) {
  const summaries = await Promise.all(Object.entries(CRUISES).map(([config, folders]) => cruiseBy(config, folders, folder)));
  return { totalCruised: Math.min(...summaries.map((summary) => summary.totalCruised)), violations: summaries.flatMap((summary) => summary.violations) };
}

/**
 * @param {string} config @param {string[]} folders @param {string} cwd
 * @returns {Promise<Summary>}
 */
async function cruiseBy(config, folders, cwd) {
  const { output } = await capture(process.execPath, [CRUISER, '--config', config, '--output-type', 'json', ...folders], { cwd });
  try {
    return JSON.parse(output.slice(output.indexOf('{'))).summary;
  } catch {
    throw new Error(`dependency-cruiser gave no report:\n${output.slice(0, 2000)}`);
  }
}

/** @returns {Promise<string[]>} the rules that miss a violation planted in a copy of the layout */
async function blindRules() {
  const folder = mkdtempSync(join(tmpdir(), 'planted-'));
  try {
    for (const name of [...Object.keys(CRUISES), 'tsconfig.base.json', 'package.json']) cpSync(inRoot(name), join(folder, name));
    symlinkSync(inRoot('node_modules'), join(folder, 'node_modules'), 'junction');
    for (const [path, { text }] of Object.entries(PLANTED)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { violations } = await cruise(folder);
    return Object.entries(PLANTED)
      .flatMap(([path, { rule, from = path }]) => (rule === undefined || violations.some((violation) => violation.rule.name === rule && violation.from === from) ? [] : [rule]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Checks who imports whom, and that the check itself sees: a cruise over no modules would pass as well.
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function checkBoundaries() {
  const [{ totalCruised, violations }, blind] = await Promise.all([cruise(root), blindRules()]);
  const lines = [
    ...violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
    ...blind.map((rule) => `The rule ${rule} does not see a violation planted for it.`),
    ...(totalCruised < 10 ? [`Only ${totalCruised} modules were looked at.`] : []),
  ];
  return { code: lines.length === 0 ? 0 : 1, output: lines.join('\n') || `${totalCruised} modules, no violation; planted ones are found` };
}
