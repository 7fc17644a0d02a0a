import { randomBytes } from 'node:crypto';
import { KEY_STATUS, MAC_ALGORITHM } from './auth-codes';
import { unwrapKey } from './auth-key-wrap';
import { macOf, sameOctets } from './auth-mac';
import { encodeKeyStatus, type AuthKeyChange, type AuthKeyStatus } from './auth-objects';
import { unpackSessionKeys, type SessionKeys } from './auth-session-keys';
import type { OutstationUsers } from './auth-outstation-users';
import { keyWrapOf, type OutstationAuthSettings } from './auth-settings';
import type { UserKeys } from './auth-user-keys';
import type { UpdateKeys } from './update-keys';

const NO_MAC = new Uint8Array(0);

/**
 * The outstation's part in changing session keys: gives its status with fresh challenge data and a number that is never
 * used twice, and takes keys only with the status it gave last.
 */
export class OutstationKeys {
  readonly #settings: OutstationAuthSettings;
  readonly #users: OutstationUsers;
  readonly #updateKeys: UpdateKeys;
  readonly #keys: UserKeys;
  readonly #random: (octets: number) => Uint8Array;
  /** The update key that wrapped a user's session keys: with another one they are good no more, whichever session it came by. */
  readonly #wrappedBy = new Map<number, Uint8Array>();
  #sequence = 0;
  #last: AuthKeyStatus | undefined;

  constructor(settings: OutstationAuthSettings, users: OutstationUsers, updateKeys: UpdateKeys, keys: UserKeys) {
    this.#settings = settings;
    this.#users = users;
    this.#updateKeys = updateKeys;
    this.#keys = keys;
    this.#random = settings.random ?? ((octets) => Uint8Array.from(randomBytes(octets)));
  }

  /** The session keys of a user, when they are good. */
  of(user: number, now: number): SessionKeys | undefined {
    const updateKey = this.#users.has(user) ? this.#updateKeys.of(user) : undefined;
    const wrappedBy = this.#wrappedBy.get(user);
    if (updateKey !== undefined && wrappedBy !== undefined && sameOctets(updateKey, wrappedBy)) return this.#keys.get(user, now);
    this.#wrappedBy.delete(user);
    if (this.#users.has(user)) this.#keys.drop(user, KEY_STATUS.notInitialized);
    else this.#keys.forget(user);
    return undefined;
  }

  /** The status object for a user, or undefined for an unknown one. */
  status(user: number, now: number): Uint8Array | undefined {
    this.of(user, now);
    return this.#next(user, this.#keys.status(user, now), MAC_ALGORITHM.none, NO_MAC);
  }

  /**
   * Takes new keys.
   * @param fragment the whole request, which the answer's MAC is computed over
   * @returns the status object that answers it, or undefined where the keys were refused
   */
  change(change: AuthKeyChange, fragment: Uint8Array, now: number): Uint8Array | undefined {
    const last = this.#last;
    // Whatever becomes of it, this status serves no second time.
    this.#last = undefined;
    const keys = last === undefined || last.user !== change.user || last.sequence !== change.sequence ? undefined : this.#unwrapped(change, last);
    const { macAlgorithm } = this.#settings;
    const mac = keys === undefined ? undefined : macOf(macAlgorithm, keys.monitoring, [fragment]);
    const updateKey = this.#updateKeys.of(change.user);
    if (keys === undefined || mac === undefined || updateKey === undefined) return undefined;
    this.#forgetDeleted();
    this.#wrappedBy.set(change.user, updateKey);
    this.#keys.set(change.user, keys, now);
    return this.#next(change.user, KEY_STATUS.ok, macAlgorithm, mac);
  }

  /** A number that no status and no challenge for an update key had. */
  nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  /** The channel is gone. */
  closed(): void {
    this.#last = undefined;
  }

  /** Users may have been deleted by another session. */
  #forgetDeleted(): void {
    for (const user of this.#wrappedBy.keys()) {
      if (this.#users.has(user)) continue;
      this.#wrappedBy.delete(user);
      this.#keys.forget(user);
    }
  }

  #unwrapped({ user, wrapped }: AuthKeyChange, last: AuthKeyStatus): SessionKeys | undefined {
    const updateKey = this.#users.has(user) ? this.#updateKeys.of(user) : undefined;
    const data = updateKey === undefined ? undefined : unwrapKey(updateKey, wrapped);
    const keys = data === undefined ? undefined : unpackSessionKeys(data, encodeKeyStatus({ ...last, mac: NO_MAC }));
    // One key for both directions would let a peer's own messages be played back to it.
    return keys === undefined || sameOctets(keys.control, keys.monitoring) ? undefined : keys;
  }

  #next(user: number, status: number, macAlgorithm: number, mac: Uint8Array): Uint8Array | undefined {
    const known = this.#users.has(user) ? this.#updateKeys.of(user) : undefined;
    const keyWrap = known === undefined ? undefined : keyWrapOf(known);
    if (keyWrap === undefined) return undefined;
    this.#last = { sequence: this.nextSequence(), user, keyWrap, status, macAlgorithm, data: this.#random(this.#settings.challengeOctets), mac };
    return encodeKeyStatus(this.#last);
  }
}
