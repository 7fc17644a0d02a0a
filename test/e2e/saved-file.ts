import type { ElectronApplication, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from './fixtures';

/** What the product hands out as a file, as text; otherwise as `savedBytes`. */
export async function savedFile(page: Page, app: ElectronApplication | undefined, folder: string, act: () => Promise<void>): Promise<string> {
  return (await savedBytes(page, app, folder, act)).toString('utf8');
}

/**
 * What the product hands out as a file, where a person would be asked for a place.
 * @param app undefined where the page is that of a browser
 * @param folder takes the file in the packaged application
 */
export async function savedBytes(page: Page, app: ElectronApplication | undefined, folder: string, act: () => Promise<void>): Promise<Buffer> {
  if (app === undefined) {
    const [download] = await Promise.all([page.waitForEvent('download'), act()]);
    return readFile(await download.path());
  }
  const path = join(folder, 'saved');
  const saved = app.evaluate(({ session }, place) => new Promise<string>((resolve) => session.defaultSession.once('will-download', (_event, item) => {
    item.setSavePath(place);
    item.once('done', (_done, state) => resolve(state));
  })), path);
  await act();
  expect(await saved).toBe('completed');
  return readFile(path);
}
