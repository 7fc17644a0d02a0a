import type { PointEvent } from './database';
import type { PointType } from './point-types';

/** An event that waits to be reported. */
export interface BufferedEvent extends PointEvent {
  /** The variation it is asked for in, 0 for its own. */
  readonly as: number;
}

interface Held extends BufferedEvent {
  as: number;
  progress: 'waiting' | 'selected' | 'written';
}

const CLASSES = [1, 2, 3] as const;

/**
 * The events of one master session, in the order they came, with a limit for each type, and for its command events
 * apart. When one is full its oldest event is lost and the overflow is remembered until a confirm makes room. An event leaves only when it was confirmed.
 */
export class EventBuffer {
  readonly #limit: (type: PointType) => number;
  readonly #all = new Set<Held>();
  readonly #byGroup = new Map<number, Set<Held>>();
  readonly #unwritten = new Map<number, number>(CLASSES.map((each) => [each, 0]));
  readonly #overflowed = new Map<number, PointType>();
  /** Those in the response under way, so that its confirm need not look through all. */
  #written: Held[] = [];
  #lost = 0;
  #unconfirmed = 0;

  constructor(limit: (type: PointType) => number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#all.size;
  }

  /** Events lost to overflow since the start. */
  get lost(): number {
    return this.#lost;
  }

  /** Events sent whose confirm did not come, and that wait again: as many may reach the master twice. */
  get unconfirmed(): number {
    return this.#unconfirmed;
  }

  get overflow(): boolean {
    return this.#overflowed.size > 0;
  }

  /** Whether events are selected that had no room yet. */
  get selected(): boolean {
    for (const event of this.#all) {
      if (event.progress === 'selected') return true;
    }
    return false;
  }

  /** Whether events of a class wait that are not in a response under way. */
  waiting(eventClass: 1 | 2 | 3): boolean {
    return (this.#unwritten.get(eventClass) ?? 0) > 0;
  }

  add(event: PointEvent): void {
    const own = this.#byGroup.get(event.group) ?? new Set<Held>();
    this.#byGroup.set(event.group, own);
    const limit = this.#limit(event.type);
    const [oldest] = own;
    if (own.size >= limit) {
      this.#overflowed.set(event.group, event.type);
      this.#lost += 1;
      if (oldest === undefined) return;
      this.#remove(oldest);
    }
    const held: Held = { ...event, as: 0, progress: 'waiting' };
    own.add(held);
    this.#all.add(held);
    this.#count(held, 1);
  }

  /** Selects waiting events for a response, at most `limit`, in the variation asked for. */
  select(matches: (event: PointEvent) => boolean, limit: number, variation: number): void {
    let left = limit;
    for (const event of this.#all) {
      if (left === 0) return;
      if (event.progress !== 'waiting' || !matches(event)) continue;
      event.progress = 'selected';
      event.as = variation;
      left -= 1;
    }
  }

  /** Hands the selected events on in their order, until `write` has no room; those it took count as written. */
  writeSelected(write: (event: BufferedEvent) => boolean): 'all' | 'more' {
    for (const event of this.#all) {
      if (event.progress !== 'selected') continue;
      if (!write(event)) return 'more';
      event.progress = 'written';
      this.#written.push(event);
      this.#count(event, -1);
    }
    return 'all';
  }

  /** What was selected and had no room waits again. */
  unselect(): void {
    for (const event of this.#all) {
      if (event.progress === 'selected') event.progress = 'waiting';
    }
  }

  /** The confirm came: what was written is reported and leaves. */
  confirm(): void {
    for (const event of this.#written) {
      if (this.#all.has(event)) this.#remove(event);
    }
    this.#written = [];
    for (const [group, type] of this.#overflowed) {
      if ((this.#byGroup.get(group)?.size ?? 0) < this.#limit(type)) this.#overflowed.delete(group);
    }
  }

  /** No confirm came: everything waits again. */
  release(): void {
    for (const event of this.#all) {
      if (event.progress === 'written') {
        this.#count(event, 1);
        this.#unconfirmed += 1;
      }
      event.progress = 'waiting';
    }
    this.#written = [];
  }

  #remove(event: Held): void {
    this.#all.delete(event);
    this.#byGroup.get(event.group)?.delete(event);
    if (event.progress !== 'written') this.#count(event, -1);
  }

  #count(event: Held, change: number): void {
    this.#unwritten.set(event.eventClass, (this.#unwritten.get(event.eventClass) ?? 0) + change);
  }
}
