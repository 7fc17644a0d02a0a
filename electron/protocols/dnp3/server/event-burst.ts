import type { Database, PointType } from '../../../stacks/dnp3';
import type { ServedPoint } from './served-point';
import type { BurstSettings } from './switch-list';

const INPUTS: readonly PointType[] = ['binary', 'double-bit', 'analog', 'counter'];
/** How often a burst with a rate makes its share of events. */
const STEP_MS = 20;

export interface BurstContext {
  readonly database: Database;
  readonly points: readonly ServedPoint[];
  /** Milliseconds that only go forward. */
  now(): number;
  /** The outstation's own time. */
  time(): number;
  onEnd(): void;
}

/**
 * So many events, one point after the other, each a change with its time: away from the point's value and back. The last
 * of each point is its value of before, so that nothing is left changed.
 */
export class EventBurst {
  readonly points: ReadonlySet<string>;
  readonly #context: BurstContext;
  readonly #chosen: readonly ServedPoint[];
  readonly #total: number;
  readonly #perSecond: number;
  readonly #startedMs: number;
  /** What each point showed when the burst began. */
  readonly #values = new Map<ServedPoint, number>();
  #made = 0;
  #timer: NodeJS.Timeout | null = null;

  private constructor(context: BurstContext, chosen: readonly ServedPoint[], { events, perSecond }: BurstSettings) {
    this.#context = context;
    this.#chosen = chosen;
    this.#total = events;
    this.#perSecond = perSecond;
    this.#startedMs = context.now();
    this.points = new Set(chosen.map(({ point }) => point.id));
  }

  /** Begins at once, or says in plain words why there is nothing to make events of. */
  static start(context: BurstContext, settings: BurstSettings): EventBurst | { readonly problem: string } {
    const wanted = context.points.filter(({ type, index }) => INPUTS.includes(type) && (settings.type === 'any' || settings.type === type) && (context.database.point(type, index)?.eventClass ?? 0) !== 0);
    if (wanted.length === 0) return { problem: settings.type === 'any' ? 'It has no input with an event class' : `It has no ${settings.type} input with an event class` };
    const burst = new EventBurst(context, wanted, settings);
    burst.#run();
    return burst;
  }

  get text(): string {
    return `${this.#made} of ${this.#total} events`;
  }

  get done(): boolean {
    return this.#made >= this.#total;
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #run(): void {
    this.#timer = null;
    const due = this.#perSecond === 0 ? this.#total : Math.min(this.#total, 1 + Math.floor(((this.#context.now() - this.#startedMs) * this.#perSecond) / 1000));
    // Events of one point are 1 ms apart: what is the same in all, its time too, would be taken for one that came again.
    while (this.#made < due) this.#make(Math.floor((due - 1 - this.#made) / this.#chosen.length));
    if (this.done) return this.#context.onEnd();
    this.#timer = setTimeout(() => this.#run(), STEP_MS);
  }

  /** @param agoMs how long ago the event happened */
  #make(agoMs: number): void {
    const { database } = this.#context;
    const served = this.#chosen[this.#made % this.#chosen.length];
    // How many of this point come after this one: an even number means that it shows the value of before.
    const after = Math.floor((this.#total - 1 - this.#made) / this.#chosen.length);
    this.#made += 1;
    const held = served === undefined ? undefined : database.point(served.type, served.index);
    if (served === undefined || held === undefined) return;
    const kept = this.#values.get(served) ?? held.state.value;
    this.#values.set(served, kept);
    const value = after % 2 === 0 ? kept : otherValue(served.type, kept, held.deadband);
    database.update(served.type, served.index, { ...held.state, value, time: this.#context.time() - agoMs }, this.#context.now(), 'force');
  }
}

/** A value that differs by more than the deadband. Counters only go up: they are reported again as they are. */
function otherValue(type: PointType, value: number, deadband: number): number {
  if (type === 'binary') return 1 - value;
  if (type === 'double-bit') return value === 1 ? 2 : 1;
  return type === 'counter' ? value : value + Math.max(1, 2 * deadband);
}
