import type { Point } from '../../shared/domain/point';
import type { Recording, SimulatedUnit } from '../../shared/domain/simulator';
import { findCircle } from './circles';
import { sourceTrouble } from './make-source';
import { readRecording } from './recording';

/** A behaviour that can't work, and why. */
export interface BehaviourProblem {
  readonly pointId: string;
  readonly message: string;
}

/**
 * What can't work in the behaviours of these points: names and recordings that are not there, expressions that can't be
 * read, points that wait for each other in a circle.
 */
export function checkBehaviours(units: readonly Pick<SimulatedUnit, 'points' | 'behaviours'>[], recordings: readonly Recording[], pointIds: ReadonlySet<string>): BehaviourProblem[] {
  const points = new Map<string, Point>(units.flatMap((unit) => unit.points.map((point) => [point.id, point] as const)));
  const nameOf = (id: string): string => points.get(id)?.name ?? id;
  const surroundings = {
    typeOf: (id: string) => points.get(id)?.dataType ?? null,
    recording: (id: string) => {
      const recording = recordings.find((each) => each.id === id);
      return recording ? readRecording(recording.csv) : { problem: 'The recording is not in this simulator' };
    },
  };
  const problems: BehaviourProblem[] = [];
  for (const unit of units) {
    const own = new Set(unit.points.map(({ id }) => id));
    for (const [pointId, { source }] of Object.entries(unit.behaviours)) {
      if (!pointIds.has(pointId)) continue;
      const message = own.has(pointId) ? sourceTrouble(source, surroundings) : 'There is no such point in this unit';
      if (message !== null) problems.push({ pointId, message: own.has(pointId) ? `${nameOf(pointId)}: ${message}` : message });
    }
  }
  const circle = problems.length === 0 ? findCircle(units) : null;
  const [first] = circle ?? [];
  if (circle && first !== undefined) problems.push({ pointId: first, message: `These points wait for each other in a circle: ${[...circle, first].map(nameOf).join(' from ')}` });
  return problems;
}
