import { expectAccessible } from './axe';
import { expect, test } from './fixtures';
import { screenshot } from './screenshot';

test('opens on the start page, knows its engine, and is accessible', async ({ page, host }) => {
  await expect(page.getByRole('heading', { name: 'Start', exact: true })).toBeVisible();
  await expect(page.getByText(host === 'electron' ? /Electron \d+\.\d+\.\d+, Node/ : /^Node \d+\.\d+\.\d+/)).toBeVisible();
  await expectAccessible(page, 'the start page');
  await screenshot(page, host === 'electron' ? 'start-light' : 'start-browser-light');
});
