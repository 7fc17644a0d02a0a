import { enablePatches, Immer, type Draft, type Patch } from 'immer';
import { freezeProject } from './freeze-project';
import type { Project } from '../../shared/domain/project';

enablePatches();
/** Immer's own freezing asks every item of a long list; ours asks what is new. */
const immer = new Immer({ autoFreeze: false });

/** More patches than this under one object are kept as one patch of the whole object, which shares what did not change. */
const MOST_PATCHES = 64;

export type Recipe = (draft: Draft<Project>) => void;

export interface Patched {
  readonly project: Project;
  readonly forward: readonly Patch[];
  readonly backward: readonly Patch[];
}

/** Runs a recipe on a draft of the project. The project itself never changes. */
export function patchProject(project: Project, recipe: Recipe): Patched {
  const [after, forward, backward] = immer.produceWithPatches(project, (draft) => {
    recipe(draft);
  });
  freezeProject(after);
  if (forward.length + backward.length <= MOST_PATCHES) return { project: after, forward, backward };
  const path = commonPath([...forward, ...backward]);
  if (path.length === 0) return { project: after, ...wholePatches(project, after) };
  return {
    project: after,
    forward: [{ op: 'replace', path, value: valueAt(after, path) }],
    backward: [{ op: 'replace', path, value: valueAt(project, path) }],
  };
}

/** Patches that lead from one project to another by the members that differ, each as a whole. */
export function wholePatches(before: Project, after: Project): Pick<Patched, 'forward' | 'backward'> {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => Reflect.get(before, key) !== Reflect.get(after, key));
  const to = (project: Project): Patch[] => keys.map((key) => ({ op: 'replace', path: [key], value: valueAt(project, [key]) }));
  return { forward: to(after), backward: to(before) };
}

/**
 * Applies a step of the undo history. What is noted beside the edits (whether a device is wanted connected, what was
 * learned from it) is no edit: it stays as it is now, wherever the device is still there.
 */
export function applyStep(project: Project, patches: readonly Patch[]): Project {
  // Not immer's applyPatches: it copies every value, so that 10,000 points brought back would share nothing any more.
  const after = immer.produce(project, (draft) => {
    for (const patch of patches) applyPatch(draft, patch);
  });
  return keepNotes(project, after);
}

function applyPatch(draft: object, { op, path, value }: Patch): void {
  const parent = valueAt(draft, path.slice(0, -1));
  const key = path.at(-1);
  if (typeof parent !== 'object' || parent === null || key === undefined) throw new Error(`A step of the undo history leads nowhere: ${path.join('.')}`);
  if (Array.isArray(parent) && typeof key === 'number' && op === 'add') parent.splice(key, 0, value);
  else if (Array.isArray(parent) && typeof key === 'number' && op === 'remove') parent.splice(key, 1);
  else if (op === 'remove') Reflect.deleteProperty(parent, key);
  else Reflect.set(parent, key, value);
}

/** Gives the devices of `after` the notes that the same devices have in `before`. */
export function keepNotes(before: Project, after: Project): Project {
  const noted = new Map(before.devices.map((device) => [device.id, device]));
  const kept = immer.produce(after, (draft) => {
    for (const [at, device] of after.devices.entries()) {
      const now = noted.get(device.id);
      if (now === undefined || (now.enabled === device.enabled && now.findings === device.findings)) continue;
      const changed = draft.devices[at];
      if (changed !== undefined) Object.assign(changed, { enabled: now.enabled, findings: now.findings });
    }
  });
  return freezeProject(kept);
}

/** The deepest place that holds everything that the patches touch. */
function commonPath(patches: readonly Patch[]): (string | number)[] {
  const first = patches[0]?.path.slice(0, -1) ?? [];
  let length = first.length;
  for (const { path } of patches) {
    let same = 0;
    while (same < length && same < path.length - 1 && path[same] === first[same]) same += 1;
    length = same;
  }
  return first.slice(0, length);
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let at = value;
  for (const key of path) at = typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined;
  return at;
}
