import { describe, expect, it } from 'vitest';
import { makePoint } from '../../support/domain-fixtures';
import { freezeProject } from '../../../electron/project/freeze-project';
import type { PointRules } from '../../../electron/project/project-rules';
import { makeProject, makeStore, MemoryFileSystem, plainRules } from '../../support/storage-fixtures';

/** A project of 200 points that was just opened, and how often its keys were asked for since. */
async function openCounted() {
  let asked = 0;
  const points: PointRules = {
    ...plainRules,
    addressKey: (protocol, point) => {
      asked += 1;
      return plainRules.addressKey(protocol, point);
    },
  };
  const project = makeProject(200);
  const store = makeStore('/t', { fileSystem: new MemoryFileSystem(), points });
  await store.add(project);
  const open = await store.open(project.id);
  const since = (): number => {
    const now = asked;
    asked = 0;
    return now;
  };
  since();
  return { open, since };
}

describe('the keys of points, which are slow to make', () => {
  it('are known of a project that was opened: its first edit asks for those of new points only', async () => {
    const { open, since } = await openCounted();
    open.edit('Add', (draft) => void draft.devices[0]!.points.push(makePoint({ address: { register: 900 } })));
    expect(since()).toBe(1);
  });

  it('are known of what an undo or a redo leads to, and still refuse two points of one key', async () => {
    const { open, since } = await openCounted();
    const add = (): number => open.edit('Add', (draft) => void draft.devices[0]!.points.push(makePoint({ address: { register: 900 } })));
    add();
    open.undo();
    open.redo();
    expect(add).toThrow('would both answer to the key');
    open.undo();
    since();
    add();
    expect(since()).toBe(1);
  });
});

describe('points that are checked before their edit', () => {
  it('are not looked at again by the edit where they fit', async () => {
    const { open, since } = await openCounted();
    const point = freezeProject(makePoint({ address: { register: 900 } }));
    await open.prepare('modbus', [point]);
    expect(since()).toBe(1);
    open.edit('Add', (draft) => void draft.devices[0]!.points.push(point));
    expect(since()).toBe(0);
    expect(open.project.devices[0]!.points.at(-1)).toBe(point);
  });

  it('are refused by the edit where they do not fit, or fit another protocol', async () => {
    const { open } = await openCounted();
    const bad = freezeProject(makePoint({ address: { register: 900 }, name: 'bad' }));
    const scale = freezeProject({ ...makePoint({ address: { register: 901 } }), scale: 0 });
    const other = freezeProject(makePoint({ address: { register: 902 }, name: 'bad' }));
    await open.prepare('modbus', [bad, scale]);
    await open.prepare('mqtt', [other]);
    for (const [point, words] of [[bad, 'nothing like it can be read'], [scale, 'a scale of 0'], [other, 'nothing like it can be read']] as const) {
      expect(() => open.edit('Add', (draft) => void draft.devices[0]!.points.push(point))).toThrow(words);
    }
  });
});
