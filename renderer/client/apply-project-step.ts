import type { ProjectStep, Stretch } from '../../shared/contract/project-steps';
import type { Device } from '../../shared/domain/device';
import type { Project } from '../../shared/domain/project';

/** What a screen has before the first step. */
type Known = Pick<Project, 'lines' | 'trends' | 'simulators' | 'devices'>;
const NOTHING: Known = { lines: [], trends: [], simulators: [], devices: [] };

/**
 * The project after a step. It shares every object that the step does not tell anew, so that only what shows the changed
 * ones renders again. Throws where the step does not build on this project.
 * @param before null for the first step
 */
export function applyProjectStep(before: Project | null, step: ProjectStep): Project {
  const known = before ?? NOTHING;
  const rest = step.rest ?? before;
  if (rest === null) throw new Error('The first step of a project lacks what it is.');
  const devicesKnown = new Map<string, Device>();
  // The first one of an id: see the contract's deviceStepSchema.
  if (step.devices) for (const device of known.devices) if (!devicesKnown.has(device.id)) devicesKnown.set(device.id, device);
  return {
    ...rest,
    lines: applyStretches(known.lines, step.lines, (line) => line),
    trends: applyStretches(known.trends, step.trends, (trend) => trend),
    simulators: applyStretches(known.simulators, step.simulators, (simulator) => simulator),
    devices: applyStretches(known.devices, step.devices, ({ device, points }) => ({ ...device, points: applyStretches(devicesKnown.get(device.id)?.points ?? [], points, (point) => point) })),
  };
}

function applyStretches<T, D>(before: T[], stretches: readonly Stretch<D>[] | null, make: (told: D) => T): T[] {
  if (stretches === null) return before;
  const after: T[] = [];
  for (const stretch of stretches) {
    if ('items' in stretch) {
      for (const told of stretch.items) after.push(make(told));
      continue;
    }
    const [from, count] = stretch.keep;
    if (from + count > before.length) throw new Error(`A step of the project keeps items ${from} to ${from + count - 1} of ${before.length}.`);
    for (const item of before.slice(from, from + count)) after.push(item);
  }
  return after;
}
