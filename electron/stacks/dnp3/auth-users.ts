/** A user whose update key was given to both stations beforehand, here or in `updateKeys` of the settings, where it may come later. */
export interface AuthUser {
  /** 1 to 65535; 1 is the default user. */
  readonly number: number;
  /** 16 octets (AES-128 key wrap) or 32 (AES-256). */
  readonly updateKey?: Uint8Array;
  /** The name under which the authority knows the user; needed where users or update keys are changed over the line. */
  readonly name?: string;
}

export interface OutstationUser extends AuthUser {
  /** Whether the user may do this; all unless given. */
  readonly permits?: (functionCode: number) => boolean;
}

/** Users that a master learns of at most, beside those of its settings. */
const MAX_LEARNED = 64;

/** The users of a master's session: those of its settings, and those that were given an update key over the line. */
export class MasterUsers {
  readonly #limit: number;
  #users: readonly AuthUser[];

  constructor(users: readonly AuthUser[]) {
    this.#users = users;
    this.#limit = users.length + MAX_LEARNED;
  }

  get all(): readonly AuthUser[] {
    return this.#users;
  }

  numbered(number: number): AuthUser | undefined {
    return this.#users.find((user) => user.number === number);
  }

  named(name: string): AuthUser | undefined {
    return this.#users.find((user) => user.name === name);
  }

  /** Whether one more can be learned. */
  get room(): boolean {
    return this.#users.length < this.#limit;
  }

  /** The outstation knows this user by this number. */
  learn(number: number, name: string): void {
    const known = this.numbered(number);
    if (known?.name === name) return;
    this.#users = [...this.#users.filter((user) => user.number !== number && user.name !== name), { number, name }];
  }

  forget(number: number): void {
    this.#users = this.#users.filter((user) => user.number !== number);
  }
}
