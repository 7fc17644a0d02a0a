import ModbusRTU from 'modbus-serial';
import { startPymodbusServer } from '../support/modbus-peers';
import type { Peer } from '../support/modbus-peers';
import { lookAtBothThemes } from './both-themes';
import { expect, test } from './fixtures';
import { Palette } from './pages/palette';
import { WorkspacePage } from './pages/workspace';

const DEVICE = 'BLR-01';
const ROWS = [
  ['Name', 'Table', 'Address', 'Type', 'Scale', 'Unit', 'Access'],
  ['Setpoint', 'holding register', '100', 'uint16', '0.1', '°C', 'rw'],
  ['Limit', 'holding register', '101', 'uint16', '1', '', 'rw'],
  ['Measured', 'holding register', '102', 'uint16', '1', '', 'r'],
  ['Beyond', 'holding register', '1500', 'uint16', '1', '', 'rw'],
];

let peer: Peer;
test.beforeEach(async () => {
  peer = await startPymodbusServer();
});
test.afterEach(() => peer.close());

/** Another master on the same device, with a client that is not ours. */
async function asOtherMaster<T>(act: (client: ModbusRTU) => Promise<T>): Promise<T> {
  const client = new ModbusRTU();
  try {
    await client.connectTCP('127.0.0.1', { port: peer.port });
    client.setID(1);
    return await act(client);
  } finally {
    client.close(() => undefined);
  }
}

test('a snapshot shows what another master changed, and chosen values go back as they were found', async ({ page }) => {
  const workspace = new WorkspacePage(page);
  const palette = new Palette(page);
  const differences = page.getByRole('grid', { name: /Differences from As found/ });
  const row = (point: string) => differences.getByRole('row').filter({ has: page.getByText(point, { exact: true }) });
  const cell = (point: string, column: string) => row(point).locator(`[data-column="${column}"]`);

  await test.step('takes a snapshot of a device as found', async () => {
    await workspace.connectDevice('Boiler house', { name: DEVICE, host: '127.0.0.1', port: peer.port, unit: 1 });
    const paste = await workspace.pasteRows(DEVICE, ROWS.map((cells) => cells.join('\t')).join('\r\n'));
    await paste.getByRole('button', { name: 'Add 4 rows' }).click();
    await expect(paste).toBeHidden();
    await expect(workspace.cell(DEVICE, 'Setpoint', 'quality')).toHaveText('Good');
    await palette.run('Take a snapshot of all devices');
    const dialog = page.getByRole('dialog', { name: 'Take a snapshot' });
    await lookAtBothThemes(page, 'the dialog of a snapshot', { within: '[role="dialog"]' });
    await dialog.getByRole('button', { name: 'Read 4 points' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('option', { name: /As found/ })).toContainText('4 values, 1 bad');
  });

  await test.step('shows what another master changed since', async () => {
    await asOtherMaster(async (client) => {
      await client.writeRegisters(100, [250, 7, 4711]);
    });
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await expect(differences).toBeVisible();
    await expect(cell('Setpoint', 'old')).toHaveText('10');
    await expect(cell('Setpoint', 'now')).toHaveText('25');
    await expect(cell('Setpoint', 'delta')).toHaveText('+15');
    await expect(cell('Limit', 'delta')).toHaveText('−94');
    await expect(cell('Measured', 'state')).toHaveText('Different');
    await expect(cell('Beyond', 'state')).toHaveText('Not known');
    await lookAtBothThemes(page, 'the differences from a snapshot', { picture: 'snapshot-differences' });
  });

  await test.step('restores chosen values after arming and a look at each', async () => {
    await page.getByRole('button', { name: 'Select the restorable' }).click();
    await row('Limit').click({ modifiers: ['Control'] });
    await page.getByRole('button', { name: 'Restore 1' }).click();
    const dialog = page.getByRole('dialog', { name: 'Restore 1 value' });
    await expect(dialog.getByRole('button', { name: 'Write 1 value as found' })).toHaveAttribute('aria-disabled', 'true');
    await dialog.getByRole('button', { name: /Arm writing/ }).click();
    await lookAtBothThemes(page, 'the dialog of a restore', { within: '[role="dialog"]' });
    await dialog.getByRole('button', { name: 'Write 1 value as found' }).click();
    await expect(dialog.getByText('10 °C written and read back')).toBeVisible();
    await page.keyboard.press('Escape');
    const registers = await asOtherMaster(async (client) => (await client.readHoldingRegisters(100, 3)).data);
    expect(registers).toEqual([100, 7, 4711]);
    await expect(row('Limit')).toBeVisible();
    await expect(row('Setpoint')).toBeHidden();
  });
});
