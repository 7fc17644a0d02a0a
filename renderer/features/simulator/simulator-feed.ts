import type { SimulatedValue, SimulatorWrite } from '../../../shared/contract/simulators';
import type { Client } from '../../client/client';
import { KeyedStore, Store } from '../../client/store';

/** Time in which changes of what is shown are gathered before the engine is asked for another set. */
const GATHER_MS = 40;
const MOST_WRITES = 1000;

/** What one simulator shows just now: the values of the rows on screen, and the writes of clients. */
export class SimulatorFeed {
  readonly values = new KeyedStore<SimulatedValue>();
  /** Newest first. */
  readonly writes = new Store<readonly SimulatorWrite[]>([]);
  /** The newest write of each point. */
  readonly lastWrites = new KeyedStore<SimulatorWrite>();
  #shown: readonly string[] = [];
  #open = false;
  #endValues: (() => void) | undefined;
  #endWrites: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: Client,
    private readonly simulatorId: string,
  ) {}

  /** Begins to listen, also again after {@link close}. */
  open(): void {
    if (this.#open) return;
    this.#open = true;
    this.#endWrites = this.client.subscribe('simulatorWrites', { simulatorId: this.simulatorId }, (writes) => this.#take(writes));
    this.#subscribe();
  }

  close(): void {
    this.#open = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#endWrites?.();
    this.#endWrites = undefined;
    this.#endValues?.();
    this.#endValues = undefined;
  }

  /** Keeps the values of these points coming, and no others. */
  show(pointIds: readonly string[]): void {
    this.#shown = pointIds;
    if (!this.#open) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#subscribe();
    }, GATHER_MS);
  }

  /** The simulator was stopped or started anew: its values are no more. */
  forget(): void {
    this.values.retain(() => false);
    if (this.#open) this.#subscribe();
  }

  #subscribe(): void {
    const before = this.#endValues;
    const pointIds = [...this.#shown];
    this.#endValues = pointIds.length === 0 ? undefined : this.client.subscribe('simulatorValues', { simulatorId: this.simulatorId, pointIds }, (values) => this.values.setMany(values.map((value) => [value.pointId, value] as const)));
    before?.();
    const shown = new Set(pointIds);
    this.values.retain((id) => shown.has(id));
  }

  #take(writes: readonly SimulatorWrite[]): void {
    if (writes.length === 0) return;
    this.writes.update((before) => {
      const last = before[0]?.seq ?? 0;
      const oldest = writes[0]?.seq ?? 0;
      // After a restart of the simulator the count begins anew.
      const kept = oldest <= last && writes.every(({ seq }) => seq <= last) && !sameWrite(before, writes) ? [] : before;
      const newest = kept[0]?.seq ?? 0;
      const fresh = writes.filter(({ seq }) => seq > newest).toReversed();
      return fresh.length === 0 ? kept : [...fresh, ...kept].slice(0, MOST_WRITES);
    });
    this.lastWrites.setMany(writes.map((write) => [write.pointId, write] as const));
  }
}

/** Whether what came is known already: the present state comes again after every lost connection. */
function sameWrite(known: readonly SimulatorWrite[], came: readonly SimulatorWrite[]): boolean {
  const last = came.at(-1);
  return known.some(({ seq, time }) => seq === last?.seq && time === last.time);
}
