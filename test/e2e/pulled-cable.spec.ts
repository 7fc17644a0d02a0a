import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from './fixtures';
import { makeProject, newPoint } from './made-projects';
import { DeviceWatch } from './pages/device-watch';

/** The cable that build/lib/cable.mjs lays as root, before the tests run as somebody who may not. */
const socket = process.env['THERMACORE_CABLE'] ?? '';
const [host = '', port = ''] = (process.env['THERMACORE_CABLE_DEVICE'] ?? '').split(':');

const DEVICE = 'BLR-01';
const POLL_MS = 1000;
const TIMEOUT_MS = 400;
const RETRIES = 1;
const PROMISED_MS = Math.max(2 * POLL_MS, TIMEOUT_MS * (1 + RETRIES));
/** From the engine to the screen on a machine that is busy. */
const SCREEN_MS = 500;

async function cable(state: 'up' | 'down'): Promise<void> {
  const connection = connect(socket);
  await once(connection, 'connect');
  connection.write(`${state}\n`);
  expect(await text(connection)).toBe('ok\n');
}

test.skip(socket === '', 'Network namespaces need root: npm test lays the cable where it may.');
test.afterEach(() => cable('up'));

test('a cable that is pulled shows every value bad with the reason in time, and its values return without a click', async ({ page }) => {
  const device = new DeviceWatch(page, DEVICE);
  await makeProject(page, 'Boiler house', {
    name: DEVICE,
    lineSettings: { transport: 'tcp', host, port: Number(port), connectTimeoutMs: 1000 },
    settings: { timeoutMs: TIMEOUT_MS, retries: RETRIES },
    pollIntervalMs: POLL_MS,
    points: [newPoint('Supply', 10), newPoint('Return', 11), newPoint('Flow', 400)],
  });
  await device.open();
  await device.expectAllGood(3);

  const bad = device.whenNoneIsGood();
  const pulled = Date.now();
  await cable('down');
  expect((await bad) - pulled).toBeLessThanOrEqual(PROMISED_MS + SCREEN_MS);
  await device.expectAllBad(3, /No answer/);
  await expect(device.strip).toContainText(/No answer from unit 1 within \d+ ms, 2 tries\. Likely causes: .*the network is interrupted/);
  // Long enough for the connection to be given up and for a new one to fail.
  await expect(device.strip).toContainText(/does not answer a connection within 1 s|There is no way to/, { timeout: 30_000 });

  await cable('up');
  await device.expectAllGood(3);
  await expect(device.strip).toBeHidden();
});
