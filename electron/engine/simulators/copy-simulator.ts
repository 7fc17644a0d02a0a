import type { Opaque } from '../../../shared/domain/point';
import type { Simulator, ValueSource } from '../../../shared/domain/simulator';

/** A copy under another name on ports of its own, off at first. Whatever names a part of the original names the copy's part. */
export function copySimulator(original: Simulator, name: string, ports: readonly Opaque[], newId: () => string): Simulator {
  const fresh = new Map<string, string>();
  for (const { points } of original.units) for (const { id } of points) fresh.set(id, newId());
  for (const { id } of original.recordings) fresh.set(id, newId());
  const renew = (id: string): string => fresh.get(id) ?? id;
  return {
    ...original,
    id: newId(),
    name,
    enabled: false,
    ports: ports.map((settings) => ({ id: newId(), settings })),
    units: original.units.map((unit) => ({
      ...unit,
      id: newId(),
      points: unit.points.map((point) => ({ ...point, id: renew(point.id) })),
      behaviours: Object.fromEntries(Object.entries(unit.behaviours).map(([id, behaviour]) => [renew(id), { ...behaviour, source: renewSource(behaviour.source, renew) }])),
    })),
    faults: original.faults.map((fault) => ({ ...fault, id: newId() })),
    recordings: original.recordings.map((recording) => ({ ...recording, id: renew(recording.id) })),
  };
}

function renewSource(source: ValueSource, renew: (id: string) => string): ValueSource {
  switch (source.kind) {
    case 'lag':
      return { ...source, pointId: renew(source.pointId) };
    case 'recording':
      return { ...source, recordingId: renew(source.recordingId) };
    case 'expression':
      return { ...source, names: Object.fromEntries(Object.entries(source.names).map(([name, id]) => [name, renew(id)])) };
    default:
      return source;
  }
}
