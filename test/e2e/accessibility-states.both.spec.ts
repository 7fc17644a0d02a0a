import { chromium } from '@playwright/test';
import { FUSSY, type FussyDevice, startFussyDevice } from '../support/fussy-device';
import { lookAtBothThemes } from './both-themes';
import { expect, test } from './fixtures';
import { startGateway } from './gateway';
import { openLoggedIn } from './pages/login';
import { Palette } from './pages/palette';
import { WorkspacePage } from './pages/workspace';
import { walkAtTwiceTheSize } from './twice-the-size';

/**
 * States that come and go: what a write ended with, menus that are open, notices, keys that are being changed, a project that
 * is open read-only, and the tools of maps, templates, simulators and snapshots.
 */
const BOILER = 'BLR-01';
const TEST_LIMIT_MS = 300_000;
const DIALOG = '[role="dialog"]';
const MENU = '[role="menu"]';
const MENUS = ['File', 'Edit', 'View', 'Device', 'Tools', 'Help'];
/** Commands of the demonstration plant's boiler, with what they open. */
const DIALOGS = ['Add a device from a template', 'Take the points of a template into the device', 'Keep the map of the device as a template', 'Compare the map of the device', 'Find and replace in the rows', 'Number the rows as a series', 'Move the addresses of the rows', 'Make devices from a table', 'Add a simulator'];
const DOCUMENTS = ['Address space of the device', 'Send a request by hand', 'Snapshots of values'];
test.use({ actionTimeout: 20_000 });

test('menus and dialogs of tools are accessible', async ({ page, host }) => {
  test.setTimeout(TEST_LIMIT_MS);
  const workspace = new WorkspacePage(page);
  const palette = new Palette(page);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await palette.run('Start the demonstration plant');
  await expect(page.getByRole('treeitem', { name: /^HM-03/ })).toContainText('ms');
  await palette.run(`${BOILER} Register map`);
  await expect(workspace.grid(BOILER)).toBeVisible();

  await test.step('every menu of the title bar, the menus of a row, a tab and a device, and those of exports', async () => {
    for (const menu of MENUS) {
      await page.getByRole('navigation', { name: 'Menu' }).getByRole('button', { name: menu }).click();
      await lookAtBothThemes(page, `the menu ${menu}`, { within: MENU });
      await page.keyboard.press('Escape');
    }
    await workspace.row(BOILER, 'Supply temperature').click({ button: 'right' });
    await lookAtBothThemes(page, 'the menu of a row', { within: MENU });
    await page.keyboard.press('Escape');
    await page.getByRole('treeitem', { name: new RegExp(`^${BOILER}`) }).click({ button: 'right' });
    await lookAtBothThemes(page, 'the menu of a device', { within: MENU });
    await page.keyboard.press('Escape');
    for (const name of ['Export', 'Export the trend', 'More for this trend', 'More about tabs']) {
      await page.getByRole('button', { name, exact: true }).first().click();
      await lookAtBothThemes(page, `the menu ${name}`, { within: MENU });
      await page.keyboard.press('Escape');
    }
  });

  await test.step('a toolbar that has no room for all of its tools', async () => {
    const size = page.viewportSize() ?? { width: 1440, height: 900 };
    if (host === 'browser') {
      await page.setViewportSize({ width: 683, height: 700 });
      const bar = page.getByRole('toolbar', { name: /^Tools of the/ });
      await bar.getByRole('button', { name: 'More', exact: true }).click();
      await expect(page.getByRole('menuitem', { name: 'Export as CSV' })).toBeVisible();
      await lookAtBothThemes(page, 'the menu of tools without room', { within: MENU });
      await page.keyboard.press('Escape');
      await expect(bar.getByRole('button', { name: /^Write/ })).toBeInViewport({ ratio: 1 });
      await page.setViewportSize(size);
    }
  });

  await test.step('the palette with results', async () => {
    await palette.find('temp');
    await lookAtBothThemes(page, 'the palette with results', { within: DIALOG });
    await page.keyboard.press('Escape');
  });

  await test.step('the dialogs of templates, maps and simulators', async () => {
    for (const title of DIALOGS) {
      const found = (await palette.find(title)).filter({ hasText: title }).first();
      await expect(found, title).toBeVisible();
      if ((await found.getAttribute('aria-disabled')) === 'true') {
        await page.keyboard.press('Escape');
        continue;
      }
      await found.click();
      const dialog = page.getByRole('dialog').and(page.locator(':not([aria-label="Find anything"])'));
      await page.waitForTimeout(400);
      await lookAtBothThemes(page, title, (await dialog.isVisible()) ? { within: DIALOG } : {});
      if (await dialog.isVisible()) await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    }
    for (const title of DOCUMENTS) {
      await palette.run(title);
      await page.waitForTimeout(600);
      await lookAtBothThemes(page, title);
    }
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Simulate' }).click();
    await lookAtBothThemes(page, 'the simulators');
  });
});

