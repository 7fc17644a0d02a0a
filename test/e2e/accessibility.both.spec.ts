import type { Locator, Page } from '@playwright/test';
import { type Peer, startPymodbusServer } from '../support/modbus-peers';
import { lookAtBothThemes } from './both-themes';
import { expect, test } from './fixtures';
import { Palette } from './pages/palette';
import { WorkspacePage } from './pages/workspace';

/**
 * Every screen and dialog of the product, with live values, empty, and with a lost device, in both themes: axe finds nothing
 * serious, and the pictures in docs/screenshots are taken here. The packaged application shows all of them; the browser, whose
 * screens are the same, those that it alone has or that carry the most.
 */
const BOILER = 'BLR-01';
const TEST_LIMIT_MS = 300_000;
test.use({ actionTimeout: 20_000 });

/** What the pictures of the trend should have behind them. */
const TREND_MS = 55_000;
const AFTER_WRITE_MS = 20_000;

const DIALOG = '[role="dialog"]';
const MENU = '[role="menu"]';
const DOCK = '.dock';
const INSPECTOR = '.inspector';
const WORK = '.work-area';

const devices = async (page: Page): Promise<void> => {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Devices' }).click();
};

async function openDevice(page: Page, name: string): Promise<void> {
  await page.getByRole('treeitem', { name: new RegExp(`^${name}`) }).dblclick();
  await expect(new WorkspacePage(page).grid(name)).toBeVisible();
}

/** Goes to a row that may be out of sight: filters for it, selects it, shows all rows again. */
async function goToRow(page: Page, device: string, name: string): Promise<void> {
  const workspace = new WorkspacePage(page);
  const filter = page.getByRole('searchbox', { name: 'Filter rows' });
  await filter.fill(name);
  await workspace.cell(device, name, 'value').click();
  await filter.fill('');
  await workspace.grid(device).focus();
}

async function dockPanel(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('tablist', { name: 'Lower dock' }).getByRole('tab', { name }).click();
}

const testConnection = (page: Page): Locator => page.getByRole('toolbar', { name: /^Settings of/ }).getByRole('button', { name: /Test connection/ });

/** Opens a dialog by its command, looks at it, and leaves it. */
async function lookAtDialog(page: Page, command: string, lightPicture?: string): Promise<void> {
  await new Palette(page).run(command);
  const dialog = page.getByRole('dialog').and(page.locator(':not([aria-label="Find anything"])'));
  await expect(dialog).toBeVisible();
  await lookAtBothThemes(page, `the dialog of ${command}`, { lightPicture, within: DIALOG });
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

/** A write for the picture of the trend; writing is armed already. */
async function writeAgain(page: Page): Promise<void> {
  await goToRow(page, BOILER, 'Supply setpoint');
  await page.keyboard.press('F2');
  const dialog = page.getByRole('dialog', { name: 'Write Supply setpoint' });
  await dialog.getByLabel(/New value of Supply setpoint/).fill('84');
  await expect(dialog.getByText(/change \+/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: /^Write 84/ })).not.toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByText(/written and read back/)).toBeVisible();
  await page.keyboard.press('Escape');
}

async function startDemonstration(page: Page): Promise<number> {
  await new Palette(page).run('Start the demonstration plant');
  await expect(page.getByRole('treeitem', { name: /^HM-03/ })).toContainText('ms');
  return Date.now();
}

