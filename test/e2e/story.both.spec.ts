import ModbusRTU from 'modbus-serial';
import { startPymodbusServer } from '../support/modbus-peers';
import type { Peer } from '../support/modbus-peers';
import { expectAccessible } from './axe';
import { closeApp, expect, test } from './fixtures';
import { startGateway } from './gateway';
import { openLoggedIn } from './pages/login';
import { TrendPanel } from './pages/trend';
import { readDrawing } from './pages/trend-drawing';
import { WorkspacePage } from './pages/workspace';
import { screenshot } from './screenshot';

const DEVICE = 'BLR-01';
const COLUMNS = ['Name', 'Table', 'Address', 'Type', 'Scale', 'Unit', 'Access', 'Sensor type'];
const ROWS = [
  ['Setpoint', 'holding register', '10', 'uint16', '0.1', '°C', 'rw', 'temperature'],
  ['Return limit', 'holding register', '11', 'uint16', '0.1', '°C', 'rw', 'temperature'],
  ['Flow', 'input register', '5', 'int16', '1', 'm³/h', 'r', 'flow'],
  ['Beyond', 'input register', '70000', 'int16', '1', '', 'r', ''],
];
const asCopied = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.join('\t')).join('\r\n');

/** What a client that is not ours reads from the device. */
async function readByOther(port: number, address: number): Promise<number | undefined> {
  const client = new ModbusRTU();
  try {
    await client.connectTCP('127.0.0.1', { port });
    client.setID(1);
    return (await client.readHoldingRegisters(address, 1)).data[0];
  } finally {
    client.close(() => undefined);
  }
}

let peer: Peer;
test.beforeEach(async () => {
  peer = await startPymodbusServer();
});
test.afterEach(async () => {
  await peer.close();
});

