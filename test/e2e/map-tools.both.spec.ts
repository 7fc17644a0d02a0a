import type { Locator, Page } from '@playwright/test';
import ModbusRTU from 'modbus-serial';
import writeExcelFile from 'write-excel-file/node';
import { startPymodbusServer, type Peer } from '../support/modbus-peers';
import { lookAtBothThemes } from './both-themes';
import { expect, test } from './fixtures';
import { Palette } from './pages/palette';
import { WorkspacePage } from './pages/workspace';
import { savedFile } from './saved-file';

const DIALOG = '[role="dialog"]';
const [HERE, THERE] = ['BLR-01', 'BLR-02'];
const HEADERS = ['Name', 'Table', 'Address', 'Type', 'Scale', 'Unit', 'Access'];
const MAP = [
  HEADERS,
  ['Setpoint', 'holding register', '100', 'uint16', '0.1', '°C', 'rw'],
  ['Limit', 'holding register', '101', 'uint16', '1', '', 'rw'],
  ['Measured', 'holding register', '102', 'uint16', '1', '', 'r'],
  ['Flow', 'holding register', '200', 'float32', '1', 'l/min', 'r'],
  ['Beyond', 'holding register', '1500', 'uint16', '1', '', 'r'],
];
const OTHER_MAP = [
  HEADERS,
  ['Setpoint', 'holding register', '100', 'uint16', '0.01', '°C', 'rw'],
  ['Limit', 'holding register', '101', 'uint16', '1', '', 'rw'],
  ['Extra', 'holding register', '103', 'uint16', '1', '', 'r'],
];
/** A point of a template of the product, at an address that the map does not have; the registers of the peer count up from 0. */
const TEMPLATE = { name: 'Hiking DDS238-2 ZN/S', point: 'Voltage', value: '1.2' };
const REVISED_MAP = [
  HEADERS,
  ['Setpoint', 'holding register', '100', 'uint16', '0.01', '°C', 'rw'],
  ['Measured', 'holding register', '102', 'uint16', '1', 'bar', 'r'],
  ['Wrong', 'holding register', '104', 'uint99', '1', '', 'r'],
];
/** 21.5 with the low word first, as the map does not have it. */
const FLOW = { address: 200, registers: [0x0000, 0x41ac] };

let peer: Peer;
test.beforeEach(async () => {
  peer = await startPymodbusServer();
  const client = new ModbusRTU();
  try {
    await client.connectTCP('127.0.0.1', { port: peer.port });
    client.setID(1);
    await client.writeRegisters(FLOW.address, FLOW.registers);
  } finally {
    client.close(() => undefined);
  }
});
test.afterEach(() => peer.close());

/** The screens of maps as a whole, as their user has them. */
class MapTools {
  readonly workspace: WorkspacePage;
  readonly palette: Palette;

  constructor(readonly page: Page) {
    this.workspace = new WorkspacePage(page);
    this.palette = new Palette(page);
  }

  async addDevice(name: string, unit: number, rows: readonly (readonly string[])[]): Promise<void> {
    await this.workspace.connectDevice('Boiler house', { name, host: '127.0.0.1', port: peer.port, unit });
    const paste = await this.workspace.pasteRows(name, rows.map((cells) => cells.join('\t')).join('\r\n'));
    await paste.getByRole('button', { name: `Add ${rows.length - 1} rows` }).click();
    await expect(paste).toBeHidden();
  }

  /** Shows the map of the device again, which the tools before it left for a tab of their own. */
  async showMap(): Promise<void> {
    await this.page.getByRole('tab', { name: `${HERE} Register map` }).click();
    await expect(this.workspace.grid(HERE)).toBeVisible();
  }

  /** Runs a command and gives its dialog. */
  async ask(command: string, dialog: string): Promise<Locator> {
    await this.palette.run(command);
    const asked = this.page.getByRole('dialog', { name: dialog });
    await expect(asked).toBeVisible();
    return asked;
  }

  /** A row of a list by the name of its point. */
  rowOf(list: string, point: string): Locator {
    return this.page.getByRole('grid', { name: list }).getByRole('row').filter({ has: this.page.getByText(point, { exact: true }) });
  }

  treeItem(device: string): Locator {
    return this.page.getByRole('treeitem', { name: new RegExp(device) });
  }
}

