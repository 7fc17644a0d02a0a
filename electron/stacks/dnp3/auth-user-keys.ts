import { KEY_STATUS, type KeyStatusCode } from './auth-codes';
import type { SessionKeys } from './auth-session-keys';

interface Held {
  readonly keys: SessionKeys;
  readonly expiresAt: number;
  uses: number;
}

/** The session keys of each user with how long they are good: so many milliseconds, so many uses. */
export class UserKeys {
  readonly #limits: { readonly intervalMs: number; readonly count: number };
  readonly #held = new Map<number, Held>();
  readonly #lost = new Map<number, KeyStatusCode>();

  constructor(limits: { readonly intervalMs: number; readonly count: number }) {
    this.#limits = limits;
  }

  set(user: number, keys: SessionKeys, now: number): void {
    this.#held.set(user, { keys, expiresAt: now + this.#limits.intervalMs, uses: 0 });
    this.#lost.delete(user);
  }

  /** The keys, when they are good. */
  get(user: number, now: number): SessionKeys | undefined {
    const held = this.#held.get(user);
    if (held === undefined) return undefined;
    if (now < held.expiresAt && held.uses < this.#limits.count) return held.keys;
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
    if (held !== undefined && now < held.expiresAt && held.uses < this.#limits.count) return KEY_STATUS.ok;
    return held === undefined ? (this.#lost.get(user) ?? KEY_STATUS.notInitialized) : KEY_STATUS.communicationFailure;
  }

  /** When the keys of a user end by time; never without keys. */
  expiresAt(user: number): number {
    return this.#held.get(user)?.expiresAt ?? Number.POSITIVE_INFINITY;
  }

  drop(user: number, why: KeyStatusCode): void {
    if (this.#held.delete(user)) this.#lost.set(user, why);
  }

  /** The channel is gone, and with it all keys. */
  dropAll(): void {
    for (const user of this.#held.keys()) this.#lost.set(user, KEY_STATUS.communicationFailure);
    this.#held.clear();
  }
}
