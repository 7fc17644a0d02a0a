import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpenProject } from '../../../electron/project/open-project';
import type { Point } from '../../../shared/domain/point';
import { projectSchema } from '../../../shared/domain/project';
import { makePoint } from '../../support/domain-fixtures';
import { deviceWithPoints, makeLine, makeProject, makeStore, MemoryFileSystem, writable } from '../../support/storage-fixtures';

async function openNew(points = 3, access = writable): Promise<{ open: OpenProject; files: MemoryFileSystem }> {
  const files = new MemoryFileSystem();
  const project = makeProject(points);
  await makeStore('/t', { fileSystem: files }).add(project);
  return { open: await makeStore('/t', { fileSystem: files, access }).open(project.id), files };
}

describe('editing', () => {
  it('gives a new project, leaves the old one as it was, and tells who listens', async () => {
    const { open } = await openNew();
    const before = open.project;
    const changes: number[] = [];
    open.onChange((change) => {
      expect(change.before).toBe(before);
      expect(change.after).toBe(open.project);
      changes.push(change.revision);
    });
    const revision = open.edit('Rename the project', (draft) => {
      draft.name = 'North plant';
    });
    expect(before.name).toBe('Plant');
    expect(open.project.name).toBe('North plant');
    expect(changes).toEqual([revision]);
    expect(open.project.devices).toBe(before.devices);
  });

  it('does nothing for a recipe that changes nothing', async () => {
    const { open } = await openNew();
    const revision = open.revision;
    expect(open.edit('Nothing', () => undefined)).toBe(revision);
    expect(open.undoLabel).toBeNull();
  });

  it('refuses a point that does not fit, names its place, and changes nothing', async () => {
    const { open } = await openNew();
    const before = open.project;
    const attempt = (): number =>
      open.edit('Set scale', (draft) => {
        draft.devices[0]!.points[1]!.scale = 0;
      });
    expect(attempt).toThrowError(/devices\[0\]\.points\[1\]\.scale: a scale of 0/);
    expect(open.project).toBe(before);
    expect(open.undoLabel).toBeNull();
  });

  it('refuses a field that is missing although the schema has a default for it', async () => {
    const { open } = await openNew();
    expect(() => open.edit('x', (draft) => void Object.assign(draft.devices[0]!.points[0]!, { unit: undefined }))).toThrowError(/points\[0\]\.unit: is missing/);
  });

  it('refuses what the protocol refuses, in its words', async () => {
    const { open } = await openNew();
    expect(() => open.edit('x', (draft) => void (draft.devices[0]!.points[0]!.name = 'bad'))).toThrowError(/bad: nothing like it can be read/);
  });

  it('refuses a second point that would answer to the same key', async () => {
    const { open } = await openNew();
    const twin = makePoint({ name: 'Twin', address: { register: 2 }, sensorType: 'temperature' });
    expect(() => open.edit('Add', (draft) => void draft.devices[0]!.points.push(twin))).toThrowError('BLR-01: "Flow temperature 2" and "Twin" would both answer to the key temperature_2.');
    expect(open.project.devices[0]?.points).toHaveLength(3);
    open.edit('Add', (draft) => void draft.devices[0]!.points.push({ ...twin, sensorType: 'pressure' }));
    expect(open.project.devices[0]?.points).toHaveLength(4);
  });

  it('lets two points swap their addresses in one edit', async () => {
    const { open } = await openNew();
    open.edit('Swap', (draft) => {
      draft.devices[0]!.points[0]!.address = { register: 1 };
      draft.devices[0]!.points[1]!.address = { register: 0 };
    });
    expect(open.project.devices[0]?.points.map(({ address }) => address['register'])).toEqual([1, 0, 2]);
  });

  it('refuses a second device of the same label, a second point of the same id and a device without its line', async () => {
    const { open } = await openNew();
    const line = makeLine();
    const other = deviceWithPoints(line, 1);
    expect(() => open.edit('Add', (draft) => void (draft.lines.push(line), draft.devices.push(other)))).toThrowError(/There is a device BLR-01 already/);
    const thief = { ...other, deviceId: 'BLR-02', points: open.project.devices[0]!.points.slice(0, 1) };
    expect(() => open.edit('Add', (draft) => void (draft.lines.push(line), draft.devices.push(thief)))).toThrowError(/the id of another point/);
    expect(() => open.edit('Add', (draft) => void draft.devices.push({ ...other, deviceId: 'BLR-02' }))).toThrowError(/on a line that the project does not have/);
    expect(() => open.edit('Remove', (draft) => void (draft.lines = []))).toThrowError(/on a line that the project does not have/);
  });

  it('says that another instance has the project, and changes nothing', async () => {
    const { open, files } = await openNew(3, { readOnly: true, reason: 'Another instance has this tenant open.' });
    const calls = files.calls.length;
    expect(open.readOnly).toBe(true);
    expect(() => open.edit('x', (draft) => void (draft.name = 'y'))).toThrowError('Another instance has this tenant open.');
    expect(() => open.note((draft) => void (draft.name = 'y'))).toThrowError('Another instance has this tenant open.');
    await open.close();
    expect(files.calls).toHaveLength(calls);
  });
});