test('maps are compared with another one and with the device, drawn and edited in bulk', async ({ page }) => {
  const tools = new MapTools(page);
  const { workspace, palette } = tools;
  await test.step('has two devices', async () => {
    await tools.addDevice(THERE, 9, OTHER_MAP);
    await tools.addDevice(HERE, 1, MAP);
  });

  await test.step('compares the maps and takes a chosen difference over', async () => {
    await palette.run('Compare the map of the device');
    await page.getByRole('radio', { name: 'Another device' }).click();
    await page.getByRole('combobox', { name: 'Device', exact: true }).selectOption({ label: THERE });
    const row = (point: string): Locator => tools.rowOf(`Differences of ${HERE} and ${THERE}`, point);
    await expect(row('Setpoint').locator('[data-column="fields"]')).toContainText('Scale: 0.1 → 0.01');
    await expect(row('Extra').locator('[data-column="kind"]')).toHaveText('Only there');
    await expect(row('Beyond').locator('[data-column="kind"]')).toHaveText('Only here');
    await expect(row('Limit')).toBeHidden();
    await expect(page.getByText('1 the same')).toBeVisible();
    await lookAtBothThemes(page, 'the differences of two maps', { picture: 'map-differences' });
    await row('Extra').click();
    await page.getByRole('button', { name: 'Take over 1', exact: true }).click();
    await expect(row('Extra')).toBeHidden();
    await expect(page.getByText('2 the same')).toBeVisible();
    await expect(row('Setpoint')).toBeVisible();
  });

  await test.step('compares the map with a template and takes a chosen point of it over', async () => {
    await page.getByRole('radio', { name: 'A template' }).click();
    await page.getByRole('combobox', { name: 'Template', exact: true }).selectOption({ label: TEMPLATE.name });
    const row = (point: string): Locator => tools.rowOf(`Differences of ${HERE} and ${TEMPLATE.name}`, point);
    await expect(row('Flow').locator('[data-column="kind"]')).toHaveText('Only here');
    await expect(row(TEMPLATE.point).locator('[data-column="kind"]')).toHaveText('Only there');
    await row(TEMPLATE.point).click();
    await page.getByRole('button', { name: 'Take over 1', exact: true }).click();
    await expect(row(TEMPLATE.point)).toBeHidden();
    await expect(page.getByText('1 the same')).toBeVisible();
    await tools.showMap();
    await expect(workspace.cell(HERE, TEMPLATE.point, 'value')).toHaveText(TEMPLATE.value);
    await page.keyboard.press('Control+z');
    await expect(workspace.row(HERE, TEMPLATE.point)).toBeHidden();
  });

  await test.step('compares the map with a file, whose bad rows are named, and takes one change of two over', async () => {
    await palette.run('Compare the map of the device');
    await page.getByRole('radio', { name: 'A file' }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file' }).click();
    await (await chooser).setFiles({ name: 'revised.csv', mimeType: 'text/csv', buffer: Buffer.from(REVISED_MAP.map((cells) => cells.join(';')).join('\r\n')) });
    const row = (point: string): Locator => tools.rowOf(`Differences of ${HERE} and revised.csv`, point);
    await expect(page.getByText("1 row of revised.csv can't be read")).toBeVisible();
    await page.getByRole('radio', { name: 'Changed 2' }).click();
    await expect(row('Setpoint').locator('[data-column="fields"]')).toContainText('Scale: 0.1 → 0.01');
    await expect(row('Measured').locator('[data-column="fields"]')).toContainText('Unit: empty → bar');
    await row('Setpoint').click();
    await page.getByRole('button', { name: 'Take over 1', exact: true }).click();
    await expect(row('Setpoint')).toBeHidden();
    await expect(row('Measured')).toBeVisible();
    await tools.showMap();
    await expect(workspace.cell(HERE, 'Setpoint', 'value')).toHaveText('1.00');
    await page.keyboard.press('Control+z');
    await expect(workspace.cell(HERE, 'Setpoint', 'value')).toHaveText('10.0');
    await palette.run('Compare the map of the device');
  });

  await test.step('checks the map against the device: what it refuses, and a float in the wrong order of words', async () => {
    await page.getByRole('radio', { name: 'The device itself' }).click();
    await lookAtBothThemes(page, 'a map before it is checked', { picture: 'map-check-before' });
    await page.getByRole('button', { name: 'Read 6 points once' }).click();
    const answer = (point: string, column: string): Locator => tools.rowOf(`What ${HERE} answered`, point).locator(`[data-column="${column}"]`);
    await expect(answer('Beyond', 'outcome')).toHaveText('Refused');
    await expect(answer('Beyond', 'address')).toHaveText(/1501$/);
    await expect(answer('Beyond', 'message')).toContainText('Illegal data address');
    await expect(answer('Extra', 'outcome')).toHaveText('Answers');
    await expect(answer('Extra', 'value')).toHaveText('103');
    await expect(answer('Flow', 'outcome')).toHaveText('Odd');
    await expect(answer('Flow', 'suggestions')).toContainText('float32 CDAB: 21.5');
    await lookAtBothThemes(page, 'what a device answered to its map', { picture: 'map-checked' });
    await answer('Flow', 'name').click();
    await page.getByRole('button', { name: 'Read 1 as is likely' }).click();
    await tools.showMap();
    await expect(workspace.cell(HERE, 'Flow', 'value')).toContainText('21.5');
    await expect(workspace.cell(HERE, 'Flow', 'quality')).toHaveText('Good');
  });

  await test.step('draws the address space; a click on a range selects its rows', async () => {
    await palette.run('Address space of the device');
    const table = page.getByRole('region', { name: 'Holding registers' });
    await expect(table.getByText('7 of 65,536 used, 1 refused')).toBeVisible();
    await lookAtBothThemes(page, 'the address space of a device', { picture: 'map-address-space' });
    const ground = (): Promise<number[]> => table.locator('canvas').evaluate((canvas) => (canvas instanceof HTMLCanvasElement ? [...(canvas.getContext('2d')?.getImageData(2, 2, 1, 1).data ?? [])] : []));
    const light = await ground();
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await expect.poll(ground, 'the picture follows the theme').not.toEqual(light);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    const strip = table.getByRole('application');
    const box = await strip.boundingBox();
    if (box === null) throw new Error('The strip is not on the page.');
    // Seven percent more than from 100 to 1500 are shown; the wheel keeps the address under it where it is.
    const place = { x: ((200.9 - 43.96) / 1513.08) * box.width, y: 20 };
    await strip.hover({ position: place });
    for (let turn = 0; turn < 5; turn += 1) await page.mouse.wheel(0, -100);
    await expect(table.getByRole('status')).toHaveText(/^20[01]: Flow$/);
    await strip.click({ position: place });
    await expect(workspace.row(HERE, 'Flow')).toHaveAttribute('aria-selected', 'true');
    await expect(workspace.row(HERE, 'Limit')).toHaveAttribute('aria-selected', 'false');
  });

  await test.step('finds and replaces text, after a look at each change', async () => {
    const dialog = await tools.ask('Find and replace in the rows', 'Find and replace');
    await dialog.getByRole('textbox', { name: 'Find', exact: true }).fill('(E)xtra|Beyond');
    await expect(dialog.getByRole('status')).toHaveText('0 of 6 rows would change');
    await dialog.getByText('Regular expression', { exact: true }).click();
    await dialog.getByRole('textbox', { name: 'Replace with' }).fill('Spare $1');
    await expect(dialog.getByRole('cell', { name: 'Spare E', exact: true })).toBeVisible();
    await lookAtBothThemes(page, 'the dialog to find and replace', { within: DIALOG, picture: 'map-replace' });
    await dialog.getByRole('button', { name: 'Replace in 2 rows' }).click();
    await expect(dialog).toBeHidden();
    await expect(workspace.row(HERE, 'Spare E')).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(workspace.row(HERE, 'Extra')).toBeVisible();
    await expect(workspace.row(HERE, 'Beyond')).toBeVisible();
  });

  await test.step('numbers rows as a series', async () => {
    const dialog = await tools.ask('Number the rows as a series', 'Series');
    await dialog.getByRole('textbox', { name: 'Names' }).fill('Pump {1..3} {speed,current}');
    await dialog.getByRole('textbox', { name: /^First address/ }).fill('300');
    await dialog.getByRole('textbox', { name: 'Step' }).fill('2');
    const last = dialog.getByRole('row').last();
    await expect(last.getByRole('cell')).toHaveText([/./, 'Pump 3 current', '310']);
    await lookAtBothThemes(page, 'the dialog of a series', { within: DIALOG, picture: 'map-series' });
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
    await expect(workspace.cell(HERE, 'Pump 3 current', 'address')).toHaveText(/311$/);
    await page.keyboard.press('Control+z');
    await expect(workspace.row(HERE, 'Setpoint')).toBeVisible();
  });

  await test.step('moves all addresses by -1, in one step of undo', async () => {
    const before = '400101';
    await expect(workspace.cell(HERE, 'Setpoint', 'address')).toHaveText(before);
    const dialog = await tools.ask('Move the addresses of the rows', 'Move addresses');
    await dialog.getByRole('radio', { name: 'All 6 rows' }).click();
    await dialog.getByRole('button', { name: 'All by −1' }).click();
    await expect(dialog.getByRole('row', { name: /^Setpoint/ })).toContainText('100 → 99');
    await lookAtBothThemes(page, 'the dialog to move addresses', { within: DIALOG, picture: 'map-shift' });
    await dialog.getByRole('button', { name: 'Move all 6 rows' }).click();
    await expect(dialog).toBeHidden();
    await expect(workspace.cell(HERE, 'Setpoint', 'address')).toHaveText(String(Number(before) - 1));
    await expect(workspace.cell(HERE, 'Setpoint', 'value')).toContainText('9.9');
    await page.keyboard.press('Control+z');
    await expect(workspace.cell(HERE, 'Setpoint', 'address')).toHaveText(before);
    await expect(workspace.cell(HERE, 'Flow', 'value')).toContainText('21.5');
  });
});

test('the bits of a word are named at once, and a check that hangs is given up', async ({ page }) => {
  const tools = new MapTools(page);
  const { workspace, palette } = tools;
  await tools.addDevice(HERE, 1, MAP);

  await test.step('names the bits of a word, typed and pasted, in one step of undo, and shows which are 1', async () => {
    // 101 is bits 0, 2, 5 and 6.
    await workspace.cell(HERE, 'Limit', 'name').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Name bits' }).click();
    const dialog = page.getByRole('dialog', { name: 'Name bits' });
    await expect(dialog.getByRole('textbox', { name: 'Name of bit 0' })).toBeFocused();
    await page.keyboard.type('Ready');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('textbox', { name: 'Name of bit 1', exact: true })).toBeFocused();
    await page.keyboard.type('Fault');
    await page.keyboard.press('ArrowDown');
    await dialog.getByRole('textbox', { name: 'Name of bit 2' }).evaluate((field) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'Remote\nLocal\n');
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await expect(dialog.getByRole('status')).toHaveText('4 named');
    await expect(dialog.getByRole('row', { name: /^2 4\d+\.2/ }).getByRole('cell').last()).toHaveText('1');
    await expect(dialog.getByRole('row', { name: /^1 4\d+\.1/ }).getByRole('cell').last()).toHaveText('0');
    await lookAtBothThemes(page, 'the dialog that names bits', { within: DIALOG, picture: 'map-name-bits' });
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
    await expect(workspace.cell(HERE, 'Limit', 'name')).toContainText('Ready, Remote + bits 5, 6');
    await expect(workspace.cell(HERE, 'Limit', 'value')).toHaveText('0x0065');
    await expect(workspace.cell(HERE, 'Fault', 'value')).toHaveText('0 Off');
    await workspace.cell(HERE, 'Limit', 'value').click();
    await expect(page.getByText('4 of 16 are 1')).toBeVisible();
    await lookAtBothThemes(page, 'a word that names its bits', { picture: 'map-word' });
    await page.keyboard.press('Control+z');
    await expect(workspace.row(HERE, 'Fault')).toBeHidden();
    await expect(workspace.cell(HERE, 'Limit', 'value')).toHaveText('101');
  });

  await test.step('gives a check up at once that the device does not answer, and does it when it answers again', async () => {
    await palette.run('Compare the map of the device');
    await page.getByRole('radio', { name: 'The device itself' }).click();
    process.kill(peer.pid, 'SIGSTOP');
    try {
      await page.getByRole('button', { name: 'Read 5 points once' }).click();
      await expect(page.getByText(`Reading ${HERE}`)).toBeVisible();
      await page.getByRole('button', { name: 'Cancel' }).click();
      await expect(page.getByText('The check was cancelled')).toBeVisible({ timeout: 2000 });
    } finally {
      process.kill(peer.pid, 'SIGCONT');
    }
    await page.getByRole('button', { name: 'Read 5 points once' }).click();
    await expect(tools.rowOf(`What ${HERE} answered`, 'Setpoint').locator('[data-column="outcome"]')).toHaveText('Answers');
  });
});

