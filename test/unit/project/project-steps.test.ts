import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProjectTopic, type ToldFile } from '../../../electron/engine/events/project-topic';
import type { OpenProject } from '../../../electron/project/open-project';
import { tellProject } from '../../../electron/project/tell-project';
import { applyProjectStep } from '../../../renderer/client/apply-project-step';
import { ProjectMirror, type Mirrored } from '../../../renderer/client/project-mirror';
import { eventTopics } from '../../../shared/contract/events';
import type { Project } from '../../../shared/domain/project';
import { simulatorSchema, type Simulator } from '../../../shared/domain/simulator';
import { makePoint } from '../../support/domain-fixtures';
import { deviceWithPoints, makeLine, makeProject, makeStore, MemoryFileSystem } from '../../support/storage-fixtures';

async function openNew(points: number): Promise<OpenProject> {
  const files = new MemoryFileSystem();
  const project = makeProject(points);
  await makeStore('/t', { fileSystem: files }).add(project);
  return makeStore('/t', { fileSystem: files }).open(project.id);
}

/** A message as it comes out of the socket at the other end, checked by the contract. */
const overTheWire = (message: unknown) => eventTopics.project.payload.parse(JSON.parse(JSON.stringify(message)));

/** A screen that subscribes to a topic and takes when the test says so. */
function makeScreen(topic: ProjectTopic): { readonly take: () => Mirrored | null; readonly octets: () => number } {
  const mirror = new ProjectMirror();
  const subscription = topic.subscribe({ content: true }, () => undefined);
  let octets = 0;
  return {
    octets: () => octets,
    take: () => {
      const message = subscription.take();
      if (message === undefined) return null;
      octets += JSON.stringify(message).length;
      return mirror.take(overTheWire(message));
    },
  };
}

/** Takes until the whole is there. */
function takeAll(screen: { readonly take: () => Mirrored | null }): Extract<Mirrored, { kind: 'now' }>['open'] {
  for (;;) {
    const taken = screen.take();
    if (taken?.kind === 'now') return taken.open;
    expect(taken).toEqual({ kind: 'more' });
  }
}

/** A simulator of one unit. */
function makeSimulator(name: string, points: number): Simulator {
  const unit = { id: crypto.randomUUID(), name: 'Unit 1', settings: {}, points: Array.from({ length: points }, (_, at) => makePoint({ name: `p${at}` })) };
  return simulatorSchema.parse({ id: crypto.randomUUID(), name, protocol: 'modbus', ports: [{ id: crypto.randomUUID(), settings: {} }], units: [unit] });
}

/** The ways in which people change a project; each number picks a place. */
const edits: readonly ((open: OpenProject, pick: number) => void)[] = [
  (open, pick) => void open.edit('Rename', (draft) => void (draft.name = `Plant ${pick}`)),
  (open, pick) =>
    void open.edit('Change a point', (draft) => {
      const { points } = draft.devices[pick % draft.devices.length] ?? { points: [] };
      const point = points[pick % Math.max(1, points.length)];
      if (point) point.unit = `u${pick}`;
    }),
  (open, pick) =>
    void open.edit('Add a device', (draft) => {
      const line = makeLine({ name: `line ${pick}` });
      draft.lines.push(line);
      draft.devices.splice(pick % (draft.devices.length + 1), 0, deviceWithPoints(line, pick % 7, `D-${draft.devices.length}-${open.revision}`));
    }),
  (open, pick) => void open.edit('Remove a device', (draft) => void (draft.devices.length > 1 && draft.devices.splice(pick % draft.devices.length, 1))),
  (open, pick) =>
    void open.edit('Add points', (draft) => {
      const device = draft.devices[pick % draft.devices.length];
      device?.points.splice(pick % (device.points.length + 1), 0, makePoint({ name: 'more', address: { register: 10_000 + open.revision } }));
    }),
  (open, pick) => void open.edit('Every second point', (draft) => {
      for (const device of draft.devices) device.points = device.points.filter((_, at) => (at + pick) % 2 === 0);
    }),
  (open, pick) => void open.edit('Turn a list round', (draft) => {
      const device = draft.devices[pick % draft.devices.length];
      if (device) device.points = device.points.toReversed();
    }),
  (open, pick) => void open.edit('Move a device', (draft) => void draft.devices.unshift(...draft.devices.splice(pick % draft.devices.length, 1))),
  (open, pick) => void open.edit('Add a simulator', (draft) => void (draft.simulators = [...draft.simulators.slice(-2), makeSimulator(`S${pick}`, pick % 9)])),
  (open, pick) =>
    void open.edit('Change a simulator', (draft) => {
      const simulator = draft.simulators[pick % Math.max(1, draft.simulators.length)];
      if (simulator) simulator.name = `S${pick}`;
    }),
  (open, pick) => void open.edit('Trend', (draft) => void (draft.trends = [{ id: crypto.randomUUID(), name: `T${pick}`, pens: [], spanMs: 60_000 }, ...draft.trends.slice(0, 2)])),
  (open, pick) => void open.note((draft) => {
      for (const [at, device] of draft.devices.entries()) device.enabled = (at + pick) % 2 === 0;
    }),
  (open) => void (open.undoLabel !== null && open.undo()),
  (open) => void (open.redoLabel !== null && open.redo()),
];

