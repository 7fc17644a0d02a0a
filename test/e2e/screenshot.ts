import type { Page } from '@playwright/test';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from './packaged-app';

/**
 * Writes docs/screenshots/<name>.png when UPDATE_SCREENSHOTS is 1 (into THERMACORE_SCREENSHOTS where that is set: the user
 * that runs the tests may not write to the checkout). Does nothing otherwise: pictures are looked at, not compared.
 */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (process.env['UPDATE_SCREENSHOTS'] !== '1') return;
  const folder = process.env['THERMACORE_SCREENSHOTS'] ?? join(repository, 'docs', 'screenshots');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
}
