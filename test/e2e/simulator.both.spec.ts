import ModbusRTU from 'modbus-serial';
import { freePort } from '../support/free-port';
import { lookAtBothThemes } from './both-themes';
import { expect, test } from './fixtures';
import { DeviceWatch } from './pages/device-watch';
import { Palette } from './pages/palette';
import { SimulatorsPage } from './pages/simulators';

const SIMULATOR = 'Meter at the desk';
const METER = 'Eastron-SDM630';
const TEST_LIMIT_MS = 240_000;
const LOST_LIMIT_MS = 30_000;

/** A master that is not ours. */
async function withMaster<T>(port: number, unit: number, act: (master: ModbusRTU) => Promise<T>): Promise<T> {
  const master = new ModbusRTU();
  try {
    await master.connectTCP('127.0.0.1', { port });
    master.setID(unit);
    master.setTimeout(5000);
    return await act(master);
  } finally {
    master.close(() => undefined);
  }
}

/** The two registers of a float32, high word first. */
function registersOf(value: number): [high: number, low: number] {
  const octets = Buffer.alloc(4);
  octets.writeFloatBE(value);
  return [octets.readUInt16BE(0), octets.readUInt16BE(2)];
}

test('a simulator with faults and its client live in one window', async ({ page }) => {
  test.setTimeout(TEST_LIMIT_MS);
  const simulators = new SimulatorsPage(page);
  const device = new DeviceWatch(page, METER);
  const port = await freePort();

  await test.step('says what to do where there is none', async () => {
    await simulators.open();
    await expect(page.getByText('Devices that are not there yet')).toBeVisible();
    await lookAtBothThemes(page, 'the screen without a simulator');
  });

  await test.step('makes one from a map, with values that move', async () => {
    await simulators.add(SIMULATOR, port, { template: 'SDM630' });
    await expect(page.getByText(/Running since/)).toBeVisible();
    const value = simulators.cell('Voltage L1', 'value');
    await expect(value).toHaveText(/\d/);
    const before = await value.textContent();
    await expect(value).not.toHaveText(before ?? '');
    await simulators.setConstant('Voltage L1', '231.5');
    await expect(value).toHaveText('231.50');
  });

  await test.step('connects a device to it and shows its values', async () => {
    await new Palette(page).run('Connect a device to the simulator');
    await expect(device.cell('Voltage L1', 'value')).toHaveText('SIM231.50', { timeout: LOST_LIMIT_MS });
    await expect(device.cell('Voltage L1', 'quality')).toHaveText('Good');
  });

  await test.step('holds a value by hand, and gives it back', async () => {
    await simulators.open();
    await simulators.hold('Voltage L1', '207.25');
    await expect(simulators.cell('Voltage L1', 'value')).toHaveText('207.25');
    await expect(simulators.cell('Voltage L1', 'origin')).toHaveText('Forced');
    await device.open();
    await expect(device.cell('Voltage L1', 'value')).toHaveText('SIM207.25');
    await simulators.open();
    await simulators.cell('Voltage L1', 'name').click();
    await page.getByRole('button', { name: 'Release' }).click();
    await expect(simulators.cell('Voltage L1', 'value')).toHaveText('231.50');
    await expect(simulators.cell('Voltage L1', 'origin')).toHaveText('');
  });

  await test.step('shows writes as they arrive, with the old value and the new one', async () => {
    await simulators.show('Writes');
    await expect(page.getByText('Nothing was written yet')).toBeVisible();
    await withMaster(port, 1, (master) => master.writeRegisters(2, registersOf(30)));
    const row = page.getByRole('grid', { name: /^Writes to/ }).getByRole('row').nth(1);
    await expect(row.locator('[data-column="client"]')).toHaveText(/^127\.0\.0\.1:\d+$/);
    await expect(row.locator('[data-column="address"]')).toHaveText('Holding register 2');
    await expect(row.locator('[data-column="operation"]')).toHaveText('16 Write multiple registers');
    await expect(row.locator('[data-column="outcome"]')).toBeInViewport();
    await expect(row.locator('[data-column="before"]')).toHaveText('0.00');
    await expect(row.locator('[data-column="value"]')).toHaveText('30.00');
  });

  await test.step('tells what was asked and refused', async () => {
    await withMaster(port, 1, async (master) => {
      await expect(master.readHoldingRegisters(40_000, 2)).rejects.toThrow();
    });
    await simulators.show('Asked');
    const refused = page.getByRole('grid', { name: /^Requests to/ }).getByRole('row').filter({ hasText: '40000-40001' });
    await expect(refused).toContainText('Exception 2, illegal data address');
    await lookAtBothThemes(page, 'what a simulator was asked', { picture: 'simulator-asked', within: '.work-area' });
  });

  await test.step('a fault that swallows the answers makes the device lost', async () => {
    await simulators.addFault('No answer');
    await expect(simulators.banner).toContainText('A fault is on');
    await expect(simulators.banner).toContainText(/Met [1-9]\d* time/);
    await lookAtBothThemes(page, 'a simulator with a fault', { picture: 'simulator-faults' });
    await device.open();
    await expect(device.cell('Voltage L1', 'quality')).toHaveText(/No answer/, { timeout: LOST_LIMIT_MS });
    await expect(device.strip).toContainText(/No answer/);
  });

  await test.step('and without the fault it comes back by itself', async () => {
    await simulators.open();
    await page.getByRole('button', { name: 'Switch it off' }).click();
    await expect(simulators.banner).toBeHidden();
    await device.open();
    await expect(device.cell('Voltage L1', 'quality')).toHaveText('Good', { timeout: LOST_LIMIT_MS });
    await expect(device.cell('Voltage L1', 'value')).toHaveText('SIM231.50');
  });

  await test.step('is readable in both themes with a point selected', async () => {
    await simulators.open();
    await simulators.show('Points');
    await simulators.cell('Voltage L2', 'name').click();
    await expect(page.locator('.sim-preview path')).toBeVisible();
    await lookAtBothThemes(page, 'the points of a simulator', { picture: 'simulator' });
    await simulators.show('Settings');
    await lookAtBothThemes(page, 'the settings of a simulator', { within: '.work-area' });
  });
});

