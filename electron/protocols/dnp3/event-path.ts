import { spreadOf } from '../spread';
import { ChangedWithoutEvent } from './changed-without-event';
import { CountingPoint } from './counting-point';
import type { Report } from '../../stacks/dnp3';
import type { EventPath, PathEvent } from '../../../shared/contract/event-path';
import type { ArrivedEvent, EventPathCapability } from '../protocol';
import type { Micros } from '../../../shared/domain/time';
import type { ClockMeasurement } from './clock-measurement';


/** Events kept whole, and delays kept for percentiles; older ones count on in the sums only. */
const KEPT_EVENTS = 200;
const KEPT_DELAYS = 2000;
/** Events by which one that comes again is told. */
const KEPT_KEYS = 4096;

export interface EventPathParts {
  readonly now: () => Micros;
  /** A value as a point takes it. */
  readonly describe: (report: Report) => Pick<PathEvent, 'pointId' | 'address' | 'value' | 'flags'>;
  /** Whole unsolicited responses that came twice, so far. */
  readonly repeatedResponses: () => number;
}

/** Keeps account of events as they arrive: when they happened, when they came, by which way, how many are missing. */
export class EventPathLog implements EventPathCapability {
  readonly #parts: EventPathParts;
  #since: Micros;
  #seq = 0;
  #counts = { events: 0, unsolicited: 0, asked: 0, withoutTime: 0, unsynchronized: 0, repeated: 0, overflows: 0 };
  #repeatedBefore = 0;
  /** By the words for the answer in which they came: as many kinds as there are kinds of polls. */
  #ways = new Map<string, number>();
  #newest: ArrivedEvent[] = [];
  #delays = { unsolicited: noDelays(), asked: noDelays() };
  readonly #keys = new Set<string>();
  #changes = new ChangedWithoutEvent();
  #counting: CountingPoint | null = null;
  #clock: EventPath['clock'] = null;
  #overflowed = false;
  readonly #listeners = new Set<(event: ArrivedEvent) => void>();

  constructor(parts: EventPathParts) {
    this.#parts = parts;
    this.#since = parts.now();
  }

  /** Objects of one response, in their order. `asked`: the name of what asked for them; null: they came unsolicited. */
  take(reports: readonly Report[], asked: string | null, receivedTime: Micros): void {
    for (const report of reports) {
      if (report.type === undefined) continue;
      if (report.kind === 'event') this.#event(report, asked, receivedTime);
      else this.#changes.state(report);
    }
  }

  /** Whether the last answer said that the buffer overflowed. */
  overflow(is: boolean): void {
    if (is && !this.#overflowed) this.#counts.overflows += 1;
    this.#overflowed = is;
  }

  clock({ offsetMs, roundTripMs }: ClockMeasurement): void {
    this.#clock = offsetMs === null ? null : { offsetMs, uncertaintyMs: roundTripMs / 2, measuredAt: this.#parts.now() };
  }

  /** Another clock than the one that was measured: the outstation was set or restarted. */
  forgetClock(): void {
    this.#clock = null;
  }

  listen(listener: (event: ArrivedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  state(): ReturnType<EventPathCapability['state']> {
    const offset = this.#clock?.offsetMs ?? 0;
    return {
      since: this.#since,
      ...this.#counts,
      ways: [...this.#ways].map(([way, events]) => ({ way, events })).sort((one, other) => other.events - one.events),
      repeatedResponses: this.#parts.repeatedResponses() - this.#repeatedBefore,
      changedWithoutEvent: this.#changes.count,
      clock: this.#clock,
      delay: { unsolicited: spreadOf(this.#delays.unsolicited, offset), asked: spreadOf(this.#delays.asked, offset) },
      counting: this.#counting?.state() ?? null,
      newest: [...this.#newest],
    };
  }

  reset(countingPointId: string | null): void {
    this.#since = this.#parts.now();
    this.#counts = { events: 0, unsolicited: 0, asked: 0, withoutTime: 0, unsynchronized: 0, repeated: 0, overflows: 0 };
    this.#repeatedBefore = this.#parts.repeatedResponses();
    this.#newest = [];
    this.#ways = new Map();
    this.#delays = { unsolicited: noDelays(), asked: noDelays() };
    this.#keys.clear();
    this.#changes = new ChangedWithoutEvent();
    this.#counting = countingPointId === null ? null : new CountingPoint(countingPointId);
  }

  #event(report: Report, asked: string | null, receivedTime: Micros): void {
    const described = this.#parts.describe(report);
    const { time } = report.value;
    const sourceTime = time === undefined ? null : time * 1000;
    const synchronized = report.timeQuality !== 'unsynchronized';
    const repeated = sourceTime !== null && this.#seen(`${report.type ?? ''} ${report.index} ${sourceTime} ${String(described.value)} ${report.value.flags ?? ''}`);
    const how = asked === null ? 'unsolicited' : 'asked';
    const way = capital(asked ?? 'unsolicited');
    this.#seq += 1;
    this.#counts.events += 1;
    this.#counts[how] += 1;
    this.#ways.set(way, (this.#ways.get(way) ?? 0) + 1);
    if (repeated) this.#counts.repeated += 1;
    if (sourceTime === null) this.#counts.withoutTime += 1;
    else if (!synchronized) this.#counts.unsynchronized += 1;
    // One that comes again says when the confirmation was lost, not how long the way is.
    if (sourceTime !== null && !repeated) keep(this.#delays[how], (receivedTime - sourceTime) / 1000, KEPT_DELAYS);
    const event: ArrivedEvent = { seq: this.#seq, ...described, sourceTime, receivedTime, how, way, synchronized, repeated };
    keep(this.#newest, event, KEPT_EVENTS);
    for (const listener of this.#listeners) listener(event);
    this.#changes.event(report);
    if (this.#counting !== null && described.pointId === this.#counting.pointId) this.#counting.take(described.value, repeated);
  }

  #seen(key: string): boolean {
    if (this.#keys.has(key)) return true;
    this.#keys.add(key);
    const [oldest] = this.#keys;
    if (this.#keys.size > KEPT_KEYS && oldest !== undefined) this.#keys.delete(oldest);
    return false;
  }
}

function keep<T>(list: T[], item: T, most: number): void {
  list.push(item);
  if (list.length > most) list.splice(0, list.length - most);
}

function noDelays(): number[] {
  return [];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
