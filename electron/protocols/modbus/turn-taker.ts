/** Lets one action run at a time, the others wait their turn. */
export class TurnTaker {
  #last: Promise<void> = Promise.resolve();

  /** Runs the action when those before it have ended, however they did. */
  run<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#last.then(action);
    this.#last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }
}
