import type { EventPath, EventSource } from '../../../shared/contract/event-path';
import type { Micros } from '../../../shared/domain/time';
import type { ArrivedEvent, SourceChange } from '../../protocols/protocol';
import { spreadOf } from '../../protocols/spread';

/** Changes that wait for their arrival, lost ones that may still come, and delays kept for percentiles. */
const KEPT_CHANGES = 20_000;
const KEPT_LOST = 2000;
const KEPT_DELAYS = 2000;
/** Arrived events whose change is remembered, for the list of the newest. */
const KEPT_ARRIVED = 1000;
/** A time on the wire is in whole milliseconds. */
const TOLERANCE_MICROS = 1000;

type Times = NonNullable<EventPath['newest'][number]['change']>;

interface Waiting {
  readonly change: SourceChange;
  readonly seq: number;
}

/**
 * Follows the changes of a source to their arrival: each arrival is the oldest change of its point that fits. Events of
 * one lane keep their order, so that those before an arrival count as lost; one that comes later after all does not.
 */
export class SourceTrace {
  readonly #since: Micros;
  /** Those that wait and those that are lost, each in the order they were made. */
  readonly #waiting = new Set<Waiting>();
  readonly #lost = new Set<Waiting>();
  readonly #byAddress = new Map<string, Set<Waiting>>();
  readonly #arrived = new Map<number, Times>();
  readonly #lastArrived = new Map<string, SourceChange>();
  #counts = { changes: 0, arrived: 0, lost: 0 };
  #toBuffer: number[] = [];
  #toHere: number[] = [];

  constructor(since: Micros) {
    this.#since = since;
  }

  changed(change: SourceChange): void {
    this.#counts.changes += 1;
    const waiting: Waiting = { change, seq: this.#counts.changes };
    this.#waiting.add(waiting);
    const there = this.#byAddress.get(change.address) ?? new Set<Waiting>();
    this.#byAddress.set(change.address, there.add(waiting));
    const [oldest] = this.#waiting;
    if (this.#waiting.size > KEPT_CHANGES && oldest !== undefined) this.#lose(oldest);
  }

  arrived(event: ArrivedEvent): void {
    const found = this.#changeOf(event);
    if (found === undefined) {
      // One that comes again, or one from before the source was followed.
      const last = event.repeated ? this.#lastArrived.get(event.address) : undefined;
      if (last !== undefined && meets(last, event)) this.#note(event, last);
      return;
    }
    const { change } = found;
    if (this.#lost.has(found)) this.#counts.lost -= 1;
    this.#counts.arrived += 1;
    this.#forget(found);
    this.#lastArrived.set(change.address, change);
    this.#note(event, change);
    keep(this.#toBuffer, (change.bufferedAt - change.changedAt) / 1000);
    keep(this.#toHere, (event.receivedTime - change.bufferedAt) / 1000);
    for (const earlier of this.#waiting) {
      if (earlier.seq >= found.seq) break;
      if (earlier.change.lane === change.lane) this.#lose(earlier);
    }
  }

  /** The times at the source of an event that arrived; null where they are not known. */
  timesOf(seq: number): Times | null {
    return this.#arrived.get(seq) ?? null;
  }

  state(): Omit<EventSource, 'simulatorId' | 'simulatorName' | 'unitId' | 'unitName'> {
    const { changes, arrived, lost } = this.#counts;
    return { since: this.#since, changes, arrived, lost, waiting: changes - arrived - lost, toBuffer: spreadOf(this.#toBuffer, 0), toHere: spreadOf(this.#toHere, 0) };
  }

  #changeOf(event: ArrivedEvent): Waiting | undefined {
    for (const waiting of this.#byAddress.get(event.address) ?? []) if (meets(waiting.change, event)) return waiting;
    return undefined;
  }

  #lose(waiting: Waiting): void {
    this.#counts.lost += 1;
    this.#waiting.delete(waiting);
    this.#lost.add(waiting);
    const [oldest] = this.#lost;
    if (this.#lost.size > KEPT_LOST && oldest !== undefined) this.#forget(oldest);
  }

  #forget(waiting: Waiting): void {
    this.#waiting.delete(waiting);
    this.#lost.delete(waiting);
    const there = this.#byAddress.get(waiting.change.address);
    there?.delete(waiting);
    if (there?.size === 0) this.#byAddress.delete(waiting.change.address);
  }

  #note({ seq }: ArrivedEvent, { changedAt, bufferedAt }: SourceChange): void {
    this.#arrived.set(seq, { changedAt, bufferedAt });
    const [oldest] = this.#arrived.keys();
    if (this.#arrived.size > KEPT_ARRIVED && oldest !== undefined) this.#arrived.delete(oldest);
  }
}

/** By the time that the event carries; by its value where it has none. */
function meets(change: SourceChange, event: ArrivedEvent): boolean {
  return event.sourceTime === null ? change.value === event.value : Math.abs(change.sourceTime - event.sourceTime) <= TOLERANCE_MICROS;
}

function keep(list: number[], item: number): void {
  list.push(item);
  if (list.length > KEPT_DELAYS) list.shift();
}
