import type { Page } from '@playwright/test';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { callEngine } from './engine-calls';
import { closeApp, expect, test } from './fixtures';
import { makeProject, newPoint } from './made-projects';
import { asWrittenByNewer, projectFile } from './project-files';

const NAME = 'Boiler house';

test.describe('a project file that cannot be read', () => {
  let file: string;
  test.beforeEach(async ({ launch, dataDir }) => {
    const app = await launch({ dataDir });
    await makeProject(await app.firstWindow(), NAME, { name: 'BLR-01', lineSettings: { transport: 'tcp', host: '127.0.0.1' }, points: [newPoint('Supply', 10)], connected: false });
    await closeApp(app);
    file = await projectFile(dataDir);
  });

  /** What the start page says of it. */
  const notes = (page: Page) => page.getByRole('main').locator('section.note');

  test('made by a newer version says so and stays as it is', async ({ launch, dataDir }) => {
    const newer = asWrittenByNewer(await readFile(file, 'utf8'), 99);
    await writeFile(file, newer);
    const page = await (await launch({ dataDir })).firstWindow();
    await expect(notes(page)).toContainText(`${NAME} can't be opened`);
    await expect(notes(page)).toContainText('The project was made by a newer version (schema 99). This version reads up to 2. The file is unchanged.');
    const row = page.getByRole('row', { name: new RegExp(NAME) });
    await expect(row).toContainText('Newer file version');
    await expect(row.getByRole('button', { name: NAME })).toHaveAttribute('aria-disabled', 'true');
    const [tenant] = await callEngine(page, 'tenants.list', {});
    await expect(callEngine(page, 'project.open', { projectId: tenant?.projects[0]?.id ?? '' })).rejects.toThrow('newer version (schema 99)');
    // A new project beside it works, and the other is left alone.
    await callEngine(page, 'project.create', { name: 'Beside it' });
    expect(await readFile(file, 'utf8')).toBe(newer);
  });

  test('damaged, with no version before it, says so and stays as it is', async ({ launch, dataDir }) => {
    const cut = (await readFile(file, 'utf8')).slice(0, -200);
    await writeFile(file, cut);
    await rm(join(dirname(file), 'project.previous.json'), { force: true });
    const page = await (await launch({ dataDir })).firstWindow();
    await expect(notes(page)).toContainText(`${NAME} can't be opened`);
    await expect(notes(page)).toContainText(`The project file is damaged: it ends in the middle, after ${Buffer.byteLength(cut)} octets. There is no previous version. The file is unchanged.`);
    const row = page.getByRole('row', { name: new RegExp(NAME) });
    await expect(row).toContainText('Damaged file');
    const [tenant] = await callEngine(page, 'tenants.list', {});
    await expect(callEngine(page, 'project.open', { projectId: tenant?.projects[0]?.id ?? '' })).rejects.toThrow('no previous version to go back to');
    expect(await readFile(file, 'utf8')).toBe(cut);
  });

  test('damaged comes back as the version before, says so, and the damaged file is kept', async ({ launch, dataDir }) => {
    const cut = (await readFile(file, 'utf8')).slice(0, -200);
    await writeFile(file, cut);
    const page = await (await launch({ dataDir })).firstWindow();
    const notice = page.locator('.notices');
    await expect(notice).toContainText(`${NAME} was recovered`);
    await expect(notice).toContainText(/The project file was damaged: it ends in the middle, after \d+ octets\. Its previous version of .* was opened instead\. The damaged file is kept beside it\./);
    expect((await callEngine(page, 'project.current', {}))?.project.name).toBe(NAME);
    const kept = (await readdir(dirname(file))).find((name) => name.startsWith('project.damaged-'));
    expect(await readFile(join(dirname(file), kept ?? ''), 'utf8')).toBe(cut);
  });
});