test('a map is learned from what a master asks, and served', async ({ page }) => {
  const simulators = new SimulatorsPage(page);
  const port = await freePort();
  await simulators.open();
  await simulators.add(SIMULATOR, port, 'What a master asks');
  await expect(page.getByText('Waiting for a master to ask')).toBeVisible();
  const asked = await withMaster(port, 7, async (master) => {
    await master.writeRegister(200, 5);
    return [(await master.readHoldingRegisters(100, 2)).data, (await master.readInputRegisters(5, 1)).data, (await master.readCoils(3, 1)).data[0]];
  });
  expect(asked).toEqual([[0, 0], [0], false]);
  const learned = page.getByRole('table', { name: 'Learned points' });
  await expect(learned.getByRole('row').filter({ hasText: 'Holding register 100' })).toContainText('float32');
  await expect(learned.getByRole('row').filter({ hasText: 'Holding register 200' })).toContainText('yes');
  await lookAtBothThemes(page, 'a map that is being learned', { picture: 'simulator-learned', within: '.work-area' });
  await page.getByRole('button', { name: 'Take 4 points into the simulator' }).click();

  await expect(simulators.points.getByRole('row')).toHaveCount(1 + 3 + 4);
  await simulators.setConstant('Holding register 100', '21.75');
  await expect(simulators.cell('Holding register 100', 'value')).toHaveText('21.75');
  const read = await withMaster(port, 7, async (master) => (await master.readHoldingRegisters(100, 2)).data);
  expect(read).toEqual(registersOf(21.75));
});

test('a port that is taken says so, and another one is a click away', async ({ page }) => {
  const simulators = new SimulatorsPage(page);
  const port = await freePort();
  await simulators.open();
  await simulators.add('First', port, { template: 'SDM120' });
  await expect(page.getByText(/Running since/)).toBeVisible();
  await page.getByRole('tab', { name: 'All simulators' }).click();
  await simulators.add('Second', port, { template: 'SDM120' });
  await expect(page.getByText(`TCP 127.0.0.1 ${port} could not be opened`)).toBeVisible();
  await expect(page.getByRole('treeitem', { name: /Second/ })).toContainText('Failed');
  await page.getByRole('button', { name: /^Use TCP 127\.0\.0\.1 / }).click();
  await expect(page.getByText(/Running since/)).toBeVisible();
  await expect(page.getByRole('treeitem', { name: /Second/ })).not.toContainText('Failed');
});
