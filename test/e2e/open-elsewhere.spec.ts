import { hostname } from 'node:os';
import { startPymodbusServer } from '../support/modbus-peers';
import { callEngine } from './engine-calls';
import { closeApp, expect, test } from './fixtures';
import { startGateway } from './gateway';
import { callGateway } from './gateway-calls';
import { makeProject, newPoint } from './made-projects';
import { Palette } from './pages/palette';

const HELD = 'close the other one to change it here';

test('a second instance on the same tenant opens it read-only and says so, and the first works on undisturbed', async ({ launch, dataDir }) => {
  const peer = await startPymodbusServer();
  const supply = newPoint('Supply', 10, { access: 'read-write' });
  const first = await launch({ dataDir });
  await makeProject(await first.firstWindow(), 'Boiler house', { name: 'BLR-01', lineSettings: { transport: 'tcp', host: '127.0.0.1', port: peer.port }, pollIntervalMs: 100, points: [supply] });
  await closeApp(first);

  const gateway = await startGateway(dataDir);
  try {
    const second = await launch({ dataDir });
    const page = await second.firstWindow();
    const status = page.getByRole('contentinfo', { name: 'Status' });
    await expect(status.getByText('Project is read only')).toHaveAttribute('title', `Another instance of the product (process ${gateway.process.pid} on ${hostname()}) has this tenant open. It is open here for reading only; ${HELD}.`);
    await expect(page.getByRole('status').filter({ hasText: 'Boiler house is open read-only' })).toContainText(HELD);
    await expect(status.getByRole('button', { name: 'Not recording' })).toHaveAttribute('title', /^Nothing is recorded here/);

    // Off on screen with the reason, and refused where the screen is gone round.
    const found = await new Palette(page).find('Rename the project');
    await expect(found.filter({ hasText: 'Rename the project' })).toContainText('Another instance of the product');
    await page.keyboard.press('Escape');
    await expect(callEngine(page, 'project.rename', { name: 'Taken over' })).rejects.toThrow(/conflict: Another instance of the product/);
    expect((await callEngine(page, 'project.current', {}))?.project.name).toBe('Boiler house');

    // The second does not even connect beside the first, which may be the one master of a serial line.
    expect(await callEngine(page, 'device.statuses', {})).toMatchObject([{ state: 'off', reason: 'Open in another window or gateway, which holds the connection.' }]);

    // Only the first one reads and records, with the second beside it and after it.
    for (const value of [4711, 4712]) {
      await callGateway(gateway, 'point.write', { pointId: supply.id, value });
      const recorded = async () => {
        const now = Date.now() * 1000;
        const [series] = await callGateway(gateway, 'history.range', { pointIds: [supply.id], from: now - 60_000_000, to: now, buckets: 1000 });
        return series?.max.at(-1);
      };
      await expect.poll(recorded).toBe(value);
      await closeApp(second);
    }
    expect((await callGateway(gateway, 'log.recent', {})).filter(({ level }) => level === 'error')).toEqual([]);
    expect((await callGateway(gateway, 'system.metrics', {})).historyError).toBeNull();
    await callGateway(gateway, 'project.rename', { name: 'Boiler house 2' });
  } finally {
    await gateway.stop();
    await peer.close();
  }

  const third = await launch({ dataDir });
  const page = await third.firstWindow();
  await expect(page.getByRole('contentinfo', { name: 'Status' }).getByText(/^Saved /)).toBeVisible();
  expect((await callEngine(page, 'project.current', {}))?.project.name).toBe('Boiler house 2');
  await callEngine(page, 'project.rename', { name: 'Boiler house 3' });
});
