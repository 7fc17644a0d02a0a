import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Project } from '../../shared/domain/project';
import { callEngine } from './engine-calls';
import { closeApp, expect, test } from './fixtures';
import { makeProject, newPoint } from './made-projects';
import { Palette } from './pages/palette';

const NAME = 'Boiler house Ærø';

async function openProject(page: Page): Promise<Project> {
  const open = await callEngine(page, 'project.current', {});
  if (open === null) throw new Error('No project is open.');
  return open.project;
}

/** What must arrive: everything but the project's identity, which the other laptop gives it. */
function content({ id: _id, createdAt: _createdAt, ...rest }: Project): unknown {
  return rest;
}

/** A project with something in each of its parts. */
async function makeFullProject(page: Page): Promise<void> {
  const points = [
    newPoint('Setpoint', 10, { access: 'read-write', scale: 0.1, offset: -40, unit: '°C', low: 10, high: 95, decimals: 1, sensorType: 'temperature', tags: ['boiler', 'north'], description: 'As the operator sets it; "quoted", with = and \n a second line' }),
    newPoint('Mode', 11, { enumeration: [{ value: 0, label: 'Off' }, { value: 1, label: 'Auto' }], deadband: 1, pollIntervalMs: 5000 }),
    newPoint('Energy', 400, { dataType: 'uint64', address: { table: 'input-register', address: 400, bit: null, byteOrder: 'DCBA', length: null } }),
  ];
  await makeProject(page, NAME, { name: 'BLR-01', lineSettings: { transport: 'tcp', host: '127.0.0.1', port: 1502 }, settings: { unitId: 7, timeoutMs: 900 }, pollIntervalMs: 2500, points, connected: false });
  await callEngine(page, 'device.add', { deviceId: 'PUMP-3', description: 'In the cellar', protocol: 'modbus', lineName: 'Cellar', lineSettings: { transport: 'rtu', serialPath: '/dev/ttyUSB7', baudRate: 9600, parity: 'odd' }, settings: { unitId: 3 }, pollIntervalMs: null, enabled: false });
  await callEngine(page, 'trend.save', { id: 'b1b4f0f6-4cf6-4c1e-9d1e-7f3f0a6f2c11', name: 'Start-up', spanMs: 600_000, pens: [{ pointId: points[0]?.id ?? '', pen: 2 }] });
  await callEngine(page, 'protocol.configure', { protocol: 'modbus', enabled: true, lineDefaults: { connectTimeoutMs: 1500 }, deviceDefaults: { retries: 1 } });
  await callEngine(page, 'project.setHistory', { retentionDays: 45 });
}

test('a project that is exported comes in whole on another laptop', async ({ launch, dataDir }) => {
  const file = join(dataDir, 'exported.thermacore');

  const exported = await test.step('exports it as a file', async () => {
    const app = await launch({ dataDir: join(dataDir, 'first') });
    const page = await app.firstWindow();
    await makeFullProject(page);
    // Where a person would be asked for a place.
    const saved = app.evaluate(({ session }, path) => new Promise<string>((resolve) => session.defaultSession.once('will-download', (_event, item) => {
      item.setSavePath(path);
      item.once('done', (_done, state) => resolve(state));
    })), file);
    await new Palette(page).run('Export the project as a file');
    expect(await saved).toBe('completed');
    const project = await openProject(page);
    await closeApp(app);
    return project;
  });

  await test.step('imports it, from the file that the person chooses', async () => {
    const page = await (await launch({ dataDir: join(dataDir, 'second') })).firstWindow();
    const chooser = page.waitForEvent('filechooser');
    await new Palette(page).run('Import a project file');
    await (await chooser).setFiles(file);
    await expect(page.getByRole('button', { name: `Local / ${NAME}` })).toBeVisible();
    expect(content(await openProject(page))).toEqual(content(exported));
  });

  await test.step('refuses one that was changed on its way, in plain words', async () => {
    const page = await (await launch({ dataDir: join(dataDir, 'third') })).firstWindow();
    const text = await readFile(file, 'utf8');
    const changed = text.replace('"timeoutMs":900', '"timeoutMs":901');
    expect(changed).not.toBe(text);
    const chooser = page.waitForEvent('filechooser');
    await new Palette(page).run('Import a project file');
    await (await chooser).setFiles({ name: 'changed.thermacore', mimeType: 'application/json', buffer: Buffer.from(changed) });
    await expect(page.locator('.notices')).toContainText('The file was changed or damaged after it was exported: its content does not match its checksum. Export it again.');
    expect(await callEngine(page, 'project.current', {})).toBeNull();
  });
});
