interface Train {
  /** Steps left; even ones switch off. */
  left: number;
  readonly onMs: number;
  readonly offMs: number;
  readonly set: (on: boolean) => void;
  timer: NodeJS.Timeout;
}

/** A timer of more is over at once; a control may ask for twice as long. */
const LONGEST_MS = 2 ** 31 - 1;

/** Outputs that go back by themselves: on for a time, off for a time, so many times. Whoever made it closes it. */
export class PulseTrains {
  readonly #trains = new Map<string, Train>();

  isRunning(id: string): boolean {
    return this.#trains.has(id);
  }

  /** `active`: the state that lasts `onMs`; it is set at once. The other one is set at the end of each pulse. */
  start(id: string, { count, onMs: onGiven, offMs: offGiven, active }: { readonly count: number; readonly onMs: number; readonly offMs: number; readonly active: boolean }, set: (on: boolean) => void): void {
    const [onMs, offMs] = [Math.min(onGiven, LONGEST_MS), Math.min(offGiven, LONGEST_MS)];
    this.cancel(id);
    set(active);
    const own = (on: boolean): void => set(on === active);
    const train: Train = { left: count * 2 - 1, onMs, offMs, set: own, timer: setTimeout(() => this.#step(id, train), onMs) };
    this.#trains.set(id, train);
  }

  cancel(id: string): void {
    const train = this.#trains.get(id);
    if (train === undefined) return;
    clearTimeout(train.timer);
    this.#trains.delete(id);
  }

  close(): void {
    for (const id of this.#trains.keys()) this.cancel(id);
  }

  #step(id: string, train: Train): void {
    const active = train.left % 2 === 0;
    train.set(active);
    train.left -= 1;
    if (train.left === 0) this.#trains.delete(id);
    else train.timer = setTimeout(() => this.#step(id, train), active ? train.onMs : train.offMs);
  }
}