test('devices come out of a table after a dry run, in one step of undo, and go into one again', async ({ page, running, dataDir }) => {
  const tools = new MapTools(page);
  await tools.addDevice(THERE, 9, OTHER_MAP);
  const csv = [
    'device_id,description,protocol,host,port,unit_id,colour',
    `${THERE},Second boiler,modbus,127.0.0.1,${peer.port},9,red`,
    `BLR-03,Third boiler,modbus,127.0.0.1,${peer.port},1,`,
    `BLR-04,,modbus,127.0.0.1,${peer.port},900,`,
  ].join('\r\n');

  await test.step('says what each row would do, and why not', async () => {
    const dialog = await tools.ask('Make devices from a table', 'Devices from a table');
    await lookAtBothThemes(page, 'the dialog of devices before a table is chosen', { within: DIALOG, picture: 'devices-table-empty' });
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Choose a table' }).click();
    await (await chooser).setFiles({ name: 'plant.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await expect(dialog.getByText('columns not used: colour')).toBeVisible();
    // What is refused is shown first.
    await expect(dialog.getByRole('row', { name: /BLR-04/ })).toContainText('unit_id: 900 is not from 0 to 255');
    await expect(dialog.getByRole('row', { name: /BLR-03/ })).toBeHidden();
    await dialog.getByRole('radio', { name: 'All 3' }).click();
    await expect(dialog.getByRole('row', { name: new RegExp(THERE) }).getByRole('cell').nth(2)).toHaveText('Change');
    await expect(dialog.getByRole('row', { name: new RegExp(THERE) })).toContainText('Description empty → Second boiler');
    await expect(dialog.getByRole('row', { name: /BLR-03/ }).getByRole('cell').nth(2)).toHaveText('Make');
    await expect(dialog.getByRole('row', { name: /BLR-03/ })).toContainText(`Host 127.0.0.1; Port ${peer.port}`);
    await lookAtBothThemes(page, 'what a table of devices would do', { within: DIALOG, picture: 'devices-table' });
    expect(await tools.treeItem('BLR-03').count(), 'nothing is made by a dry run').toBe(0);
    await dialog.getByRole('button', { name: 'Make 1, change 1' }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('is one step of undo', async () => {
    await expect(tools.treeItem('BLR-03')).toBeVisible();
    await expect(tools.treeItem('BLR-04')).toBeHidden();
    await page.keyboard.press('Control+z');
    await expect(tools.treeItem('BLR-03')).toBeHidden();
    expect(await exported()).not.toContain('Second boiler');
    await page.keyboard.press('Control+y');
    await expect(tools.treeItem('BLR-03')).toBeVisible();
  });

  await test.step('comes out as the table that makes the same devices', async () => {
    const text = await exported();
    expect(text).toContain('Second boiler');
    expect(text.trim().split('\r\n')).toHaveLength(3);
    const dialog = await tools.ask('Make devices from a table', 'Devices from a table');
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Choose a table' }).click();
    await (await chooser).setFiles({ name: 'devices.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await expect(dialog.getByRole('radio', { name: 'Same 2' })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('comes out of a workbook as well, after a dry run', async () => {
    const workbook = await writeExcelFile([
      ['device_id', 'protocol', 'host', 'port', 'unit_id'].map((value) => ({ value, type: String })),
      [...['BLR-05', 'modbus', '127.0.0.1'].map((value) => ({ value, type: String })), { value: peer.port, type: Number }, { value: 9, type: Number }],
      [...['BLR-06', 'modbus', '127.0.0.1'].map((value) => ({ value, type: String })), { value: peer.port, type: Number }, { value: 256, type: Number }],
    ]).toBuffer();
    const dialog = await tools.ask('Make devices from a table', 'Devices from a table');
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Choose a table' }).click();
    await (await chooser).setFiles({ name: 'plant.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: workbook });
    await expect(dialog.getByRole('row', { name: /BLR-06/ })).toContainText('unit_id: 256 is not from 0 to 255');
    await dialog.getByRole('radio', { name: 'All 2' }).click();
    await expect(dialog.getByRole('row', { name: /BLR-05/ })).toContainText(`Port ${peer.port}`);
    expect(await tools.treeItem('BLR-05').count(), 'nothing is made by a dry run').toBe(0);
    await dialog.getByRole('button', { name: 'Make 1, change 0' }).click();
    await expect(tools.treeItem('BLR-05')).toBeVisible();
    await expect(tools.treeItem('BLR-06')).toBeHidden();
  });

  function exported(): Promise<string> {
    return savedFile(page, running.app, dataDir, () => tools.palette.run('Export all devices as CSV'));
  }
});