test('every screen and dialog is accessible with live values', async ({ page, host }) => {
  test.setTimeout(TEST_LIMIT_MS);
  const workspace = new WorkspacePage(page);
  const palette = new Palette(page);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const started = await startDemonstration(page);

  await test.step('the overview, without and with a device in the inspector', async () => {
    await lookAtBothThemes(page, 'the overview');
    await page.getByRole('treeitem', { name: /^BLR-01/ }).click();
    await lookAtBothThemes(page, 'the overview with a device selected', { within: INSPECTOR, picture: host === 'electron' ? 'overview' : undefined });
  });

  await openDevice(page, BOILER);
  await page.getByRole('combobox', { name: 'Time shown' }).selectOption({ label: '1 min' });

  if (host === 'electron') {
    await test.step('the write dialog: read only, armed with a new value, with its result', async () => {
      await goToRow(page, BOILER, 'Supply setpoint');
      await page.keyboard.press('F2');
      const dialog = page.getByRole('dialog', { name: 'Write Supply setpoint' });
      await lookAtBothThemes(page, 'the write dialog while read only', { within: DIALOG });
      await dialog.getByRole('button', { name: /Arm writing/ }).click();
      await dialog.getByLabel(/New value of Supply setpoint/).fill('78.5');
      await expect(dialog.getByText(/change −/)).toBeVisible();
      await expect(dialog.getByRole('button', { name: /^Write 78/ })).not.toHaveAttribute('aria-disabled', 'true');
      await lookAtBothThemes(page, 'the write dialog before writing', { within: DIALOG, picture: 'write' });
      await page.keyboard.press('Control+Enter');
      await expect(dialog.getByText(/written and read back/)).toBeVisible();
      await lookAtBothThemes(page, 'the write dialog with its result', { within: DIALOG });
      await page.keyboard.press('Escape');
      await goToRow(page, BOILER, 'Supply setpoint');
      await page.keyboard.press('Shift+ArrowDown');
      await lookAtBothThemes(page, 'two selected points', { within: INSPECTOR });
      await page.keyboard.press('F2');
      await expect(page.getByRole('dialog')).toBeVisible();
      await lookAtBothThemes(page, 'the dialog that writes two points', { within: DIALOG });
      await page.keyboard.press('Escape');
    });

    await test.step('the palette and the menus', async () => {
      await palette.find('supply');
      await lookAtBothThemes(page, 'the palette', { within: DIALOG, picture: 'palette' });
      await page.keyboard.press('Escape');
      for (const menu of ['File', 'Device']) {
        await page.getByRole('navigation', { name: 'Menu' }).getByRole('button', { name: menu }).click();
        await lookAtBothThemes(page, `the menu ${menu}`, { within: MENU, lightPicture: menu === 'Device' ? 'menu' : undefined });
        await page.keyboard.press('Escape');
      }
      await page.getByRole('treeitem', { name: /^BLR-01/ }).click({ button: 'right' });
      await lookAtBothThemes(page, 'the menu of a device', { within: MENU });
      await page.keyboard.press('Escape');
      await workspace.row(BOILER, 'Supply temperature').click({ button: 'right' });
      await lookAtBothThemes(page, 'the menu of a row', { within: MENU });
      await page.keyboard.press('Escape');
    });

    await test.step('dialogs', async () => {
      await lookAtDialog(page, 'About ThermaCore Workstation');
      await lookAtDialog(page, 'Rename the project');
      await lookAtDialog(page, 'Save a version');
      await palette.run('Save a version');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog')).toBeHidden();
      await lookAtDialog(page, 'Versions');
      await lookAtDialog(page, 'Open project');
      await lookAtDialog(page, 'Connect one device');
      await lookAtDialog(page, `Add rows to ${BOILER}`);
      await lookAtDialog(page, `Import rows into ${BOILER}`);
    });

    await test.step('the import preview', async () => {
      const dialog = await workspace.pasteRows(BOILER, ['Name\tTable\tAddress\tType\tUnit', 'Flue gas temperature 2\tinput register\t40\tint16\t°C', 'Beyond\tinput register\t70000\tint16\t'].join('\r\n'));
      await expect(dialog.getByRole('row').filter({ hasText: '70000' })).toBeVisible();
      await lookAtBothThemes(page, 'the import preview', { within: DIALOG, lightPicture: 'import' });
      await page.keyboard.press('Escape');
    });

    await test.step('the panels of the lower dock', async () => {
      await dockPanel(page, /^Diagnostics/);
      await lookAtBothThemes(page, 'the diagnostics of a device in the dock', { within: DOCK });
      await dockPanel(page, /^Log/);
      await lookAtBothThemes(page, 'the log', { within: DOCK, lightPicture: 'log' });
      await dockPanel(page, /^Problems/);
      await lookAtBothThemes(page, 'the problems', { within: DOCK });
      await dockPanel(page, /^Trend/);
    });

    await test.step('the settings of a device and its diagnostics in a tab', async () => {
      await palette.run('Settings of the device');
      await testConnection(page).click();
      await expect(page.getByText(/answers/).first()).toBeVisible();
      await lookAtBothThemes(page, 'the settings of a device with a test that passed', { within: WORK, picture: 'device-settings' });
    });

    await test.step('the diagnostics of a device in a tab', async () => {
      await palette.run(`${BOILER} Diagnostics`);
      await expect(page.getByRole('tabpanel', { name: `${BOILER} Diagnostics` }).getByText('Round trip, mean').first()).toBeVisible();
      await lookAtBothThemes(page, 'the diagnostics of a device in a tab', { within: WORK });
    });

    await test.step('a trend in a tab, with cursors and paused', async () => {
      await palette.run('Boiler 1');
      const tab = page.getByRole('tabpanel', { name: 'Boiler 1' });
      await tab.getByRole('button', { name: 'Two cursors' }).click();
      await tab.getByRole('button', { name: /^Pause/ }).click();
      await expect(tab.getByText(/^Paused, /)).toBeVisible();
      await lookAtBothThemes(page, 'a trend in a tab, with cursors and paused', { within: WORK });
    });

    await test.step('the sections of the settings', async () => {
      await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Settings' }).click();
      for (const section of ['Appearance', 'Protocols', 'History', 'Keyboard', 'Session']) {
        await page.getByRole('treeitem', { name: section }).click();
        await lookAtBothThemes(page, `the settings: ${section}`, { within: 'main', lightPicture: section === 'Appearance' ? 'settings' : undefined });
      }
    });

    await test.step('a new trend in a tab, empty', async () => {
      await devices(page);
      await palette.run('New trend in a tab');
      await expect(page.getByRole('tab', { name: /^Trend \d/ })).toBeVisible();
      await lookAtBothThemes(page, 'an empty trend in a tab', { within: WORK });
    });
  }

  await test.step('the workspace: a register map, a point in the inspector, a trend with cursors', async () => {
    await devices(page);
    await openDevice(page, BOILER);
    if (host === 'electron') await writeAgain(page);
    // Only a picture wants lines behind it.
    if (process.env['UPDATE_SCREENSHOTS'] === '1') await page.waitForTimeout(Math.max(AFTER_WRITE_MS, TREND_MS - (Date.now() - started)));
    await workspace.row(BOILER, 'Supply temperature').locator('[data-column="value"]').click();
    await page.getByRole('button', { name: 'Two cursors' }).click();
    await expect(page.getByRole('columnheader', { name: 'B − A' })).toBeVisible();
    await lookAtBothThemes(page, 'a register map with live values', { picture: host === 'electron' ? 'workspace' : 'workspace-browser' });
  });
});

