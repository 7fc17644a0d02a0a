import type { ElectronApplication, Page } from '@playwright/test';
import { once } from 'node:events';
import { join } from 'node:path';
import { callEngine } from './engine-calls';
import { expect, test } from './fixtures';
import { makeProject, newPoint } from './made-projects';
import type { LaunchOptions } from './packaged-app';

const KILLS = 50;
/** Large enough that most of an edit's time is spent writing the file. */
const POINTS = 300;

interface Progress {
  /** The last edit that was called saved and that the test has heard of: the last before a kill may be later. */
  saved: number;
}

/** Edits the open project for ever, the next edit once the last is on the disk; calls `saved` with the number of each. */
async function editForEver(page: Page, from: number): Promise<void> {
  await page.evaluate((first) => {
    const bridge = Reflect.get(globalThis, 'thermacore') as { invoke: (name: string, input: unknown, tenantId: null) => Promise<{ ok: boolean; value: { savedAt: number } }> };
    const saved = Reflect.get(globalThis, 'saved') as (edit: number) => Promise<void>;
    const edits = async (): Promise<void> => {
      for (let edit = first; ; edit += 1) {
        const before = Date.now() * 1000;
        await bridge.invoke('project.rename', { name: `Plant ${edit}` }, null);
        // As the status bar has it: saved is what the file's time says, and each edit is written at once.
        for (let savedAt = 0; savedAt < before; ) savedAt = (await bridge.invoke('project.current', {}, null)).value.savedAt;
        void saved(edit);
      }
    };
    // What ends it is the kill.
    edits().catch(() => undefined);
  }, from);
}

/** Hears of saved edits from now on. @returns a function that waits for one */
async function hearOfEdits(page: Page, progress: Progress): Promise<(edit: number) => Promise<void>> {
  const waiting: { edit: number; resolve: () => void }[] = [];
  await page.exposeFunction('saved', (edit: number) => {
    progress.saved = edit;
    for (const wait of waiting) if (edit >= wait.edit) wait.resolve();
  });
  return (edit) => new Promise((resolve) => void waiting.push({ edit, resolve }));
}

async function kill(app: ElectronApplication): Promise<void> {
  const child = app.process();
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

interface Kills {
  readonly saved: number;
  /** How often a kill hit the moment between the two renames. */
  readonly recovered: number;
  /** The state of every project in the end. */
  readonly states: readonly string[];
}

/** Starts, edits, kills, again and again on one data folder; looks after each start whether everything is there. */
async function killWhileSaving(launch: (options: LaunchOptions) => Promise<ElectronApplication>, dataDir: string, kills: number): Promise<Kills> {
  const progress: Progress = { saved: 0 };
  let devices: string | undefined;
  let recovered = 0;
  for (let killed = 0; ; killed += 1) {
    const app = await launch({ dataDir });
    const page = await app.firstWindow();
    if (killed === 0) await makeProject(page, 'Plant 0', { name: 'BLR-01', lineSettings: { transport: 'tcp', host: '127.0.0.1' }, points: Array.from({ length: POINTS }, (_, at) => newPoint(`Point ${at}`, at)), connected: false });
    const open = await callEngine(page, 'project.current', {});
    if (open === null) throw new Error(`The project is not open again after kill ${killed}.`);
    const number = Number(/\d+$/.exec(open.project.name)?.[0]);
    expect(number, `edit ${progress.saved} was called saved before kill ${killed}`).toBeGreaterThanOrEqual(progress.saved);
    devices ??= JSON.stringify(open.project.devices);
    expect(JSON.stringify(open.project.devices) === devices, 'devices and points are those of before').toBe(true);
    expect(open.readOnly, open.readOnlyReason).toBe(false);
    if (open.recovery !== '') recovered += 1;
    if (killed === kills) {
      const tenants = await callEngine(page, 'tenants.list', {});
      return { saved: progress.saved, recovered, states: tenants.flatMap(({ projects }) => projects.map(({ state }) => state)) };
    }
    const reached = await hearOfEdits(page, progress);
    await editForEver(page, number + 1);
    await reached(number + 1 + (killed % 3));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
    await kill(app);
  }
}

test(`killed with kill -9 ${KILLS} times while it saves, loses no project and no edit that it called saved`, async ({ launch, dataDir }) => {
  test.setTimeout(480_000);
  // Two applications side by side: on two cores that takes two thirds of the time, and no two kills meet the same moment.
  const runs = await Promise.all(['one', 'other'].map((folder) => killWhileSaving(launch, join(dataDir, folder), KILLS / 2)));
  for (const { saved, states } of runs) {
    expect(states).toHaveLength(1);
    expect(['saved', 'recovered']).toContain(states[0]);
    expect(saved).toBeGreaterThanOrEqual(KILLS / 2);
  }
  process.stdout.write(`kill -9: ${KILLS} kills, ${sum(runs, 'saved')} edits called saved, ${sum(runs, 'recovered')} recoveries from the version before\n`);
});

function sum(runs: readonly Kills[], what: 'saved' | 'recovered'): number {
  return runs.reduce((total, run) => total + run[what], 0);
}
