import { KEY_STATUS } from './auth-codes';
import { AUTH_GROUP } from './auth-fragment';
import { sameOctets } from './auth-mac';
import type { OutstationUsers } from './auth-outstation-users';
import type { OutstationAuthSettings } from './auth-settings';
import { decodeUpdateKeyChangeRequest, decodeUpdateKeyPart, encodeUpdateKeyPart } from './auth-update-objects';
import type { UserKeys } from './auth-user-keys';
import { decodeFragmentObjects, type FragmentHeader } from './fragment';
import { openUpdateKey, updateKeyConfirmation } from './update-key-change';
import type { UpdateKeys } from './update-keys';

interface Pending {
  readonly user: number;
  readonly name: string;
  readonly sequence: number;
  readonly masterData: Uint8Array;
  readonly ownData: Uint8Array;
}

export interface OutstationUpdateParts {
  readonly settings: OutstationAuthSettings;
  readonly users: OutstationUsers;
  readonly updateKeys: UpdateKeys;
  readonly userKeys: UserKeys;
  /** A sequence number that was never used. */
  readonly nextSequence: () => number;
  readonly random: (octets: number) => Uint8Array;
}

/** Both objects of a change: the sealed key (variation 13) and its confirmation (variation 15); undefined for anything else. */
export function updateKeyPair(fragment: Uint8Array, header: FragmentHeader): { readonly part: Uint8Array; readonly confirmation: Uint8Array } | undefined {
  const decoded = decodeFragmentObjects(fragment, header);
  if (decoded.kind === 'bad' || decoded.blocks.length !== 2) return undefined;
  const of = (at: number, variation: number): Uint8Array | undefined => {
    const block = decoded.blocks[at];
    return block?.group === AUTH_GROUP && block.variation === variation && block.entries.length === 1 ? block.entries[0]?.value.octets : undefined;
  };
  const [part, confirmation] = [of(0, 13), of(1, 15)];
  return part === undefined || confirmation === undefined ? undefined : { part, confirmation };
}

/** The outstation's part in changing update keys: answers a request with a challenge that serves once, and takes a key that the authority sealed for it. */
export class OutstationUpdate {
  readonly #parts: OutstationUpdateParts;
  #pending: Pending | undefined;

  constructor(parts: OutstationUpdateParts) {
    this.#parts = parts;
  }

  /** The answer to a request (variation 12 for 11); `method` or `user` where those are not held here. */
  request(octets: Uint8Array): { readonly object: Uint8Array } | { readonly refused: 'method' | 'user' } | undefined {
    const { settings, users, nextSequence, random } = this.#parts;
    const request = decodeUpdateKeyChangeRequest(octets);
    if (request === undefined) return undefined;
    this.#pending = undefined;
    if (settings.authority === undefined || request.method !== settings.authority.method) return { refused: 'method' };
    const user = users.numberOf(request.name);
    if (user === undefined) return { refused: 'user' };
    this.#pending = { user, name: request.name, sequence: nextSequence(), masterData: request.data, ownData: random(settings.challengeOctets) };
    return { object: encodeUpdateKeyPart({ sequence: this.#pending.sequence, user, data: this.#pending.ownData }) };
  }

  /** Takes the key; the confirmation that answers it, or undefined where it was refused. Session keys of the user are good no more. */
  change(part: Uint8Array, confirmation: Uint8Array): Uint8Array | undefined {
    const { settings, users, updateKeys, userKeys } = this.#parts;
    const { authority } = settings;
    const pending = this.#pending;
    // Whatever becomes of it, this challenge serves no second time.
    this.#pending = undefined;
    const given = decodeUpdateKeyPart(part);
    if (authority === undefined || pending === undefined || given === undefined || given.user !== pending.user || given.sequence !== pending.sequence || !users.has(pending.user)) return undefined;
    const { name, sequence, masterData, ownData, user } = pending;
    const key = openUpdateKey(authority, given.data, name, ownData);
    if (key === undefined) return undefined;
    const expected = updateKeyConfirmation(authority.method, key, { name: authority.outstationName, own: masterData, other: ownData, sequence, user });
    if (!sameOctets(expected, confirmation)) return undefined;
    updateKeys.change(user, key);
    userKeys.drop(user, KEY_STATUS.notInitialized);
    return updateKeyConfirmation(authority.method, key, { name, own: ownData, other: masterData, sequence, user });
  }

  /** The channel is gone. */
  closed(): void {
    this.#pending = undefined;
  }
}