test('every screen and dialog is accessible while there is nothing in it', async ({ page, host }) => {
  test.setTimeout(TEST_LIMIT_MS);
  const palette = new Palette(page);
  await expect(page.getByRole('heading', { name: 'Start', exact: true })).toBeVisible();
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await lookAtBothThemes(page, 'the start page at the first start', { picture: host === 'electron' ? 'start' : undefined });
  await palette.run('New project');
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await lookAtBothThemes(page, 'the new project', { within: DIALOG });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Boiler house');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await devices(page);
  await expect(page.getByRole('heading', { name: /Boiler house/ })).toBeVisible();
  await lookAtBothThemes(page, 'an empty project', { lightPicture: host === 'electron' ? 'empty-project' : undefined });
  for (const panel of [/^Diagnostics/, /^Log/, /^Problems/]) {
    await dockPanel(page, panel);
    await lookAtBothThemes(page, `the empty panel ${panel.source}`, { within: DOCK });
  }
  await lookAtDialog(page, 'Versions');
  await palette.find('nothing is called this');
  await lookAtBothThemes(page, 'the palette without a match', { within: DIALOG });
  await page.keyboard.press('Escape');
  await palette.run('Close the project');
  await expect(page.getByText('No project is open').or(page.getByText('No project open')).first()).toBeVisible();
  await devices(page);
  await lookAtBothThemes(page, 'the devices without a project');
});

