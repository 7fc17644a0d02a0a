import type { SimulatedUnit, ValueSource } from '../../shared/domain/simulator';

/** The points of the same simulator that a source reads. */
export function pointsRead(source: ValueSource): readonly string[] {
  if (source.kind === 'lag') return [source.pointId];
  return source.kind === 'expression' ? Object.values(source.names) : [];
}

/** A circle of points that wait for each other, by their ids in order; null when there is none. */
export function findCircle(units: readonly Pick<SimulatedUnit, 'behaviours'>[]): readonly string[] | null {
  const reads = new Map<string, readonly string[]>();
  for (const { behaviours } of units) for (const [id, { source }] of Object.entries(behaviours)) reads.set(id, pointsRead(source));
  const done = new Set<string>();
  for (const start of reads.keys()) {
    // A stack of its own: a chain may be as long as there are points.
    const path: { id: string; next: number }[] = [{ id: start, next: 0 }];
    const onPath = new Set([start]);
    while (path.length > 0) {
      const top = path.at(-1);
      if (top === undefined) break;
      const wanted = reads.get(top.id)?.[top.next];
      top.next += 1;
      if (wanted === undefined || done.has(top.id)) {
        done.add(top.id);
        onPath.delete(top.id);
        path.pop();
      } else if (onPath.has(wanted)) {
        return path.slice(path.findIndex(({ id }) => id === wanted)).map(({ id }) => id);
      } else {
        onPath.add(wanted);
        path.push({ id: wanted, next: 0 });
      }
    }
  }
  return null;
}
