import type { Point } from '../../shared/domain/point';
import type { Protocol } from '../protocols/protocol';
import type { PointRules } from '../project/project-rules';

/** What the project store asks of protocols: keys and checks of points. A protocol that is not known here refuses nothing. */
export function pointRules(protocol: (name: string) => Protocol | null): PointRules {
  return {
    addressKey: (name, point) => protocol(name)?.addressKey(point) ?? unknownKey(point),
    checkPoint: (name, point) => protocol(name)?.checkPoint(point) ?? null,
  };
}

/** The whole address stands for itself where nobody here can read it. */
function unknownKey(point: Point): string {
  return JSON.stringify(point.address);
}
