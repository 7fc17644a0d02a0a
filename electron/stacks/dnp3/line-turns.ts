/**
 * Turns on a line that several outstations share, as RS-485: whoever has the turn may have a request under way, the others
 * wait, and get it in the order in which they asked.
 */
export class LineTurns {
  #holder: object | undefined;
  readonly #waiting = new Map<object, () => void>();

  /** Whether it may begin now; if not, `wake` is called once when its turn has come. */
  take(who: object, wake: () => void): boolean {
    this.#holder ??= who;
    if (this.#holder === who) return true;
    this.#waiting.set(who, wake);
    return false;
  }

  /** It is done, or wants no turn any more. */
  release(who: object): void {
    this.#waiting.delete(who);
    if (this.#holder !== who) return;
    this.#holder = undefined;
    for (const [next, wake] of this.#waiting) {
      this.#waiting.delete(next);
      this.#holder = next;
      return wake();
    }
  }
}
