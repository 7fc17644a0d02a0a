import { freePort } from '../support/free-port';
import { lookAtBothThemes } from './both-themes';
import { expect, test } from './fixtures';
import { DeviceWatch } from './pages/device-watch';
import { Palette } from './pages/palette';
import { SimulatorsPage } from './pages/simulators';

const SIMULATOR = 'Feeder at the desk';
const FEEDER = 'FDR-01';
const TEST_LIMIT_MS = 240_000;
const EVENT_LIMIT_MS = 30_000;

test('a simulated outstation is switched at a click, and its master shows what that does', async ({ page }) => {
  test.setTimeout(TEST_LIMIT_MS);
  const simulators = new SimulatorsPage(page);
  const port = await freePort();
  const panel = page.getByRole('tabpanel', { name: 'Switches' });
  const inspector = page.locator('.inspector');

  await test.step('makes it from the point list of the demonstration plant', async () => {
    await new Palette(page).run('Start the demonstration plant');
    const feeder = new DeviceWatch(page, FEEDER);
    await feeder.open();
    await expect(feeder.cell('Breaker position', 'value')).toContainText('Closed', { timeout: EVENT_LIMIT_MS });
    await simulators.open();
    await page.getByRole('button', { name: 'Add a simulator' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Add a simulator' });
    await dialog.getByRole('radio', { name: 'DNP3' }).click();
    await expect(dialog.getByRole('textbox', { name: 'Port' })).toHaveValue('20000');
    await dialog.getByRole('textbox', { name: 'Port' }).fill(String(port));
    await dialog.getByRole('textbox', { name: 'Name' }).fill(SIMULATOR);
    await dialog.getByRole('textbox', { name: 'Name' }).press('Control+Enter');
    await expect(dialog).toBeHidden();
    await expect(page.getByText(/Running since/)).toBeVisible();
  });

  // Named after its unit, the next number that is free.
  const device = new DeviceWatch(page, 'FDR-02');
  await test.step('connects a master to it with one click', async () => {
    await new Palette(page).run('Connect a device to the simulator');
    await expect(device.cell('Voltage L1-L2', 'quality')).toHaveText('Good', { timeout: EVENT_LIMIT_MS });
  });

  await test.step('brings a value that is held by hand over as an event', async () => {
    await simulators.open();
    await simulators.hold('Voltage L1-L2', '398.5');
    await device.open();
    await expect(device.cell('Voltage L1-L2', 'value')).toHaveText('SIM398.5', { timeout: EVENT_LIMIT_MS });
  });

  await test.step('switches local control: the master says what that means', async () => {
    await simulators.open();
    await simulators.show('Switches');
    await panel.getByRole('checkbox', { name: 'Local control' }).click({ force: true });
    await expect(panel.getByRole('row').filter({ hasText: 'IIN1.5' })).toContainText('On');
    await lookAtBothThemes(page, 'the switches of an outstation', { within: '.sim-panel' });
    // The indication comes with the next response.
    await panel.getByRole('button', { name: 'Burst of events', exact: true }).click();
    await device.open();
    await device.treeItem.click();
    await expect(inspector).toContainText('Some outputs are under local control', { timeout: EVENT_LIMIT_MS });
    await simulators.open();
    await panel.getByRole('checkbox', { name: 'Local control' }).click({ force: true });
  });

  await test.step('loses a single point, at the point and at the device', async () => {
    await simulators.show('Points');
    await simulators.cell('Current L1', 'name').click();
    await page.getByRole('checkbox', { name: 'Communication lost' }).click({ force: true });
    await device.open();
    await expect(device.cell('Current L1', 'quality')).toContainText('Communication lost', { timeout: EVENT_LIMIT_MS });
    await expect(device.cell('Current L2', 'quality')).toHaveText('Good');
  });

  await test.step('restarts: it is silent, comes back, and is given the time', async () => {
    await simulators.open();
    await simulators.show('Switches');
    await panel.getByRole('button', { name: 'Restart', exact: true }).click();
    await expect(panel.getByRole('row').filter({ hasText: 'IIN1.7' })).toContainText('under way');
    await expect(panel.getByRole('row').filter({ hasText: 'IIN1.7' })).not.toContainText('under way', { timeout: EVENT_LIMIT_MS });
    await expect(panel.getByRole('checkbox', { name: 'Needs time' })).not.toBeChecked({ timeout: EVENT_LIMIT_MS });
    await device.open();
    await expect(device.cell('Current L2', 'quality')).toHaveText('Good', { timeout: EVENT_LIMIT_MS });
  });
});
