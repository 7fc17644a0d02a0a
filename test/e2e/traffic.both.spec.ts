import { startStation, type Station } from '../support/dnp3-station';
import { startModbusDevice, type ModbusDevice } from '../support/modbus-device';
import { lookAtBothThemes } from './both-themes';
import { expect, test } from './fixtures';
import { Palette } from './pages/palette';
import { WorkspacePage } from './pages/workspace';
import { savedFile } from './saved-file';

const PLC = 'BLR-01';
const RTU = 'RTU-07';
/** A read of classes 1, 2, 3 and 0, as a book prints it. */
const PASTED = '05 64 14 F3 01 00 00 04 0A 3B C0 C3 01 3C 02 06 3C 03 06 3C 04 06 3C 01 06 9A 12';

let device: ModbusDevice;
let station: Station;
test.beforeEach(async () => {
  device = await startModbusDevice();
  station = await startStation();
});
test.afterEach(async () => {
  await device.close();
  await station.kill();
});

test('frames of two protocols are seen, taken apart, saved, and pasted ones decoded', async ({ page, running, dataDir }) => {
  const workspace = new WorkspacePage(page);
  const palette = new Palette(page);
  const frames = (of: string) => page.getByRole('grid', { name: `Frames of ${of}` });
  const fields = page.getByRole('tree', { name: 'Fields of the octets' });
  const field = (name: RegExp) => fields.getByRole('treeitem', { name });
  const chosen = page.getByRole('region', { name: 'The chosen frame' });

  await test.step('connects a Modbus device', async () => {
    device.unit.holdingRegisters[100] = 452;
    // The start page has told the protocols: a device can be asked for.
    await expect(page.getByText(/Modbus, DNP3/)).toBeVisible();
    await workspace.connectDevice('Boiler house', { name: PLC, host: '127.0.0.1', port: device.port, unit: 1 });
    const paste = await workspace.pasteRows(PLC, 'Name\tTable\tAddress\tType\r\nSupply temperature\tholding register\t100\tuint16\r\nPump\tholding register\t101\tuint16');
    await paste.getByRole('button', { name: 'Add 2 rows' }).click();
    await expect(paste).toBeHidden();
  });

  await test.step('says what to do where nothing was recorded, and records by a key', async () => {
    await palette.run('Show the frames of all sources');
    await expect(page.getByText('No frames were captured')).toBeVisible();
    await lookAtBothThemes(page, 'the screen without frames');
    await page.keyboard.press('Control+e');
    await expect(frames('all sources').getByText(PLC).first()).toBeVisible();
    await expect(frames('all sources').getByText('03 Read holding registers').first()).toBeVisible();
  });

  await test.step('shows the start-up of an outstation that is connected then', async () => {
    const dialog = await workspace.askForDevice('');
    await dialog.getByRole('radio', { name: 'DNP3' }).click();
    await dialog.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1');
    await dialog.getByRole('textbox', { name: 'Port' }).fill(String(station.port));
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(RTU);
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
    await palette.run('Show the frames of all sources');
    await expect(frames('all sources').getByText(/IIN1\.7 device restart/).first()).toBeVisible();
    await page.getByRole('searchbox', { name: 'Filter the frames' }).fill(RTU);
  });

  await test.step('takes a response of the outstation apart, down to its objects and indications', async () => {
    await frames('all sources').getByRole('row').filter({ hasText: /129 Response.*g30v5/ }).first().getByText('129 Response').click();
    await expect(chosen.getByText(/received, Outstation 10, 129 Response/)).toBeVisible();
    await field(/^Internal indications/).click();
    await expect(chosen.locator('.hex-octet.hex-on')).toHaveCount(2);
    await field(/^Point 1 1, online/).first().click();
    await lookAtBothThemes(page, 'a DNP3 frame taken apart', { picture: 'traffic' });
  });

  await test.step('goes to what was asked by a key, and from octets to their field', async () => {
    await page.getByRole('searchbox', { name: 'Function' }).fill('129');
    await page.keyboard.press('Control+g');
    await expect(page.getByText(/does not show/)).toBeVisible();
    await page.getByRole('searchbox', { name: 'Function' }).fill('');
    await page.keyboard.press('Control+g');
    await expect(chosen.getByText(/sent, Outstation 10/)).toBeVisible();
    await chosen.locator('[data-octet="4"]').click();
    await expect(field(/^Destination/)).toHaveAttribute('aria-selected', 'true');
    await expect(chosen.locator('.hex-octet.hex-on')).toHaveText(['0A', '00']);
  });

  await test.step("shows one device's frames with the names of its points", async () => {
    await palette.run(`${PLC} Traffic`);
    await expect(frames(PLC).getByText('2 registers').first()).toBeVisible();
    await frames(PLC).getByText('2 registers').first().click();
    await expect(field(/^Register 100 Supply temperature/)).toContainText('452 (0x01C4)');
    await expect(frames(PLC).getByText(RTU)).toHaveCount(0);
  });

  await test.step('saves the capture for other programs', async () => {
    await page.keyboard.press('Control+e');
    await expect(page.getByRole('button', { name: /Start capture/ })).toBeVisible();
    const file = await savedFile(page, running.app, dataDir, () => palette.run('Save the capture as pcapng'));
    // The mark of a pcapng section, which is the same from both ends.
    expect(Buffer.from(file.slice(0, 4)).toString('hex')).toBe('0a0d0d0a');
  });

  await test.step('decodes octets from elsewhere, and says what is wrong with others', async () => {
    await palette.run('Decode octets');
    await page.getByLabel('Protocol', { exact: true }).selectOption('dnp3');
    const octets = page.getByRole('textbox', { name: 'Octets' });
    await octets.fill(PASTED);
    await expect(field(/^Class, class 1 data/)).toBeVisible();
    await expect(page.getByText('Outstation 1, 01 Read, class 1, 2, 3, 0')).toBeVisible();
    await lookAtBothThemes(page, 'pasted octets', { lightPicture: 'traffic-decode' });
    await octets.fill(`${PASTED} 0G`);
    await expect(page.getByText('"G" is no hexadecimal digit.')).toBeVisible();
  });
});
