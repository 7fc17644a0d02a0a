import { AUTH_ERROR, KEY_STATUS } from './auth-codes';
import { OutstationUpdate, updateKeyPair, type OutstationUpdateParts } from './auth-outstation-update';
import type { UserRefusal } from './auth-outstation-users';
import type { AuthStatistics } from './auth-statistics';
import { decodeUserStatusChange } from './auth-update-objects';
import type { FragmentHeader } from './fragment';
import { isCertified } from './user-status';

export type AuthorityAnswer =
  /** An object of group 120; with `changed` something was taken that is authentic. */
  | { readonly kind: 'object'; readonly variation: number; readonly object: Uint8Array; readonly changed: boolean }
  /** A response without objects: the change was taken. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'error'; readonly code: number; readonly sequence: number; readonly text?: string }
  | { readonly kind: 'discard' };

const REFUSALS: Readonly<Record<UserRefusal, { readonly code: number; readonly text: string }>> = {
  sequence: { code: AUTH_ERROR.invalidCertificationData, text: 'status change sequence number too small' },
  unknown: { code: AUTH_ERROR.unknownUser, text: '' },
  full: { code: AUTH_ERROR.authorizationFailed, text: 'no room for another user' },
  operation: { code: AUTH_ERROR.invalidCertificationData, text: 'operation or user name not supported' },
};

/**
 * What an authority has an outstation do: change its users (group 120 variation 10) and their update keys. The errors are
 * those of an independent C++ stack, but for what is refused here beyond it. None of it is challenged: the authority's key
 * shows where it comes from.
 */
export class OutstationAuthority {
  readonly #parts: OutstationUpdateParts;
  readonly #statistics: AuthStatistics;
  readonly #update: OutstationUpdate;

  constructor(parts: OutstationUpdateParts, statistics: AuthStatistics) {
    this.#parts = parts;
    this.#statistics = statistics;
    this.#update = new OutstationUpdate(parts);
  }

  /** @param clock milliseconds since 1970-01-01T00:00Z */
  changeUser(octets: Uint8Array, clock: number): AuthorityAnswer {
    const { settings, users, updateKeys, userKeys } = this.#parts;
    const change = decodeUserStatusChange(octets);
    if (change === undefined) return { kind: 'discard' };
    const { sequence } = change;
    if (settings.authority === undefined || change.method !== settings.authority.method) return { kind: 'error', code: AUTH_ERROR.updateKeyMethodNotPermitted, sequence };
    if (!isCertified(settings.authority, change)) {
      this.#statistics.add('authenticationFailures');
      return { kind: 'error', code: AUTH_ERROR.invalidCertificationData, sequence };
    }
    const user = users.apply(change, clock);
    if (typeof user === 'string') return { kind: 'error', sequence, ...REFUSALS[user] };
    if (!users.has(user)) {
      updateKeys.forget(user);
      userKeys.drop(user, KEY_STATUS.notInitialized);
    }
    return { kind: 'taken' };
  }

  /** A request for another update key (variation 11). */
  requestKey(octets: Uint8Array): AuthorityAnswer {
    const answer = this.#update.request(octets);
    if (answer === undefined) return { kind: 'discard' };
    if ('object' in answer) return { kind: 'object', variation: 12, object: answer.object, changed: false };
    return { kind: 'error', code: answer.refused === 'user' ? AUTH_ERROR.unknownUser : AUTH_ERROR.updateKeyMethodNotPermitted, sequence: 0 };
  }

  /** Whether a fragment has the two objects of a key change (variations 13 and 15). */
  isKeyChange(fragment: Uint8Array, header: FragmentHeader): boolean {
    return updateKeyPair(fragment, header) !== undefined;
  }

  changeKey(fragment: Uint8Array, header: FragmentHeader): AuthorityAnswer {
    const pair = updateKeyPair(fragment, header);
    if (pair === undefined) return { kind: 'discard' };
    const object = this.#update.change(pair.part, pair.confirmation);
    if (object === undefined) {
      this.#statistics.add('failedUpdateKeyChanges');
      return { kind: 'error', code: AUTH_ERROR.authenticationFailed, sequence: 0 };
    }
    this.#statistics.add('updateKeyChanges');
    return { kind: 'object', variation: 15, object, changed: true };
  }

  /** The channel is gone. */
  closed(): void {
    this.#update.closed();
  }
}