test('from a device nobody knows to a project that comes back whole', async ({ page, host, running, dataDir, launch }) => {
  const workspace = new WorkspacePage(page);
  const trend = new TrendPanel(page);
  const pen = `${DEVICE} Setpoint`;

  await test.step('connects a device after a test', async () => {
    await workspace.connectDevice('Boiler house', { name: DEVICE, host: '127.0.0.1', port: peer.port, unit: 1 });
    await expect(page.getByText('Register map: no rows yet')).toBeVisible();
    await expectAccessible(page, 'an empty register map');
  });

  await test.step('fills the register map from a spreadsheet, naming the bad row', async () => {
    const preview = await workspace.pasteRows(DEVICE, asCopied([COLUMNS, ...ROWS]));
    await expect(preview.getByRole('row').filter({ hasText: /^5Bad.*address:.*70000/ })).toBeVisible();
    await expectAccessible(page, 'the import preview');
    await preview.getByRole('button', { name: 'Add 3 rows' }).click();
    await expect(preview).toBeHidden();
    await expect(workspace.grid(DEVICE).getByRole('row')).toHaveCount(1 + 2 + 3);
  });

  await test.step('shows live values with unit, octets, quality and age', async () => {
    await expect(workspace.cell(DEVICE, 'Setpoint', 'value')).toHaveText('1.0');
    await expect(workspace.cell(DEVICE, 'Flow', 'value')).toHaveText('36');
    await expect(workspace.cell(DEVICE, 'Flow', 'unit')).toHaveText('m³/h');
    await expect(workspace.cell(DEVICE, 'Flow', 'quality')).toContainText('Good');
    await expect(workspace.cell(DEVICE, 'Flow', 'age')).toHaveText(/^\d\.\d s$/);
    await expectAccessible(page, 'a register map with live values');
    await screenshot(page, `register-map-${host}`);
  });

  await test.step('reads a register under another type and byte order by one click, and takes it back', async () => {
    await workspace.cell(DEVICE, 'Flow', 'value').click();
    await page.getByRole('button', { name: /^All \d+ readings$/ }).click();
    const reading = (label: string) => page.locator('.read-as').getByRole('button').filter({ has: page.getByText(label, { exact: true }) });
    await expect(reading('int16')).toHaveAttribute('aria-pressed', 'true');
    await reading('bcd16').click();
    await expect(workspace.cell(DEVICE, 'Flow', 'value')).toHaveText('24');
    await reading('bcd16 BADC').click();
    await expect(workspace.cell(DEVICE, 'Flow', 'value')).toHaveText(/^2\D?400$/);
    await expect(reading('bcd16 BADC')).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await expect(workspace.cell(DEVICE, 'Flow', 'value')).toHaveText('36');
  });

  await test.step('follows the setpoint in a trend', async () => {
    await workspace.cell(DEVICE, 'Setpoint', 'value').click();
    await trend.followSelection();
    await trend.expectFigure(pen, 'Now', '1.0');
    await trend.expectFigure(pen, 'Max', '1.0');
    await expect.poll(async () => (await trend.drawn()).pen, { message: 'a line of the setpoint' }).not.toBeNull();
    expect((await trend.drawn()).markers).toBe(0);
  });

  await test.step('writes a setpoint: nothing by Enter, once by Ctrl+Enter, read back', async () => {
    const dialog = await workspace.beginWrite(DEVICE, 'Setpoint');
    await expect(dialog.getByRole('button', { name: /^Write / })).toHaveAttribute('aria-disabled', 'true');
    await dialog.getByLabel(/New value of Setpoint/).fill('25.5');
    await expect(dialog.getByText('change +24.5')).toBeVisible();
    await expect(dialog.getByRole('list', { name: /Octets that will be sent/ })).toContainText('00 FF');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('button', { name: /Write 25\.5 °C to BLR-01/ })).not.toHaveAttribute('aria-disabled', 'true');
    expect(await readByOther(peer.port, 10)).toBe(10);
    await expectAccessible(page, 'the write dialog');
    await screenshot(page, `write-${host}`);
    await page.keyboard.press('Control+Enter');
    await expect(dialog.getByText('25.5 °C written and read back')).toBeVisible();
    expect(await readByOther(peer.port, 10)).toBe(255);
    await page.keyboard.press('Escape');
    await expect(workspace.cell(DEVICE, 'Setpoint', 'value')).toHaveText('25.5');
  });

  await test.step('sees the write in the trend: the live value, the step of the line, the mark of the write', async () => {
    await trend.expectFigure(pen, 'Now', '25.5');
    await trend.expectFigure(pen, 'Min', '1.0');
    await trend.expectFigure(pen, 'Max', '25.5');
    await expect.poll(async () => (await trend.drawn()).markers, { message: 'marks of writes' }).toBe(1);
    const { pen: line, height } = await trend.drawn();
    expect((line?.right ?? 0) - (line?.left ?? 0), 'pixels that the line rose').toBeGreaterThan(height / 3);
  });

  await test.step('measures the step between two cursors, and hands the chart out as a picture', async () => {
    await page.getByRole('button', { name: /^Pause/ }).click();
    await page.getByRole('button', { name: 'Two cursors' }).click();
    await trend.cursor('B').press('End');
    await trend.expectFigure(pen, 'B', '25.5');
    await trend.cursor('A').press('End');
    await expect(async () => {
      await trend.cursor('A').press('ArrowLeft');
      expect(await trend.figure(pen, 'A')).toBe('1.0');
    }).toPass({ intervals: [10] });
    await trend.expectFigure(pen, 'B − A', '+24.5');

    const shown = await trend.drawn();
    const png = await trend.exportPicture(running.app, dataDir);
    expect(png.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
    const picture = await readDrawing(page, png);
    expect(picture.width).toBeGreaterThan(shown.width);
    expect(picture.height).toBeGreaterThan(shown.height);
    expect(picture.colours).toBeGreaterThan(shown.colours / 2);
    expect(picture.markers).toBe(1);
    expect((picture.pen?.right ?? 0) - (picture.pen?.left ?? 0), 'pixels that the line rises in the picture').toBeGreaterThan(shown.height / 3);
  });

  await test.step('takes an edit back and does it again, and never the write', async () => {
    await workspace.editCell(DEVICE, 'Return limit', 'name', 'Return ceiling');
    await expect(workspace.row(DEVICE, 'Return ceiling')).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(workspace.row(DEVICE, 'Return limit')).toBeVisible();
    expect(await readByOther(peer.port, 10)).toBe(255);
    await page.keyboard.press('Control+y');
    await expect(workspace.row(DEVICE, 'Return ceiling')).toBeVisible();
  });

  await test.step('has everything after a restart: rows, edit, connection, values', async () => {
    let second = page;
    let stop = async (): Promise<void> => undefined;
    if (host === 'electron') {
      if (running.app) await closeApp(running.app);
      second = await (await launch({ dataDir })).firstWindow();
    } else {
      await running.gateway?.stop();
      const gateway = await startGateway(dataDir);
      stop = () => gateway.stop();
      await openLoggedIn(page, gateway.address, gateway.token);
    }
    const again = new WorkspacePage(second);
    await second.keyboard.press('Control+2');
    await second.getByRole('treeitem', { name: new RegExp(DEVICE) }).dblclick();
    await expect(again.row(DEVICE, 'Return ceiling')).toBeVisible();
    await expect(again.cell(DEVICE, 'Setpoint', 'value')).toHaveText('25.5');
    await expect(again.cell(DEVICE, 'Flow', 'value')).toHaveText('36');
    await stop();
  });
});

test('a device that goes away shows bad values with the reason, and comes back by itself', async ({ page }) => {
  const workspace = new WorkspacePage(page);
  await workspace.connectDevice('Boiler house', { name: DEVICE, host: '127.0.0.1', port: peer.port, unit: 1 });
  const preview = await workspace.pasteRows(DEVICE, asCopied([COLUMNS, ROWS[2] ?? []]));
  await preview.getByRole('button', { name: 'Add 1 row' }).click();
  await expect(workspace.cell(DEVICE, 'Flow', 'value')).toHaveText('36');

  await peer.close();
  await expect(workspace.cell(DEVICE, 'Flow', 'value')).toHaveText('—', { timeout: 30_000 });
  await expect(workspace.cell(DEVICE, 'Flow', 'quality')).not.toContainText('Good');
  await expectAccessible(page, 'a register map of a lost device');

  peer = await startPymodbusServer(peer.port);
  await expect(workspace.cell(DEVICE, 'Flow', 'value')).toHaveText('36', { timeout: 45_000 });
});
