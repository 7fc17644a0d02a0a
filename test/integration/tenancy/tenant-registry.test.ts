import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Preferences } from '../../../electron/tenancy/preferences';
import { TenantRegistry } from '../../../electron/tenancy/tenant-registry';
import { collectingLog, makeProject, makeStore, temporaryFolder, tickingClock } from '../../support/storage-fixtures';

function open(dataDir: string, log = collectingLog()): Promise<TenantRegistry> {
  return TenantRegistry.open({ dataDir, clock: tickingClock(), log });
}

describe('tenants', () => {
  it('begin with one called Local, which the next run finds again', async () => {
    const dataDir = await temporaryFolder();
    const first = (await open(dataDir)).list();
    expect(first).toMatchObject([{ name: 'Local', demonstration: false }]);
    expect((await open(dataDir)).list()).toEqual(first);
  });

  it('have a folder each, readable by its owner only, and never share a project', async () => {
    const dataDir = await temporaryFolder();
    const registry = await open(dataDir);
    const second = await registry.create({ name: 'Site B', color: '#aa3300', demonstration: false });
    const [local] = registry.list();
    const project = makeProject();
    const stores = [local, second].map((tenant) => makeStore(registry.paths(tenant?.id ?? '').projects));
    // Equal ids in both: neither sees the other.
    await stores[0]?.add(project);
    await stores[1]?.add({ ...project, name: 'Twin' });
    expect((await stores[0]?.list())?.map(({ name }) => name)).toEqual(['Plant']);
    expect((await stores[1]?.list())?.map(({ name }) => name)).toEqual(['Twin']);
    expect((await stat(registry.paths(second.id).folder)).mode & 0o777).toBe(0o700);
    expect(await readdir(join(dataDir, 'tenants'))).toHaveLength(2);
  });

  it('that can\'t be read are told and left alone, and no new Local hides them', async () => {
    const dataDir = await temporaryFolder();
    const registry = await open(dataDir);
    const [local] = registry.list();
    await registry.create({ name: 'Site B', color: '#aa3300', demonstration: false });
    await writeFile(join(registry.paths(local?.id ?? '').folder, 'tenant.json'), '{');
    const log = collectingLog();
    expect((await open(dataDir, log)).list().map(({ name }) => name)).toEqual(['Site B']);
    expect(log.lines.join()).toContain("can't be read");
  });

  it('have no path for an id that is none', async () => {
    const registry = await open(await temporaryFolder());
    for (const id of ['../../etc', crypto.randomUUID(), '']) expect(() => registry.paths(id)).toThrowError('There is no such tenant.');
  });
});

describe('personal settings', () => {
  it('are kept apart from every tenant and survive a restart', async () => {
    const dataDir = await temporaryFolder();
    const preferences = await Preferences.open({ dataDir, log: collectingLog() });
    await Promise.all([preferences.set('layout', { panels: [1, 2] }), preferences.set('theme', 'dark'), preferences.set('layout', { panels: [3] })]);
    const again = await Preferences.open({ dataDir, log: collectingLog() });
    expect([again.get('layout'), again.get('theme'), again.get('other'), again.get('__proto__')]).toEqual([{ panels: [3] }, 'dark', null, null]);
    expect(await readdir(join(dataDir, 'personal'))).toEqual(['preferences.json']);
  });

  it('begin anew when the file is damaged, and the damaged one is kept', async () => {
    const dataDir = await temporaryFolder();
    await (await Preferences.open({ dataDir, log: collectingLog() })).set('theme', 'dark');
    await writeFile(join(dataDir, 'personal', 'preferences.json'), '{"theme":"da');
    const log = collectingLog();
    const again = await Preferences.open({ dataDir, log });
    expect(again.get('theme')).toBeNull();
    expect(log.lines).toHaveLength(1);
    expect((await readdir(join(dataDir, 'personal'))).sort()).toEqual(['preferences.json.damaged']);
  });
});
