import { randomBytes } from 'node:crypto';
import { UPDATE_KEY_METHOD } from '../../stacks/dnp3';
import type { UpdateKeyAuthority } from '../../stacks/dnp3';

type Method = UpdateKeyAuthority['method'];

/** The method that goes with a key of the authority, by its length: 3 for 16 octets, 4 for 32. */
export function methodOf(key: Uint8Array): Method {
  return key.length === 16 ? UPDATE_KEY_METHOD.aes128Sha1 : UPDATE_KEY_METHOD.aes256Sha256;
}

/** The authority as sessions know it, whose key is there only while it is held: in its place stands one that nobody knows. */
export class HeldAuthority implements UpdateKeyAuthority {
  readonly outstationName: string;
  #key = unknownKey();

  constructor(outstationName: string) {
    this.outstationName = outstationName;
  }

  get certificationKey(): Uint8Array {
    return this.#key;
  }

  get method(): Method {
    return methodOf(this.#key);
  }

  hold(key: Uint8Array): void {
    this.#key = Uint8Array.from(key);
  }

  forget(): void {
    this.#key.fill(0);
    this.#key = unknownKey();
  }
}

function unknownKey(): Uint8Array {
  return Uint8Array.from(randomBytes(32));
}