test('twice the size cuts nothing off, and keys that are being changed and forced colours are accessible', async ({ page, host }) => {
  test.setTimeout(TEST_LIMIT_MS);
  const workspace = new WorkspacePage(page);
  const palette = new Palette(page);
  const openKeyboard = async (): Promise<void> => {
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('treeitem', { name: 'Keyboard' }).click({ timeout: 2000 });
    await expect(page.getByRole('heading', { name: /^Keyboard/ })).toBeVisible({ timeout: 2000 });
  };
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  if (host === 'electron') await test.step('twice the size', () => walkAtTwiceTheSize(page, BOILER, 'Supply setpoint'));
  else await palette.run('Start the demonstration plant');
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Devices' }).click();
  await expect(page.getByRole('treeitem', { name: /^HM-03/ })).toContainText('ms');
  await palette.run(`${BOILER} Register map`);
  await expect(workspace.grid(BOILER)).toBeVisible();

  await test.step('keys that are being changed: waiting, refused, with a clash, changed', async () => {
    await openKeyboard();
    const change = page.getByRole('button', { name: 'Change the keys of Versions' });
    await change.click();
    const field = page.getByRole('button', { name: 'Press the new keys of Versions' });
    await expect(field).toBeFocused();
    await lookAtBothThemes(page, 'keys that are waited for', { within: '.settings' });
    await page.keyboard.press('Control+c');
    await expect(page.getByText('Ctrl+C belongs to the pane')).toBeVisible();
    await page.keyboard.press('Control+o');
    await expect(page.getByText('Ctrl+O is the key of “Open project”')).toBeVisible();
    await lookAtBothThemes(page, 'keys that another command has', { within: '.settings' });
    await page.keyboard.press('Control+Alt+v');
    await expect(field).toBeHidden();
    await expect(change).toBeFocused();
    await lookAtBothThemes(page, 'keys that were changed', { within: '.settings' });
    await page.keyboard.press('Control+Alt+v');
    await expect(page.getByRole('dialog', { name: 'Versions' })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.reload();
    // The window comes back to where it was once it knows the project.
    await expect(openKeyboard).toPass({ timeout: 20_000 });
    await page.getByRole('button', { name: /^Reset to none the keys of Versions/ }).click();
    await expect(page.getByRole('button', { name: /^Reset to none the keys of Versions/ })).toBeHidden();
  });

  await test.step('forced colours: every region keeps its borders, and nothing is hidden', async () => {
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Devices' }).click();
    await page.emulateMedia({ forcedColors: 'active' });
    await lookAtBothThemes(page, 'forced colours');
    await page.emulateMedia({ forcedColors: 'none' });
  });
});

test.describe('with a device that refuses and keeps silent', () => {
  let device: FussyDevice;
  test.beforeEach(async () => {
    device = await startFussyDevice();
  });
  test.afterEach(() => device.close());

  test('what a write ended with, and the notice of an import, are accessible', async ({ page }) => {
    test.setTimeout(TEST_LIMIT_MS);
    const workspace = new WorkspacePage(page);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await workspace.connectDevice('Boiler house', { name: BOILER, host: '127.0.0.1', port: device.port, unit: 1 });
    const rows = ['Name\tTable\tAddress\tType\tUnit\tAccess', `Limit\tholding register\t${FUSSY.refuses}\tuint16\t°C\trw`, `Mode\tholding register\t${FUSSY.swallows}\tuint16\t\trw`, 'Beyond\tholding register\t70000\tuint16\tbar\trw'];
    const preview = await workspace.pasteRows(BOILER, rows.join('\r\n'));
    const bad = preview.getByRole('row').filter({ hasText: '70000' });
    // The cells of a row that can't be read are shown as they stand in the table.
    await expect(bad).toContainText('Beyond');
    await expect(bad).toContainText('bar');
    await lookAtBothThemes(page, 'the preview with a bad row', { within: DIALOG });
    await preview.getByRole('button', { name: 'Add 2 rows' }).click();
    await expect(preview).toBeHidden();
    await lookAtBothThemes(page, 'after an import');
    await expect(workspace.cell(BOILER, 'Limit', 'quality')).toHaveText('Good');

    for (const [point, outcome] of [['Limit', 'refused'], ['Mode', 'No answer']] as const) {
      const dialog = await workspace.beginWrite(BOILER, point);
      await dialog.getByLabel(new RegExp(`New value of ${point}`)).fill('95');
      await expect(dialog.getByRole('button', { name: /^Write 95/ })).not.toHaveAttribute('aria-disabled', 'true');
      await page.keyboard.press('Control+Enter');
      await expect(dialog.getByRole('status').filter({ hasText: outcome })).toBeVisible({ timeout: 30_000 });
      await lookAtBothThemes(page, `the write dialog: ${outcome}`, { within: DIALOG });
      await page.keyboard.press('Escape');
    }
  });
});

test('a project that another instance holds is accessible while it is read-only', async ({ page, host, dataDir }) => {
  test.skip(host === 'electron', 'the packaged application shows the same; two gateways are cheaper');
  test.setTimeout(TEST_LIMIT_MS);
  await new Palette(page).run('New project');
  await page.getByRole('dialog', { name: 'New project' }).getByRole('textbox', { name: 'Name' }).fill('Boiler house');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  const second = await startGateway(dataDir);
  const browser = await chromium.launch({ executablePath: process.env['THERMACORE_CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const reader = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await openLoggedIn(reader, second.address, second.token);
    await expect(reader.getByText('Project is read only')).toBeVisible();
    await reader.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Devices' }).click();
    await lookAtBothThemes(reader, 'a project that is open read-only');
    await new Palette(reader).run('Versions');
    await expect(reader.getByRole('dialog', { name: 'Versions' })).toBeVisible();
    await lookAtBothThemes(reader, 'the versions of a project that is open read-only', { within: DIALOG });
  } finally {
    await browser.close();
    await second.stop();
  }
});
