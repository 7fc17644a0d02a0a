import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Opaque } from '../../../shared/domain/point';
import { callerOf, type Caller } from '../../support/engine-caller';
import { startTestEngine, type TestEngine } from '../../support/test-engine';

const open: TestEngine[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const KEY = '0123456789abcdef0123456789abcdef';

function kept({ dataDir }: TestEngine): string[] {
  return readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.startsWith('vault.json'))
    .flatMap((entry) => [...readFileSync(join(entry.parentPath, entry.name), 'utf8').matchAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g)].map(([id]) => `vault:${id}`));
}

async function start(): Promise<{ test: TestEngine; caller: Caller; add: (deviceId: string) => Promise<string>; keyOf: (deviceId: string) => Promise<unknown>; projectId: () => Promise<string> }> {
  const test = await startTestEngine();
  open.push(test);
  const caller = callerOf(test.engine);
  await caller.call('project.create', { name: 'Substation' });
  const project = async () => (await caller.call('project.current', {}))!.project;
  const settings: Opaque = { outstationAddress: 20, authentication: true, updateKey: KEY };
  return {
    test,
    caller,
    add: async (deviceId) => (await caller.call('device.add', { deviceId, description: '', protocol: 'dnp3', lineName: null, lineSettings: { host: '127.0.0.1', port: 1, connectTimeoutMs: 100 + open.length }, settings: { ...settings, outstationAddress: deviceId.length + 20 }, pollIntervalMs: null, enabled: false })).id,
    keyOf: async (deviceId) => (await project()).devices.find((device) => device.deviceId === deviceId)?.settings['updateKey'],
    projectId: async () => (await project()).id,
  };
}

it('keeps the secret of a device that was deleted until the project is closed, so that undo brings it back whole', async () => {
  const { test, caller, add, keyOf, projectId } = await start();
  const id = await add('ONE');
  await add('OTHER');
  const [one, other] = [await keyOf('ONE'), await keyOf('OTHER')];
  await caller.call('device.remove', { ids: [id] });
  expect(kept(test)).toContain(one);
  await caller.call('project.undo', {});
  expect(await keyOf('ONE')).toBe(one);
  const project = await projectId();
  await caller.call('project.close', {});
  expect(kept(test)).toEqual(expect.arrayContaining([one, other]));
  await caller.call('project.open', { projectId: project });
  await caller.call('device.remove', { ids: [id] });
  // One more save: a file that turns out damaged is recovered from the version before.
  await add('THIRD_ONE');
  const third = await keyOf('THIRD_ONE');
  await caller.call('project.close', {});
  expect(kept(test)).not.toContain(one);
  expect(kept(test)).toEqual(expect.arrayContaining([other, third]));
  expect(test.logLines.join('\n')).toContain('A secret that no project names any more was removed');
});

it('keeps what another project or a named version still names', async () => {
  const { test, caller, add, keyOf, projectId } = await start();
  const id = await add('ONE');
  const one = await keyOf('ONE');
  const first = await projectId();
  await caller.call('project.saveVersion', { name: 'With the device' });
  await caller.call('device.remove', { ids: [id] });
  await add('OTHER');
  await caller.call('project.create', { name: 'Second' });
  expect(await projectId()).not.toBe(first);
  expect(kept(test)).toContain(one);
});
