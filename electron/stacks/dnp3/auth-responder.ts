import { AGGRESSIVE_OCTETS, joinAggressive } from './auth-fragment';
import { macOf } from './auth-mac';
import { encodeReply, type AuthChallenge } from './auth-objects';

interface Answered {
  readonly fragment: Uint8Array;
  readonly macAlgorithm: number;
  sequence: number;
}

/** Answers challenges of the peer, and makes fragments of aggressive mode once a challenge was answered. */
export class Responder {
  #answered: Answered | undefined;

  /** Whether aggressive mode is possible: not before a challenge was answered with these session keys. */
  get ready(): boolean {
    return this.#answered !== undefined;
  }

  /** The reply to a challenge of what was sent; undefined where its algorithm is not known. */
  answer(fragment: Uint8Array, challenge: AuthChallenge, challenged: Uint8Array, user: number, key: Uint8Array): Uint8Array | undefined {
    const mac = macOf(challenge.macAlgorithm, key, [fragment, challenged]);
    if (mac === undefined) return undefined;
    this.#answered = { fragment, macAlgorithm: challenge.macAlgorithm, sequence: challenge.sequence };
    return encodeReply({ sequence: challenge.sequence, user, mac });
  }

  /** The fragment in aggressive mode, or as it is where that is not possible. */
  protect(fragment: Uint8Array, objectsAt: number, user: number, key: Uint8Array, maxOctets: number): Uint8Array {
    const answered = this.#answered;
    if (answered === undefined || fragment.length + AGGRESSIVE_OCTETS > maxOctets || answered.sequence >= 0xffff_ffff) return fragment;
    answered.sequence += 1;
    return joinAggressive(fragment, objectsAt, { sequence: answered.sequence, user }, (signed) => macOf(answered.macAlgorithm, key, [answered.fragment, signed]) ?? new Uint8Array(0));
  }

  /** Keys were changed, or the channel is gone: the next critical fragment waits for its challenge. */
  forget(): void {
    this.#answered = undefined;
  }
}
