import { roleMay } from './auth-roles';
import type { UserStatusChange } from './auth-update-objects';
import type { OutstationUser } from './auth-users';
import { USER_OPERATION } from './user-status';

/** A user as the authority left it. */
export interface GrantedUser {
  readonly number: number;
  readonly name: string;
  readonly role: number;
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly expiresAt: number;
}

/** What the authority changed: to be kept for the next start, beside the update keys. */
export interface GrantedUsers {
  /** The least sequence number of a change that is taken. */
  readonly nextSequence: number;
  readonly users: readonly GrantedUser[];
  /** Numbers of users of the settings that were deleted. */
  readonly deleted: readonly number[];
}

export interface OutstationUsersOptions {
  /** What was kept. */
  readonly granted?: GrantedUsers;
  /** Users held at most; 64 unless given, which makers of such devices document. */
  readonly maxUsers?: number;
  readonly onChange?: (granted: GrantedUsers) => void;
}

/** Why a change is not taken. */
export type UserRefusal = 'sequence' | 'unknown' | 'full' | 'operation';

const NONE: GrantedUsers = { nextSequence: 0, users: [], deleted: [] };
const DAY_MS = 86_400_000;
const MAX_SEQUENCE = 0xffff_ffff;
const MAX_NAME_OCTETS = 255;
const LAST_NUMBER = 65_535;

/** The users of an outstation: those of its settings, and what an authority made of them over the line. Sessions of one outstation share one. */
export class OutstationUsers {
  readonly #settings: readonly OutstationUser[];
  readonly #maxUsers: number;
  readonly #onChange: (granted: GrantedUsers) => void;
  #granted: GrantedUsers;
  /** The greatest number that was ever given: a deleted user's number does not come back while session keys of it may be about. */
  #lastNumber: number;

  constructor(settings: readonly OutstationUser[], { granted = NONE, maxUsers = 64, onChange = () => undefined }: OutstationUsersOptions = {}) {
    this.#settings = settings;
    this.#maxUsers = maxUsers;
    this.#onChange = onChange;
    this.#granted = granted;
    // 1 is the default user, which is not given to others.
    this.#lastNumber = Math.max(1, ...settings.map(({ number }) => number), ...granted.users.map(({ number }) => number), ...granted.deleted);
    if (this.#lastNumber >= LAST_NUMBER) this.#lastNumber = 1;
  }

  get granted(): GrantedUsers {
    return this.#granted;
  }

  has(number: number): boolean {
    return this.#grantedTo(number) !== undefined || this.#set(number) !== undefined;
  }

  /** The number of the user with this name. */
  numberOf(name: string): number | undefined {
    const granted = this.#granted.users.find((user) => user.name === name);
    if (granted !== undefined) return granted.number;
    const set = this.#settings.find((user) => user.name !== undefined && user.name === name);
    return set === undefined ? undefined : this.#set(set.number)?.number;
  }

  /** Whether a user may ask for this now. @param clock milliseconds since 1970-01-01T00:00Z */
  permits(number: number, functionCode: number, clock: number): boolean {
    const granted = this.#grantedTo(number);
    if (granted !== undefined) return clock < granted.expiresAt && roleMay(granted.role, functionCode);
    const set = this.#set(number);
    return set !== undefined && (set.permits?.(functionCode) ?? true);
  }

  /**
   * Takes a change that the authority certified; the number of its user, or why it is not taken. The sequence number is
   * used up in any case but that it is too small. A user that is added again is changed.
   */
  apply(change: UserStatusChange, clock: number): number | UserRefusal {
    if (change.sequence < this.#granted.nextSequence) return 'sequence';
    const result = this.#applied(change, clock);
    // After the greatest number none is greater: nothing more is taken.
    this.#granted = { ...this.#granted, nextSequence: Math.min(change.sequence, MAX_SEQUENCE) + 1 };
    this.#onChange(this.#granted);
    return result;
  }

  #applied({ operation, name, role, roleExpiry }: UserStatusChange, clock: number): number | UserRefusal {
    const { users, deleted } = this.#granted;
    const known = this.numberOf(name);
    const others = users.filter((user) => user.number !== known);
    if (operation === USER_OPERATION.delete) {
      if (known === undefined) return 'unknown';
      const ofSettings = this.#settings.some(({ number }) => number === known);
      this.#granted = { ...this.#granted, users: others, deleted: ofSettings ? [...deleted, known] : deleted };
      return known;
    }
    if (operation !== USER_OPERATION.add && operation !== USER_OPERATION.change) return 'operation';
    if (known === undefined && operation === USER_OPERATION.change) return 'unknown';
    const octets = Buffer.byteLength(name, 'utf8');
    if (octets === 0 || octets > MAX_NAME_OCTETS) return 'operation';
    const number = known ?? this.#freeNumber();
    if (number === undefined) return 'full';
    this.#granted = { ...this.#granted, users: [...others, { number, name, role, expiresAt: clock + roleExpiry * DAY_MS }] };
    return number;
  }

  #freeNumber(): number | undefined {
    const held = this.#granted.users.filter((user) => this.#set(user.number) === undefined).length + this.#settings.filter(({ number }) => this.#set(number) !== undefined).length;
    if (held >= this.#maxUsers) return undefined;
    const taken = (number: number): boolean => this.has(number) || this.#granted.deleted.includes(number);
    for (let tries = 0; tries < LAST_NUMBER; tries += 1) {
      this.#lastNumber = this.#lastNumber >= LAST_NUMBER ? 2 : this.#lastNumber + 1;
      if (!taken(this.#lastNumber)) return this.#lastNumber;
    }
    return undefined;
  }

  #grantedTo(number: number): GrantedUser | undefined {
    return this.#granted.users.find((user) => user.number === number);
  }

  /** The user of the settings, unless it was deleted. */
  #set(number: number): OutstationUser | undefined {
    return this.#granted.deleted.includes(number) ? undefined : this.#settings.find((user) => user.number === number);
  }
}
