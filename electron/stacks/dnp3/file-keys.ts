import { randomInt } from 'node:crypto';

/** A key that is not used for so long is good no more. */
const EXPIRES_MS = 60_000;
/** So many wrong passwords in a row, and none is looked at for a while: a stranger does not get through a list of them. */
const MAX_FAILURES = 5;
const LOCKED_MS = 60_000;
const REFUSED = 0;

/** The keys that an outstation gives one master for its files: each opens or deletes one file (from memory), and one is held at a time. */
export class FileKeys {
  readonly #check: (user: string, password: string) => boolean;
  #held: { readonly key: number; readonly until: number } | undefined;
  #failures = 0;
  #lockedUntil = Number.NEGATIVE_INFINITY;

  constructor(check: (user: string, password: string) => boolean) {
    this.#check = check;
  }

  /** A key for one file: 1 to 4,294,967,295, or 0, which refuses. */
  authenticate(user: string, password: string, now: number): number {
    this.#held = undefined;
    if (now < this.#lockedUntil) return REFUSED;
    if (!this.#check(user, password)) {
      this.#failures += 1;
      if (this.#failures >= MAX_FAILURES) {
        this.#failures = 0;
        this.#lockedUntil = now + LOCKED_MS;
      }
      return REFUSED;
    }
    this.#failures = 0;
    this.#held = { key: randomInt(1, 0x1_0000_0000), until: now + EXPIRES_MS };
    return this.#held.key;
  }

  /** Whether this key is good; it is not any more after. */
  use(key: number, now: number): boolean {
    const held = this.#held;
    this.#held = undefined;
    return held !== undefined && held.key === key && now < held.until;
  }

  /** The channel is gone. Wrong passwords still count. */
  forget(): void {
    this.#held = undefined;
  }
}
