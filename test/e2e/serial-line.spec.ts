import type { Locator, Page } from '@playwright/test';
import { buildLibmodbusPeers, openPtyPair, type Peer, type PtyPair, startPeer, temporaryFolder, type TemporaryFolder } from '../support/modbus-peers';
import { expectAccessible } from './axe';
import { callEngine } from './engine-calls';
import { closeApp, expect, test } from './fixtures';
import { DeviceWatch } from './pages/device-watch';
import { WorkspacePage } from './pages/workspace';

const DEVICE = 'PUMP-3';
const UNIT = 3;
const ROWS = [
  ['Name', 'Table', 'Address', 'Type', 'Unit', 'Access'],
  ['Speed setpoint', 'holding register', '40', 'int16', 'rpm', 'rw'],
  ['Hours', 'holding register', '41', 'uint16', 'h', 'r'],
  ['Temperature', 'input register', '2', 'int16', '°C', 'r'],
  ['Fault', 'discrete input', '3', 'boolean', '', 'r'],
];

let folder: TemporaryFolder;
let server: string;
let pair: PtyPair;
let slave: Peer;

test.beforeAll(() => {
  folder = temporaryFolder();
  ({ server } = buildLibmodbusPeers(folder.path));
});
test.afterAll(() => folder.close());
test.beforeEach(async () => {
  pair = await openPtyPair(folder.path);
  slave = await startPeer(server, ['rtu', pair.far, String(UNIT)]);
});
test.afterEach(async () => {
  await slave.close();
  await pair.close();
});

/** Fills in the dialog for a device on a serial line as the slave has it: 19200 8N1. */
async function describeSerialDevice(dialog: Locator): Promise<void> {
  await dialog.getByRole('combobox', { name: 'Transport' }).selectOption({ label: 'RTU' });
  await dialog.getByLabel('Serial port').fill(pair.near);
  await dialog.getByRole('radiogroup', { name: 'Parity' }).getByRole('radio', { name: 'None' }).click();
  await dialog.getByRole('textbox', { name: 'Unit identifier' }).fill(String(UNIT));
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(DEVICE);
}

async function pasteRows(page: Page): Promise<void> {
  const preview = await new WorkspacePage(page).pasteRows(DEVICE, ROWS.map((row) => row.join('\t')).join('\r\n'));
  await preview.getByRole('button', { name: 'Add 4 rows' }).click();
  await expect(preview).toBeHidden();
}

test('on a serial line: from the connection test over live values and a write to a slave that restarts', async ({ page, app, launch, dataDir }) => {
  const workspace = new WorkspacePage(page);
  const device = new DeviceWatch(page, DEVICE);

  await test.step('tests the connection and adds the device', async () => {
    // What new devices of this tenant begin with: a slave that is gone is to be known sooner than with the usual five seconds.
    await callEngine(page, 'project.create', { name: 'Pump house' });
    await callEngine(page, 'protocol.configure', { protocol: 'modbus', enabled: true, lineDefaults: {}, deviceDefaults: { timeoutMs: 700, retries: 1 } });
    await expect(page.getByRole('button', { name: 'Local / Pump house' })).toBeVisible();
    const dialog = await workspace.askForDevice('Pump house');
    await describeSerialDevice(dialog);
    await dialog.getByRole('button', { name: /Test connection/ }).click();
    await expect(dialog.getByText(`Unit ${UNIT} answers`)).toBeVisible();
    await expectAccessible(page, 'the dialog for a serial device after its test');
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
  });

  await test.step('shows live values of three tables', async () => {
    await pasteRows(page);
    await device.expectAllGood(4);
    await expect(device.cell('Hours', 'value')).toHaveText('41');
    await expect(device.cell('Temperature', 'value')).toHaveText('15');
    await expect(device.cell('Fault', 'value')).toHaveText(/On|1|true/);
  });

  await test.step('writes and reads back', async () => {
    const dialog = await workspace.beginWrite(DEVICE, 'Speed setpoint');
    await dialog.getByLabel(/New value of Speed setpoint/).fill('-1450');
    // Unit, function 06, address 40, the value, and a CRC: as they go over the line.
    await expect(dialog.getByRole('list', { name: /Octets that will be sent/ })).toContainText('FA 56');
    await page.keyboard.press('Control+Enter');
    await expect(dialog.getByRole('status').filter({ hasText: 'read back' })).toContainText('-1450 rpm written and read back');
    await page.keyboard.press('Escape');
    await expect(device.cell('Speed setpoint', 'value')).toHaveText(/[-−]1,450/);
  });

  await test.step('shows a slave without power as lost, and reads it again when it is back', async () => {
    await slave.close();
    await device.expectAllBad(4, /No answer/);
    await expect(device.strip).toContainText(new RegExp(`No answer from unit ${UNIT} within 700 ms, 2 tries.*baud rate or parity is not 19200 8N1; A and B are swapped`));
    slave = await startPeer(server, ['rtu', pair.far, String(UNIT)]);
    await device.expectAllGood(4);
    await expect(device.cell('Speed setpoint', 'value')).toHaveText('40');
  });

  await test.step('shows an adapter that was pulled as lost, and reads on when it is plugged in again', async () => {
    await slave.close();
    await pair.close();
    await expect(device.strip).toContainText(`There is no serial port ${pair.near}. Plug the adapter in, or choose another port`);
    pair = await openPtyPair(folder.path);
    slave = await startPeer(server, ['rtu', pair.far, String(UNIT)]);
    await device.expectAllGood(4);
  });

  await test.step('has all of it after a restart', async () => {
    await closeApp(app);
    const again = new DeviceWatch(await (await launch({ dataDir })).firstWindow(), DEVICE);
    await again.open();
    await again.expectAllGood(4);
    await expect(again.cell('Hours', 'value')).toHaveText('41');
  });
});
