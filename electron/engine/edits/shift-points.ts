import type { ProcedureOutput } from '../../../shared/contract';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import type { Protocol } from '../../protocols/protocol';

const MOST_PROBLEMS = 20;

export interface Shifted {
  readonly points: ReadonlyMap<string, Point>;
  readonly examples: ProcedureOutput<'points.shift'>['examples'];
  readonly problems: string[];
}

/** Points of a device with their addresses so many places further. Changes nothing. */
export function shiftPoints(device: Device, protocol: Protocol, pointIds: readonly string[], by: number): Shifted {
  const { addressSpace } = protocol;
  if (addressSpace === undefined) return { points: new Map(), examples: [], problems: [`Addresses of ${protocol.description.title} do not count: they can't be moved by a number`] };
  const wanted = new Set(pointIds);
  const points = new Map<string, Point>();
  const problems: string[] = [];
  let [first, last]: [Point | null, Point | null] = [null, null];
  for (const point of device.points) {
    if (!wanted.has(point.id)) continue;
    const address = addressSpace.moved(point.address, by);
    const moved = address === null ? null : { ...point, address };
    const problem = moved === null ? 'would lie outside of its table' : protocol.checkPoint(moved);
    if (moved !== null && problem === null) points.set(point.id, moved);
    else if (problems.length < MOST_PROBLEMS) problems.push(`${point.name} at ${protocol.addressTexts(point)[0] ?? ''}: ${problem ?? ''}`);
    first ??= point;
    last = point;
  }
  const ends = [...new Set([first, last])].filter((point) => point !== null);
  const examples = ends.flatMap((point) => {
    const moved = points.get(point.id);
    return moved === undefined ? [] : [{ name: point.name, before: protocol.addressTexts(point), after: protocol.addressTexts(moved) }];
  });
  return { points: by === 0 ? new Map() : points, examples, problems };
}
