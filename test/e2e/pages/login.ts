import type { Page } from '@playwright/test';

/** Gives the web UI its access token, as an engineer would who opens the address for the first time. */
export async function logIn(page: Page, token: string): Promise<void> {
  await page.getByLabel(/access token/i).fill(token);
  await page.keyboard.press('Enter');
  await page.getByLabel(/access token/i).waitFor({ state: 'detached' });
}
