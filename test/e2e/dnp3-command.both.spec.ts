import { FLAG, IIN } from '../../electron/stacks/dnp3';
import type { ProcedureInput, ProcedureName, ProcedureOutput } from '../../shared/contract';
import { ActingDevice } from '../support/dnp3-acting-device';
import { startStation, type Station } from '../support/dnp3-station';
import { makePoint } from '../support/domain-fixtures';
import { lookAtBothThemes } from './both-themes';
import { callEngine } from './engine-calls';
import { callGateway } from './gateway-calls';
import { expect, test } from './fixtures';
import { DeviceWatch } from './pages/device-watch';
import { Palette } from './pages/palette';
import { WorkspacePage } from './pages/workspace';

const DEVICE = 'RTU-07';
let station: Station;
let device: ActingDevice;

test.beforeEach(async ({ page, running }) => {
  const call = <N extends ProcedureName>(name: N, input: ProcedureInput<N>): Promise<ProcedureOutput<N>> => (running.gateway === undefined ? callEngine(page, name, input) : callGateway(running.gateway, name, input));
  device = new ActingDevice();
  device.iin = IIN.needTime;
  station = await startStation({ device });
  device.onOperate = ({ index, value }) => {
    const on = (value.controlCode ?? 0) === 3;
    setTimeout(() => station.database.update('binary-output', index, { value: on ? 1 : 0, flags: FLAG.online, time: Date.now() }, performance.now()), 150);
  };
  await call('project.create', { name: 'Substation' });
  const { id } = await call('device.add', {
    deviceId: DEVICE,
    description: 'Feeder bay 7',
    protocol: 'dnp3',
    lineName: null,
    lineSettings: { host: '127.0.0.1', port: station.port },
    settings: { outstationAddress: 10, eventPollS: 0, timeSync: 'none' },
    pollIntervalMs: null,
    enabled: true,
  });
  const points = [makePoint({ name: 'Breaker Q0', dataType: 'boolean', access: 'read-write', address: { type: 'binary-output', index: 0 } }), makePoint({ name: 'Position Q0', dataType: 'uint16', address: { type: 'double-bit-input', index: 1 } })];
  await call('points.add', { deviceId: id, points });
  await call('writing.arm', { armed: true, minutes: 5 });
  const watch = new DeviceWatch(page, DEVICE);
  await watch.open();
  await watch.expectAllGood(2);
});
test.afterEach(() => station.kill());

test('an output is selected, operated by a second press, and seen in its feedback; what an outstation needs stands with its next step', async ({ page }) => {
  const workspace = new WorkspacePage(page);
  await expect(workspace.cell(DEVICE, 'Position Q0', 'value')).toHaveText('1 Off');
  await workspace.cell(DEVICE, 'Breaker Q0', 'value').click();
  await page.keyboard.press('F2');
  const dialog = page.getByRole('dialog', { name: 'Command Breaker Q0' });
  await dialog.getByLabel('How', { exact: true }).selectOption({ label: 'Select, then operate' });
  await expect(dialog.getByText('A second press operates')).toBeVisible();
  await lookAtBothThemes(page, 'a command before it is given', { picture: 'command', within: '.dialog' });
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('timer')).toContainText('Selected; it may be operated for');
  expect(device.operated).toHaveLength(0);
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('status')).toContainText(/Feedback seen after .*Breaker Q0 shows on/);
  expect(device.operated).toMatchObject([{ how: 'selected', command: { index: 0, value: { controlCode: 3 } } }]);
  await lookAtBothThemes(page, 'the verdict of a command', { within: '.dialog' });

  device.status = 7;
  await dialog.getByRole('button', { name: 'Command again' }).click();
  await dialog.getByRole('button', { name: 'Operate RTU-07' }).or(dialog.getByRole('button', { name: 'Select at RTU-07' })).click();
  await expect(dialog.getByRole('status')).toContainText('7 LOCAL');
  await expect(dialog.getByRole('status')).toContainText('Switch the outstation from local to remote');
  expect(device.operated).toHaveLength(1);
  device.status = 0;
  await page.keyboard.press('Escape');

  await page.getByRole('treeitem', { name: new RegExp(DEVICE) }).click();
  const inspector = page.getByRole('complementary').or(page.locator('.inspect'));
  await expect(inspector.getByText('Needs time: its clock is not set').first()).toBeVisible();
  await inspector.getByRole('button', { name: 'Set its time now' }).first().click();
  const act = page.getByRole('dialog', { name: 'Set its time now' });
  await page.keyboard.press('Control+Enter');
  await expect(act.getByRole('status')).toContainText("Its clock is set by this computer's");
  expect(device.times.length).toBeGreaterThan(0);
  await lookAtBothThemes(page, 'an action that was done', { within: '.dialog' });
  await page.keyboard.press('Escape');

  await new Palette(page).run(`${DEVICE} Event path`);
  const events = page.getByRole('region', { name: 'The last events' });
  station.database.update('analog', 0, { value: 7, flags: FLAG.online, time: Date.now() }, performance.now());
  await expect(events.getByRole('row').filter({ hasText: 'AI 0' })).toContainText('Unsolicited');
  await lookAtBothThemes(page, 'the way of events', { picture: 'event-path', within: '.event-path' });
});
