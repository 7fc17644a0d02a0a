import { once } from 'node:events';
import ModbusRTU from 'modbus-serial';
import { type Peer, startPymodbusServer } from '../support/modbus-peers';
import { lookAtBothThemes } from './both-themes';
import { expect, test } from './fixtures';
import { startGateway } from './gateway';
import { WorkspacePage } from './pages/workspace';

const DEVICE = 'BLR-01';
/** The longest pause between two tries of the page, and the engine's start on a busy machine. */
const RETURN_LIMIT_MS = 30_000;

let peer: Peer;
test.beforeEach(async () => {
  peer = await startPymodbusServer();
});
test.afterEach(async () => {
  await peer.close();
});

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

test('a screen in the browser shows data again by itself after the gateway was killed and started again', async ({ page, gateway, dataDir }) => {
  const workspace = new WorkspacePage(page);
  await workspace.connectDevice('Boiler house', { name: DEVICE, host: '127.0.0.1', port: peer.port, unit: 1 });
  const preview = await workspace.pasteRows(DEVICE, ['Name\tTable\tAddress\tType\tScale\tUnit', 'Setpoint\tholding register\t10\tuint16\t0.1\t°C'].join('\r\n'));
  await preview.getByRole('button', { name: 'Add 1 row' }).click();
  await expect(workspace.cell(DEVICE, 'Setpoint', 'value')).toHaveText('1.0');

  const ended = once(gateway.process, 'exit');
  gateway.process.kill('SIGKILL');
  await ended;
  const lost = page.getByRole('contentinfo', { name: 'Status' }).getByText('The engine does not answer');
  await expect(lost).toBeVisible();
  await writeByOther(10, 471);

  const again = await startGateway(dataDir, ['--port', new URL(gateway.address).port]);
  try {
    await expect(workspace.cell(DEVICE, 'Setpoint', 'value')).toHaveText('47.1', { timeout: RETURN_LIMIT_MS });
    await expect(workspace.cell(DEVICE, 'Setpoint', 'quality')).toHaveText('Good');
    await expect(lost).toBeHidden();
    // Still logged in: what changes something is taken.
    await workspace.editCell(DEVICE, 'Setpoint', 'name', 'Supply setpoint');
    await expect(workspace.row(DEVICE, 'Supply setpoint')).toBeVisible();
  } finally {
    await again.stop();
  }
});

test('the login page says nothing in the console, refuses a wrong token in words, and lets the right one in', async ({ gateway, running }) => {
  const context = await running.browser?.newContext({ viewport: { width: 1440, height: 900 } });
  if (!context) throw new Error('There is no browser in this project.');
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(gateway.address);
  const token = page.getByLabel('Access token');
  await expect(token).toBeFocused();
  expect(complaints).toEqual([]);
  await lookAtBothThemes(page, 'the login page', { lightPicture: 'login' });
  await token.fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByText('This token is not valid.')).toBeVisible();
  await lookAtBothThemes(page, 'the login page after a wrong token');
  await token.fill(gateway.token);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
});