describe('a project told in steps', () => {
  it('is the same at the screen as in the engine, after any series of edits, undo and redo, however late the screen takes them', async () => {
    const action = fc.record({ edit: fc.nat({ max: edits.length - 1 }), pick: fc.nat({ max: 50 }), take: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 30 }), async (actions) => {
        const open = await openNew(12);
        const topic = new ProjectTopic(() => open);
        open.onChange(() => topic.changed());
        const screen = makeScreen(topic);
        for (const { edit, pick, take } of actions) {
          edits[edit]?.(open, pick);
          if (take) screen.take();
        }
        topic.changed();
        expect(takeAll(screen)?.project).toEqual(open.project);
      }),
      { numRuns: 25 },
    );
  });

  it('comes whole in the end when each step may tell only a little and edits go on meanwhile', async () => {
    const action = fc.record({ edit: fc.nat({ max: edits.length - 1 }), pick: fc.nat({ max: 50 }), most: fc.integer({ min: 1, max: 9 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), async (actions, most) => {
        const open = await openNew(12);
        let told: Project | null = null;
        let shown: Project | null = null;
        const step = (items: number): boolean => {
          const { step: next, reached } = tellProject(told, open.project, items);
          told = reached;
          shown = applyProjectStep(shown, structuredClone({ serial: 0, file: FILE, ...next }));
          expect(shown).toEqual(reached);
          return next.complete;
        };
        for (const each of actions) {
          edits[each.edit]?.(open, each.pick);
          step(each.most);
        }
        let steps = 0;
        while (!step(most)) expect((steps += 1)).toBeLessThan(2000);
        expect(shown).toEqual(open.project);
      }),
      { numRuns: 25 },
    );
  });

  it('tells an edit of one point in 8,000 with one point, and leaves every other object of the screen as it was', async () => {
    const open = await openNew(8000);
    const topic = new ProjectTopic(() => open);
    const screen = makeScreen(topic);
    const before = takeAll(screen)?.project;
    const whole = screen.octets();
    open.edit('Set unit', (draft) => void (draft.devices[0]!.points[4000]!.unit = 'K'));
    topic.changed();
    const after = takeAll(screen)?.project;
    expect(screen.octets() - whole).toBeLessThan(2000);
    expect(after?.devices[0]?.points[4000]?.unit).toBe('K');
    expect(after?.devices[0]?.points.filter((point, at) => point !== before?.devices[0]?.points[at])).toHaveLength(1);
    expect(after?.lines).toBe(before?.lines);
    expect(after?.trends).toBe(before?.trends);
  });

  it('tells a save without any of the project', async () => {
    const open = await openNew(500);
    const topic = new ProjectTopic(() => open);
    const screen = makeScreen(topic);
    const before = takeAll(screen);
    topic.changed();
    const taken = takeAll(screen);
    expect(taken?.project).toEqual(before?.project);
    expect(taken?.project.devices).toBe(before?.project.devices);
  });

  it('tells only the revision to a reader that did not ask for the content', async () => {
    const open = await openNew(3);
    const topic = new ProjectTopic(() => open);
    const { take } = topic.subscribe({ content: false }, () => undefined);
    expect(take()).toEqual({ revision: 1, step: null });
    expect(take()).toBeUndefined();
  });

  it('begins anew when the project is closed, and when another one is opened', async () => {
    const first = await openNew(5);
    const second = await openNew(4);
    let open: ToldFile | null = first;
    const topic = new ProjectTopic(() => open);
    const screen = makeScreen(topic);
    expect(takeAll(screen)?.project).toEqual(first.project);
    open = null;
    topic.changed();
    expect(takeAll(screen)).toBeNull();
    open = second;
    topic.changed();
    expect(takeAll(screen)?.project).toEqual(second.project);
    open = first;
    topic.changed();
    expect(takeAll(screen)?.project).toEqual(first.project);
  });

  it('is noticed by the screen where a step is missing, and has the old objects again after it was told anew', async () => {
    const open = await openNew(5);
    const topic = new ProjectTopic(() => open);
    const mirror = new ProjectMirror();
    const { take } = topic.subscribe({ content: true }, () => undefined);
    const whole = mirror.take(overTheWire(take()));
    for (const unit of ['K', 'bar']) {
      open.edit('Set unit', (draft) => void (draft.devices[0]!.points[0]!.unit = unit));
      topic.changed();
      if (unit === 'K') take();
    }
    expect(mirror.take(overTheWire(take()))).toEqual({ kind: 'missed' });
    const again = mirror.take(overTheWire(topic.subscribe({ content: true }, () => undefined).take()));
    if (whole.kind !== 'now' || again.kind !== 'now') throw new Error('A small project comes in one message.');
    expect(again.open?.project).toEqual(open.project);
    expect(again.open?.project.devices[0]?.points[1]).toBe(whole.open?.project.devices[0]?.points[1]);
  });

  it('tells a simulator that changed, not the others', async () => {
    const open = await openNew(1);
    open.edit('Add two', (draft) => void draft.simulators.push(makeSimulator('large', 500), makeSimulator('small', 1)));
    const topic = new ProjectTopic(() => open);
    const screen = makeScreen(topic);
    const before = takeAll(screen);
    const octets = screen.octets();
    open.edit('Rename', (draft) => {
      const [, small] = draft.simulators;
      if (small) small.name = 'renamed';
    });
    topic.changed();
    const after = takeAll(screen);
    expect(after?.project.simulators.map(({ name }) => name)).toEqual(['large', 'renamed']);
    expect(after?.project.simulators[0]).toBe(before?.project.simulators[0]);
    expect(screen.octets() - octets).toBeLessThan(3000);
  });
});

const FILE = { readOnly: false, readOnlyReason: '', undoLabel: null, redoLabel: null, savedAt: null, saveError: '', recovery: '' };
