/** Connections in a row that the peer ended after so few answers show a habit, not an accident. */
const ANSWERS_AT_MOST = 2;
const CONNECTIONS = 3;

/**
 * Learns whether a peer ends each connection after its answer, as some small gateways and old controllers do. Such a
 * peer is not lost when it ends one: it is asked over a new connection each time.
 */
export class ConnectionHabit {
  readonly #always: boolean;
  #endedAfterAnswer = 0;

  /** `always`: known from the settings. */
  constructor(always: boolean) {
    this.#always = always;
  }

  /** A connection is good for one request. */
  get isOneRequest(): boolean {
    return this.#always || this.#endedAfterAnswer >= CONNECTIONS;
  }

  /** The peer ended a connection on which it had given so many answers. */
  ended(answers: number): void {
    if (!this.isOneRequest) this.#endedAfterAnswer = answers > 0 && answers <= ANSWERS_AT_MOST ? this.#endedAfterAnswer + 1 : 0;
  }

  /** A connection goes on after so many answers: it was no habit. */
  answered(answers: number): void {
    if (!this.isOneRequest && answers > ANSWERS_AT_MOST) this.#endedAfterAnswer = 0;
  }
}
