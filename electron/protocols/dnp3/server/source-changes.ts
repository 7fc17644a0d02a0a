import { POINT_FACTS } from '../../../stacks/dnp3';
import type { Database, PointEvent } from '../../../stacks/dnp3';
import type { Micros } from '../../../../shared/domain/time';
import { PointTable } from '../point-readings';
import type { SourceChange } from '../../protocol';
import type { ServedPoint } from './served-point';

export interface SourceChangesContext {
  readonly database: Database;
  readonly points: readonly ServedPoint[];
  /** Whether anybody listens now: most outstations make events for their masters alone. */
  isHeard(): boolean;
  /** This computer's clock. */
  now(): Micros;
  /** When the value that a point of the source shows came about; null: it did so now. */
  changedAt(pointId: string): Micros | null;
}

/** Tells what becomes an event of an outstation, in the words of a master's event path. Command events are no changes. */
export function tellChanges(context: SourceChangesContext, listener: (change: SourceChange) => void): void {
  const { database, points } = context;
  const table = new PointTable(points.map(({ point }) => point));
  database.listen((event) => {
    if (event.group !== POINT_FACTS[event.type].eventGroup || !context.isHeard()) return;
    const { pointId, address, value } = table.describe(reportOf(event));
    if (pointId === null) return;
    const bufferedAt = context.now();
    listener({ address, value, sourceTime: (event.state.time ?? 0) * 1000, changedAt: Math.min(bufferedAt, context.changedAt(pointId) ?? bufferedAt), bufferedAt, lane: `class ${event.eventClass}` });
  });
}

function reportOf({ group, variation, type, index, state: { value, flags, octets } }: PointEvent): Parameters<PointTable['describe']>[0] {
  return { group, variation, kind: 'event', type, index, value: { flags, ...(octets === undefined ? { value } : { octets }) } };
}
