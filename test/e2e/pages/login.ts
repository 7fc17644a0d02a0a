import { expect, type Page } from '@playwright/test';

/** Opens the web UI with a session, as its login form makes one (the form itself has a spec of its own). */
export async function openLoggedIn(page: Page, address: string, token: string): Promise<void> {
  const answer = await page.request.post(`${address}/api/v1/session`, { data: { token } });
  expect(answer.ok(), `the gateway took its own token: ${answer.status()}`).toBe(true);
  await page.goto(address);
}
