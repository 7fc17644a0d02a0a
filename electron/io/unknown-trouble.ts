/** Where a cause is kept that people can't be shown. */
export interface FailureLog {
  /** Writes `what` with its cause into the log. @returns `what` and the id under which the cause stands there */
  failure(what: string, cause: unknown): string;
}

/**
 * Troubles that there are no words for: people see what failed and an id, the log has the words of the system. A trouble
 * that comes again, as with each attempt to connect, is logged once and keeps its id.
 */
export class UnknownTroubles {
  #last: { readonly key: string; readonly words: string } | null = null;

  constructor(private readonly log: FailureLog) {}

  /** @param what a sentence in plain words, with its full stop */
  words(what: string, cause: unknown): string {
    const key = `${what} ${String(cause)}`;
    if (this.#last?.key !== key) this.#last = { key, words: this.log.failure(what, cause) };
    return this.#last.words;
  }
}
