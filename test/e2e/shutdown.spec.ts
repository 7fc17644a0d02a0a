import type { ElectronApplication } from '@playwright/test';
import { once } from 'node:events';
import { type Peer, startPymodbusServer } from '../support/modbus-peers';
import { callEngine } from './engine-calls';
import { expect, test } from './fixtures';
import { makeProject, newPoint } from './made-projects';

/** What a service manager grants before it kills. */
const TEN_SECONDS = 10_000;

let peer: Peer;
test.beforeEach(async () => {
  peer = await startPymodbusServer();
});
test.afterEach(async () => {
  process.kill(peer.pid, 'SIGCONT');
  await peer.close();
});

const endings: readonly { readonly how: string; readonly end: (app: ElectronApplication) => unknown }[] = [
  { how: 'after SIGTERM', end: (app) => app.process().kill('SIGTERM') },
  // The answer is lost with the application that gives it.
  { how: 'after its window was closed', end: (app) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined) },
];

for (const { how, end } of endings) {
  test(`${how} ends within ten seconds with a silent device, the last edit and the last samples on disk`, async ({ launch, dataDir }) => {
    const app = await launch({ dataDir });
    const page = await app.firstWindow();
    const points = [newPoint('Supply', 10), newPoint('Return', 11)];
    // The usual timeouts: at the end a request is under way that waits five seconds for its answer.
    await makeProject(page, 'Boiler house', { name: 'BLR-01', lineSettings: { transport: 'tcp', host: '127.0.0.1', port: peer.port }, pollIntervalMs: 100, points });
    const pointIds = points.map(({ id }) => id);
    await expect.poll(async () => (await callEngine(page, 'points.latest', { pointIds })).map(({ value }) => value)).toEqual([10, 11]);
    process.kill(peer.pid, 'SIGSTOP');

    await callEngine(page, 'project.rename', { name: 'Boiler house, renamed at the last moment' });
    const ended = once(app.process(), 'exit');
    const started = performance.now();
    await end(app);
    expect(await ended, 'exit code and signal').toEqual([0, null]);
    expect(performance.now() - started).toBeLessThan(TEN_SECONDS);

    const again = await (await launch({ dataDir })).firstWindow();
    const open = await callEngine(again, 'project.current', {});
    expect(open?.project.name).toBe('Boiler house, renamed at the last moment');
    expect(open?.recovery).toBe('');
    const now = Date.now() * 1000;
    const series = await callEngine(again, 'history.range', { pointIds, from: now - 60_000_000, to: now, buckets: 1000 });
    expect(series.map(({ max }) => Math.max(...max.map((value) => value ?? 0)))).toEqual([10, 11]);
  });
}
