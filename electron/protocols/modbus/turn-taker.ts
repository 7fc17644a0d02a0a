/** Lets one action run at a time; the others wait their turn. */
export class TurnTaker {
  #last: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #endRest: () => void = () => undefined;

  /** Runs the action when those before it have ended, however they did, and rested. `restMs` is how long to rest after it. */
  run<T>(action: () => Promise<T>, restMs: () => number = () => 0): Promise<T> {
    const result = this.#last.then(action);
    const rest = (): Promise<void> | undefined => this.#rest(restMs());
    this.#last = result.then(rest, rest);
    return result;
  }

  /** Ends a rest at once. */
  close(): void {
    clearTimeout(this.#timer);
    this.#endRest();
  }

  #rest(milliseconds: number): Promise<void> | undefined {
    if (milliseconds <= 0) return undefined;
    return new Promise((resolve) => {
      this.#endRest = resolve;
      this.#timer = setTimeout(resolve, milliseconds);
    });
  }
}
