import type { EventPath, PathEvent } from '../../shared/contract/event-path';
import type { Micros } from '../../shared/domain/time';
import type { WireValue } from '../../shared/domain/value';

/** A change of a served point that became an event. */
export interface SourceChange {
  /** As a driver writes where an event belongs: `BI 3`. */
  readonly address: string;
  readonly value: WireValue;
  /** The time that the event carries. */
  readonly sourceTime: Micros;
  /** When the point's value changed, and when its event entered the buffer, by this computer's clock. */
  readonly changedAt: Micros;
  readonly bufferedAt: Micros;
  /** Events of one lane arrive in the order in which they were made. */
  readonly lane: string;
}

/** An event as its driver knows it: where it began is told by the source, if that is here too. */
export type ArrivedEvent = Omit<PathEvent, 'change'>;

/** For hosts whose points make events. */
export interface ChangeCapability {
  /** Tells every change of a unit (by its key) from now on, until the returned function is called; null where there is no such unit. */
  listen(unit: string, listener: (change: SourceChange) => void): (() => void) | null;
}

/** For devices that keep events and send them later. */
export interface EventPathCapability {
  state(): Omit<EventPath, 'source' | 'newest'> & { readonly newest: readonly ArrivedEvent[] };
  /** Counts anew; the gaps of a point that counts by one are lost events. */
  reset(countingPointId: string | null): void;
  /** Tells events as they arrive, in their order, until the returned function is called. */
  listen(listener: (event: ArrivedEvent) => void): () => void;
}
