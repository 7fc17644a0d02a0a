import type { Page } from '@playwright/test';
import { type Peer, startPymodbusRegisters } from '../support/modbus-peers';
import { commonImage, inverterImage, sunSpecImage } from '../support/sunspec-image';
import { lookAtBothThemes } from './both-themes';
import { expect, test } from './fixtures';
import { Palette } from './pages/palette';
import { WorkspacePage } from './pages/workspace';

const DIALOG = '[role="dialog"]';
/** A Hiking DDS238-2 ZN/S: 12.34 kWh in registers 0 and 1, 230.5 V, 4.20 A, 966 W, 12 var, power factor 0.998, 50.01 Hz from register 12 on. */
const METER = { 0: [0, 1234, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2305, 420, 966, 12, 998, 5001, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] };

let peer: Peer;
test.afterEach(() => peer.close());

const dialogOf = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });

test.describe('with a meter', () => {
  test.beforeEach(async () => {
    peer = await startPymodbusRegisters(METER);
  });

  test("a template becomes a device whose values are live, and its map a template of one's own", async ({ page }) => {
    const workspace = new WorkspacePage(page);
    const connect = await workspace.askForDevice('Boiler house');
    await connect.getByRole('button', { name: 'From a template' }).click();
    const templates = dialogOf(page, 'Device templates');
    await expect(templates.getByRole('searchbox', { name: 'Search templates' })).toBeFocused();
    await page.keyboard.type('dds238');
    await expect(templates.getByRole('option', { name: /^Hiking DDS/ })).toHaveAttribute('aria-selected', 'true');
    await expect(templates.getByText('Document', { exact: true })).toBeVisible();
    await expect(templates.getByRole('cell', { name: 'Voltage' })).toBeVisible();
    await lookAtBothThemes(page, 'the templates', { within: DIALOG });
    await page.keyboard.press('Control+Enter');

    await expect(connect.getByText(/Hiking DDS238-2 ZN\/S, \d+ points/)).toBeVisible();
    await lookAtBothThemes(page, 'the new device made from a template', { within: DIALOG });
    await connect.getByRole('combobox', { name: 'Transport' }).selectOption({ label: 'TCP' });
    await connect.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1');
    await connect.getByRole('textbox', { name: 'Port' }).fill(String(peer.port));
    await connect.getByRole('textbox', { name: 'Name', exact: true }).fill('MTR-01');
    await page.keyboard.press('Control+Enter');
    await expect(workspace.grid('MTR-01')).toBeVisible();
    await expect(workspace.cell('MTR-01', 'Voltage', 'value')).toContainText('230.5');
    await expect(workspace.cell('MTR-01', 'Voltage', 'quality')).toHaveText('Good');
    await expect(workspace.cell('MTR-01', 'Frequency', 'value')).toContainText('50.01');

    await new Palette(page).run('Keep the map of the device as a template');
    const keep = dialogOf(page, /Keep as a template/);
    await lookAtBothThemes(page, 'keeping a map as a template', { within: DIALOG });
    await keep.getByRole('textbox', { name: 'Vendor' }).fill('Works');
    await keep.getByRole('textbox', { name: 'Model' }).fill('Meter as commissioned');
    await keep.getByRole('textbox', { name: 'Document' }).fill('The list of the works');
    await page.keyboard.press('Control+Enter');
    await expect(keep).toBeHidden();
    await new Palette(page).run('Add a device from a template');
    await page.keyboard.type('commissioned');
    await expect(templates.getByRole('option', { name: /Works.*own/ })).toBeVisible();
  });
});

test.describe('with a SunSpec inverter', () => {
  test.beforeEach(async () => {
    peer = await startPymodbusRegisters(sunSpecImage(40_000, [commonImage('Maker', 'Sun 12'), inverterImage()]));
  });

  test('an empty map is filled with what the device says of itself', async ({ page }) => {
    const workspace = new WorkspacePage(page);
    const connect = await workspace.askForDevice('Roof');
    await connect.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1');
    await connect.getByRole('textbox', { name: 'Port' }).fill(String(peer.port));
    await connect.getByRole('textbox', { name: 'Name', exact: true }).fill('INV-01');
    await page.keyboard.press('Control+Enter');
    await expect(workspace.grid('INV-01')).toBeVisible();
    await expect(page.getByRole('button', { name: 'From a template' })).toBeVisible();
    await page.getByRole('button', { name: 'Read SunSpec' }).click();
    const dialog = dialogOf(page, /INV-01 says of itself/);
    await expect(dialog.getByText('Maker Sun 12')).toBeVisible();
    await lookAtBothThemes(page, 'the SunSpec map of a device', { within: DIALOG });
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
    await expect(workspace.cell('INV-01', 'AC power (103.W)', 'value')).toContainText(/12[  ,.]?340/);
    await expect(workspace.cell('INV-01', 'AC power (103.W)', 'quality')).toHaveText('Good');
  });
});
