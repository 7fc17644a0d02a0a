import { FUSSY, type FussyDevice, startFussyDevice } from '../support/fussy-device';
import { expectAccessible } from './axe';
import { expect, test } from './fixtures';
import { makeProject, newPoint } from './made-projects';
import { DeviceWatch } from './pages/device-watch';
import { WorkspacePage } from './pages/workspace';

const DEVICE = 'BLR-01';
const TIMEOUT_MS = 600;

let device: FussyDevice;
test.beforeEach(async ({ page }) => {
  device = await startFussyDevice();
  const point = (name: string, register: number) => newPoint(name, register, { access: 'read-write', unit: '°C' });
  await makeProject(page, 'Boiler house', {
    name: DEVICE,
    lineSettings: { transport: 'tcp', host: '127.0.0.1', port: device.port },
    settings: { timeoutMs: TIMEOUT_MS, retries: 2 },
    pollIntervalMs: 500,
    points: [point('Setpoint', FUSSY.takes), point('Limit', FUSSY.refuses), point('Mode', FUSSY.swallows)],
  });
  const watch = new DeviceWatch(page, DEVICE);
  await watch.open();
  await watch.expectAllGood(3);
});
test.afterEach(() => device.close());

test('a write that the device refuses says so by the name of the exception, and that the value is unchanged', async ({ page }) => {
  const dialog = await new WorkspacePage(page).beginWrite(DEVICE, 'Limit');
  await dialog.getByLabel(/New value of Limit/).fill('95');
  await expect(dialog.getByRole('button', { name: 'Write 95 °C to BLR-01' })).not.toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('status').filter({ hasText: 'refused' })).toContainText('The device refused: 3 Illegal data value. Limit is unchanged.');
  expect(device.writes).toEqual([{ register: FUSSY.refuses, value: 95 }]);
  await expectAccessible(page, 'the write dialog after a refusal');
});

test('a write that gets no answer is sent once, says that it may have been carried out, and offers to read', async ({ page }) => {
  const workspace = new WorkspacePage(page);
  const dialog = await workspace.beginWrite(DEVICE, 'Mode');
  await dialog.getByLabel(/New value of Mode/).fill('2');
  await expect(dialog.getByRole('button', { name: 'Write 2 °C to BLR-01' })).not.toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Control+Enter');
  const outcome = dialog.getByRole('status').filter({ hasText: 'No answer' });
  await expect(outcome).toContainText(`No answer from unit 1 within ${TIMEOUT_MS} ms, 1 try.`);
  await expect(outcome).toContainText('It may have been carried out; read the value before writing again.');
  await outcome.getByRole('button', { name: 'Read it now' }).click();
  await page.keyboard.press('Escape');
  await expect(workspace.cell(DEVICE, 'Mode', 'quality')).toHaveText('Good');
  // Never again, though reads are tried three times.
  expect(device.writes).toEqual([{ register: FUSSY.swallows, value: 2 }]);
});
