import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildScript } from '../../support/build-script';
import { makeProject, makeStore, temporaryFolder } from '../../support/storage-fixtures';

const KILLS = 50;

/** Starts the process, kills it after some more saves and a moment more, and tells the last edit that it called saved. */
async function killedAfter(script: string, folder: string, projectId: string, saves: number, moreMs: number): Promise<{ lastSaved: number; errors: string }> {
  const child = spawn(process.execPath, [script, folder, projectId], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const enough = new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      if (output.split('saved').length > saves) resolve();
    });
  });
  const closed = once(child, 'close');
  await Promise.race([enough, closed]);
  await new Promise((resolve) => setTimeout(resolve, moreMs));
  child.kill('SIGKILL');
  await closed;
  // A line that the kill has cut in two is no acknowledgement.
  const whole = output.slice(0, output.lastIndexOf('\n') + 1);
  const last = [...whole.matchAll(/^saved (\d+)$/gm)].at(-1)?.[1];
  return { lastSaved: Number(last ?? 0), errors };
}

describe('kill -9 during saves', () => {
  it(`${KILLS} times, at any moment, loses no project and no edit that was called saved`, { timeout: 300_000 }, async () => {
    const script = await buildScript(join(import.meta.dirname, '../../support/saving-process.ts'));
    const folder = await temporaryFolder();
    const projects = join(folder, 'projects');
    await mkdir(projects);
    // Large enough for a save to take some milliseconds, most of which are spent writing.
    const project = makeProject(1000);
    await makeStore(projects).add(project);
    const points = project.devices[0]?.points;
    let recovered = 0;
    let previous = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const { lastSaved, errors } = await killedAfter(script, folder, project.id, kill % 4, (kill * 7) % 40);
      expect(errors).toBe('');
      const store = makeStore(projects);
      expect((await store.list()).map(({ state }) => state).filter((state) => state !== 'saved' && state !== 'recovered')).toEqual([]);
      const open = await store.open(project.id);
      const number = Number(/\d+$/.exec(open.project.name)?.[0] ?? 0);
      // A process that was killed before it had opened the project has saved nothing.
      expect(number).toBeGreaterThanOrEqual(Math.max(lastSaved, previous));
      expect(open.project.devices[0]?.description).toBe(number === 0 ? '' : `Edit ${number}`);
      expect(open.project.devices[0]?.points).toEqual(points);
      if (open.recovery !== '') recovered += 1;
      previous = number;
      await open.close();
    }
    expect(previous).toBeGreaterThan(KILLS);
    // For the curious: how often a kill hit the moment between the two renames.
    process.stdout.write(`kill -9: ${KILLS} kills, ${previous} edits, ${recovered} recoveries\n`);
  });
});
