import { type Page, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from './packaged-app';

/** Hundreds of them lie in the repository: enough to read every word, and no more. */
const STATE_QUALITY = 60;

const asked = (): boolean => process.env['UPDATE_SCREENSHOTS'] === '1';
const folderOf = (...parts: readonly string[]): string => join(process.env['THERMACORE_SCREENSHOTS'] ?? join(repository, 'docs', 'screenshots'), ...parts);

/**
 * Writes docs/screenshots/<name>.png when UPDATE_SCREENSHOTS is 1 (into THERMACORE_SCREENSHOTS where that is set: the user
 * that runs the tests may not write to the checkout). Does nothing otherwise: pictures are looked at, not compared.
 */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (!asked()) return;
  const folder = folderOf();
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
}

/**
 * Writes docs/screenshots/states/<state as a file name>-<theme>.jpg under the same condition: the region that is new in the
 * state, as it stands on the screen, or the whole window. The packaged application's picture is the one that stays; the
 * browser adds the states that it alone has.
 * @param within the region, as a selector
 */
export async function statePicture(page: Page, state: string, theme: string, within: string | undefined): Promise<void> {
  if (!asked()) return;
  const folder = folderOf('states');
  const path = join(folder, `${slug(state)}-${theme}.jpg`);
  if (test.info().project.name !== 'electron' && existsSync(path)) return;
  await mkdir(folder, { recursive: true });
  const box = within === undefined ? null : await page.locator(within).first().boundingBox();
  await page.screenshot({ path, type: 'jpeg', quality: STATE_QUALITY, animations: 'disabled', caret: 'hide', ...(box === null ? {} : { clip: box }) });
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
}
