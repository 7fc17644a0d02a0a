import ModbusRTU from 'modbus-serial';
import { type Peer, startPymodbusServer } from '../support/modbus-peers';
import { callEngine } from './engine-calls';
import { expect, test } from './fixtures';
import { makeProject, newPoint } from './made-projects';
import { DeviceWatch } from './pages/device-watch';

const DEVICE = 'BLR-01';
const POLL_MS = 1000;
const TIMEOUT_MS = 400;
const RETRIES = 1;
/** What the product promises: two poll intervals, or timeout times tries, whichever is longer. */
const PROMISED_MS = Math.max(2 * POLL_MS, TIMEOUT_MS * (1 + RETRIES));
/** From the engine to the screen on a machine that is busy. */
const SCREEN_MS = 500;

let peer: Peer;
test.beforeEach(async () => {
  peer = await startPymodbusServer();
});
test.afterEach(async () => {
  process.kill(peer.pid, 'SIGCONT');
  await peer.close();
});

const points = () => [newPoint('Supply', 10), newPoint('Return', 11), newPoint('Flow', 400, { dataType: 'float32' }), newPoint('Pressure', 5, { address: { table: 'input-register', address: 5 } })];

async function writeByOther(register: number, value: number): Promise<void> {
  const client = new ModbusRTU();
  try {
    await client.connectTCP('127.0.0.1', { port: peer.port });
    client.setID(1);
    await client.writeRegister(register, value);
  } finally {
    client.close(() => undefined);
  }
}

test.beforeEach(async ({ page }) => {
  const lineSettings = { transport: 'tcp', host: '127.0.0.1', port: peer.port };
  await makeProject(page, 'Boiler house', { name: DEVICE, lineSettings, settings: { unitId: 1, timeoutMs: TIMEOUT_MS, retries: RETRIES }, pollIntervalMs: POLL_MS, points: points() });
});

test('a peer that is killed shows every value bad with the reason in time, and its values return without a click', async ({ page }) => {
  const device = new DeviceWatch(page, DEVICE);
  await device.open();
  await device.expectAllGood(4);

  const bad = device.whenNoneIsGood();
  const killed = Date.now();
  process.kill(peer.pid, 'SIGKILL');
  expect((await bad) - killed).toBeLessThanOrEqual(PROMISED_MS + SCREEN_MS);
  await device.expectAllBad(4, /No answer|Not connected/);
  await expect(device.strip).toContainText(/closed the connection|refuses the connection: .*nothing listens on port/);
  await expect(device.strip).toContainText(/Next try in|Trying now/);
  await expect(device.treeItem).not.toContainText(/ ms|Connected/);
  await expect(page.getByRole('button', { name: /Modbus 0\/1/ })).toBeVisible();

  const { port } = peer;
  peer = await startPymodbusServer(port);
  await writeByOther(10, 4711);
  await device.expectAllGood(4);
  await expect(device.cell('Supply', 'value')).toHaveText('4,711');
  await expect(device.strip).toBeHidden();
});

test('a peer that falls silent shows every value bad with the reason in time, and its values return without a click', async ({ page }) => {
  const device = new DeviceWatch(page, DEVICE);
  await device.open();
  await device.expectAllGood(4);

  const bad = device.whenNoneIsGood();
  const stopped = Date.now();
  process.kill(peer.pid, 'SIGSTOP');
  expect((await bad) - stopped).toBeLessThanOrEqual(PROMISED_MS + SCREEN_MS);
  await device.expectAllBad(4, /No answer/);
  await expect(device.strip).toContainText(/No answer from unit 1 within \d+ ms, 2 tries\. Likely causes: /);

  process.kill(peer.pid, 'SIGCONT');
  await device.expectAllGood(4);
  await expect(device.strip).toBeHidden();
});

test('an exception in one register shows that point bad alone', async ({ page }) => {
  const device = new DeviceWatch(page, DEVICE);
  const [found] = (await callEngine(page, 'project.current', {}))?.project.devices ?? [];
  await callEngine(page, 'points.add', { deviceId: found?.id ?? '', points: [newPoint('Beyond', 2000)] });
  await device.open();
  await expect(device.cell('Beyond', 'quality')).toHaveText('Exception 2');
  await expect(device.cell('Supply', 'quality')).toHaveText('Good');
  await expect(device.strip).toBeHidden();
});
