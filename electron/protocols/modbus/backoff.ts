/** Pauses that double from `first` up to `longest`, milliseconds. */
export class Backoff {
  readonly #first: number;
  readonly #longest: number;
  #next: number;

  constructor(first: number, longest: number) {
    this.#first = first;
    this.#longest = longest;
    this.#next = first;
  }

  /** The pause to make now; the next one will be longer. */
  take(): number {
    const pause = this.#next;
    this.#next = Math.min(this.#next * 2, this.#longest);
    return pause;
  }

  reset(): void {
    this.#next = this.#first;
  }
}