test.describe('with a lost device', () => {
  let peer: Peer;
  test.beforeEach(async () => {
    peer = await startPymodbusServer();
  });
  test.afterEach(async () => {
    await peer.close();
  });

  test('every screen that shows a device is accessible while it is lost', async ({ page, host }) => {
    test.setTimeout(TEST_LIMIT_MS);
    const workspace = new WorkspacePage(page);
    const palette = new Palette(page);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });

    await test.step('a test of a connection that fails', async () => {
      const dialog = await workspace.askForDevice('Boiler house');
      const field = (name: string) => dialog.getByRole('textbox', { name, exact: true });
      await field('Host').fill('127.0.0.1');
      await field('Port').fill('1');
      await field('Name').fill(BOILER);
      await dialog.getByRole('button', { name: /Test connection/ }).click();
      await expect(dialog.getByText(/nothing listens|refuse/i).first()).toBeVisible();
      await lookAtBothThemes(page, 'the new device whose test failed', { within: DIALOG, lightPicture: host === 'electron' ? 'connection-test' : undefined });
      await field('Port').fill(String(peer.port));
      await page.keyboard.press('Control+Enter');
      await expect(workspace.grid(BOILER)).toBeVisible();
    });

    await lookAtBothThemes(page, 'a device without rows');
    const preview = await workspace.pasteRows(BOILER, ['Name\tTable\tAddress\tType\tScale\tUnit\tAccess', 'Setpoint\tholding register\t10\tuint16\t0.1\t°C\trw', 'Flow\tinput register\t5\tint16\t1\tm³/h\tr'].join('\r\n'));
    await preview.getByRole('button', { name: 'Add 2 rows' }).click();
    await expect(workspace.cell(BOILER, 'Flow', 'quality')).toHaveText('Good');
    await workspace.cell(BOILER, 'Flow', 'value').click();
    await page.keyboard.press('Control+t');

    await peer.close();
    await expect(workspace.cell(BOILER, 'Flow', 'value')).toHaveText('—', { timeout: 30_000 });
    await expect(page.getByRole('button', { name: /Modbus 0\/1/ })).toBeVisible();
    await lookAtBothThemes(page, 'the register map of a lost device', { picture: host === 'electron' ? 'lost-device' : undefined });
    if (host !== 'electron') return;

    for (const panel of [/^Diagnostics/, /^Log/, /^Problems/]) {
      await dockPanel(page, panel);
      await lookAtBothThemes(page, `the panel ${panel.source} of a lost device`, { within: DOCK, lightPicture: panel.source === '^Diagnostics' ? 'diagnostics-lost' : undefined });
    }
    await palette.run('Settings of the device');
    await testConnection(page).click();
    await expect(page.getByText(/nothing listens|refuse/i).first()).toBeVisible();
    await lookAtBothThemes(page, 'the settings of a lost device', { within: WORK });
    await page.getByRole('tab', { name: 'Overview' }).click();
    await lookAtBothThemes(page, 'the overview with a lost device', { within: WORK, lightPicture: 'overview-lost' });
    await page.getByRole('treeitem', { name: /^BLR-01/ }).click();
    await lookAtBothThemes(page, 'a lost device in the inspector', { within: INSPECTOR });
  });
});