describe('undo and redo', () => {
  it('walks back to the first state and forward to the last, each by its label', async () => {
    const { open } = await openNew();
    const states = [open.project];
    for (const [label, name] of [['Rename to A', 'A'], ['Rename to B', 'B']] as const) {
      open.edit(label, (draft) => void (draft.name = name));
      states.push(open.project);
    }
    expect(open.undoLabel).toBe('Rename to B');
    expect(open.undo().label).toBe('Rename to B');
    expect(open.project).toEqual(states[1]);
    expect(open.undo().label).toBe('Rename to A');
    expect(open.project).toEqual(states[0]);
    expect(() => open.undo()).toThrowError('There is nothing to undo.');
    expect(open.redo().label).toBe('Rename to A');
    expect(open.redo().label).toBe('Rename to B');
    expect(open.project).toEqual(states[2]);
    expect(() => open.redo()).toThrowError('There is nothing to redo.');
  });

  it('forgets what was undone when something else is edited', async () => {
    const { open } = await openNew();
    open.edit('A', (draft) => void (draft.name = 'A'));
    open.undo();
    open.edit('B', (draft) => void (draft.name = 'B'));
    expect(open.redoLabel).toBeNull();
  });

  it('brings 5,000 deleted points back as they were', async () => {
    const { open } = await openNew(6000);
    const before = open.project;
    open.edit('Delete 5000 rows', (draft) => {
      const device = draft.devices[0]!;
      device.points = device.points.filter((_, at) => at % 6 === 0);
    });
    const after = open.project;
    open.undo();
    expect(open.project).toEqual(before);
    // The very same objects: bringing them back takes no memory of its own.
    expect(open.project.devices[0]?.points[4]).toBe(before.devices[0]?.points[4]);
    open.redo();
    expect(open.project).toEqual(after);
  });

  it('leaves alone what was noted meanwhile: the wish to connect and the findings', async () => {
    const { open } = await openNew();
    const line = open.project.lines[0]!;
    open.edit('Add BLR-02', (draft) => void draft.devices.push(deviceWithPoints(line, 1, 'BLR-02')));
    open.edit('Remove BLR-01', (draft) => void draft.devices.shift());
    open.note((draft) => {
      draft.devices[0]!.enabled = true;
      draft.devices[0]!.findings = [{ kind: 'illegal_address', key: '40001', message: 'Refused', seenAt: 1 }];
    });
    open.undo();
    expect(open.project.devices.map(({ deviceId, enabled, findings }) => [deviceId, enabled, findings.length])).toEqual([
      ['BLR-01', false, 0],
      ['BLR-02', true, 1],
    ]);
    open.redo();
    expect(open.project.devices.map(({ enabled }) => enabled)).toEqual([true]);
  });

  it('takes back any row of edits exactly, whatever they did', async () => {
    const { open } = await openNew(8);
    const edits: ((points: Point[], value: number) => void)[] = [
      (points, value) => void points.splice(value % (points.length + 1), value % 3),
      (points, value) => void points.splice(value % (points.length + 1), 0, makePoint({ address: { register: 1000 + value } })),
      (points, value) => void points.splice(0, points.length, ...points.toReversed(), makePoint({ address: { register: 2000 + value } })),
      (points, value) => points.forEach((point) => void (point.description = String(value))),
      (points, value) => points.forEach((point) => void (point.tags = [String(value)])),
      (points, value) => points.forEach((point) => void Object.assign(point.address, { extra: value, [`x${value}`]: 1 })),
      (points) => points.forEach((point) => void Reflect.deleteProperty(point.address, 'extra')),
      (points) => void points.sort((a, b) => (a.id < b.id ? -1 : 1)),
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(edits.length - 1), fc.nat(500)), { minLength: 1, maxLength: 12 }), async (row) => {
        const states = [open.project];
        for (const [at, value] of row) {
          const revision = open.revision;
          try {
            open.edit('Edit', (draft) => edits[at]?.(draft.devices[0]!.points, value));
          } catch {
            // A second point at one address: refused, nothing has changed.
          }
          if (open.revision !== revision) states.push(open.project);
        }
        for (const state of states.slice(0, -1).toReversed()) {
          open.undo();
          expect(open.project).toEqual(state);
        }
        for (const state of states.slice(1)) {
          open.redo();
          expect(open.project).toEqual(state);
        }
        await open.flush();
      }),
      { numRuns: 30, seed: 9 },
    );
  });

  it('keeps at most 200 steps', async () => {
    const { open } = await openNew();
    for (let at = 0; at < 250; at += 1) open.edit(`Rename ${at}`, (draft) => void (draft.name = `Name ${at}`));
    let steps = 0;
    while (open.undoLabel !== null) {
      open.undo();
      steps += 1;
    }
    expect(steps).toBe(200);
    expect(open.project.name).toBe('Name 49');
  });
});

describe('named versions', () => {
  it('come back as an edit that can be undone, with the project still fitting its schema', async () => {
    const { open } = await openNew();
    const first = open.project;
    const version = await open.saveVersion('Before the pump');
    open.edit('Delete all', (draft) => void (draft.devices[0]!.points = []));
    open.note((draft) => void (draft.devices[0]!.enabled = true));
    const second = await open.saveVersion('After the pump');
    expect((await open.versions()).map(({ name }) => name)).toEqual(['After the pump', 'Before the pump']);
    await open.restoreVersion(version.id);
    expect(open.undoLabel).toBe('Restore version Before the pump');
    expect(open.project.devices[0]?.points).toEqual(first.devices[0]?.points);
    expect(open.project.devices[0]?.enabled).toBe(true);
    expect(projectSchema.safeParse(open.project).success).toBe(true);
    open.undo();
    expect(open.project.devices[0]?.points).toEqual([]);
    expect(second.devices).toBe(1);
    await expect(open.restoreVersion('../../other')).rejects.toThrowError('There is no such version.');
  });

  it('are bounded: the oldest goes', async () => {
    const { open } = await openNew(0);
    for (let at = 0; at < 102; at += 1) await open.saveVersion(`Version ${at}`);
    const versions = await open.versions();
    expect(versions).toHaveLength(100);
    expect(versions.at(-1)?.name).toBe('Version 2');
  });
});
