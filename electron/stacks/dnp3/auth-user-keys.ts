import { KEY_STATUS, type KeyStatusCode } from './auth-codes';
import type { SessionKeys } from './auth-session-keys';

interface Held {
  readonly keys: SessionKeys;
  readonly since: number;
  uses: number;
}

/** How long keys are good: milliseconds and messages. */
export interface KeyLimits {
  readonly intervalMs: number;
  readonly count: number;
}

/** The session keys of each user with how long they are good: so many milliseconds, so many uses. */
export class UserKeys {
  readonly #limits: KeyLimits;
  readonly #held = new Map<number, Held>();
  readonly #lost = new Map<number, KeyStatusCode>();

  constructor(limits: KeyLimits) {
    this.#limits = limits;
  }

  set(user: number, keys: SessionKeys, now: number): void {
    this.#held.set(user, { keys, since: now, uses: 0 });
    this.#lost.delete(user);
  }

  /** The keys, when they are good. */
  get(user: number, now: number): SessionKeys | undefined {
    const held = this.#held.get(user);
    if (held === undefined) return undefined;
    if (!over(held, this.#limits, now)) return held.keys;
    this.drop(user, KEY_STATUS.communicationFailure);
    return undefined;
  }

  /** A message was authenticated with the keys. Failed ones do not count, or a stranger could use keys up. */
  used(user: number): void {
    const held = this.#held.get(user);
    if (held !== undefined) held.uses += 1;
  }

  status(user: number, now: number): KeyStatusCode {
    const held = this.#held.get(user);
    if (held !== undefined && !over(held, this.#limits, now)) return KEY_STATUS.ok;
    return held === undefined ? (this.#lost.get(user) ?? KEY_STATUS.notInitialized) : KEY_STATUS.communicationFailure;
  }

  /** Whether a user has no keys, or such that reached these limits. */
  due(user: number, limits: KeyLimits, now: number): boolean {
    const held = this.#held.get(user);
    return held === undefined || over(held, limits, now);
  }

  /** When a user's keys came; undefined without keys. */
  since(user: number): number | undefined {
    return this.#held.get(user)?.since;
  }

  drop(user: number, why: KeyStatusCode): void {
    if (this.#held.delete(user)) this.#lost.set(user, why);
  }

  /** The user is no more: nothing is kept of it, or users that come and go would fill the memory. */
  forget(user: number): void {
    this.#held.delete(user);
    this.#lost.delete(user);
  }

  /** The channel is gone, and with it all keys. */
  dropAll(): void {
    for (const user of this.#held.keys()) this.#lost.set(user, KEY_STATUS.communicationFailure);
    this.#held.clear();
  }
}

function over({ since, uses }: Held, { intervalMs, count }: KeyLimits, now: number): boolean {
  return now >= since + intervalMs || uses >= count;
}
