/** The update keys of users: those given beforehand until others came over the line. Sessions of one outstation share one. */
export class UpdateKeys {
  readonly #keys: Map<number, Uint8Array>;
  readonly #onChange: (user: number, key: Uint8Array) => void;

  /** @param onChange a key came over the line: it has to be kept for the next start */
  constructor(users: readonly { readonly number: number; readonly updateKey?: Uint8Array }[], onChange: (user: number, key: Uint8Array) => void = () => undefined) {
    this.#keys = new Map(users.flatMap(({ number, updateKey }) => (updateKey === undefined ? [] : [[number, updateKey]])));
    this.#onChange = onChange;
  }

  of(user: number): Uint8Array | undefined {
    return this.#keys.get(user);
  }

  change(user: number, key: Uint8Array): void {
    this.#keys.set(user, key);
    this.#onChange(user, key);
  }

  /** The user was deleted. The list of users tells of that; what was kept of the key is of no more use. */
  forget(user: number): void {
    this.#keys.delete(user);
  }
}
