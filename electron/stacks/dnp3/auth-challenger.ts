import { randomBytes } from 'node:crypto';
import { CHALLENGE_REASON_CRITICAL } from './auth-codes';
import { authBlock, authFragment, splitAggressive } from './auth-fragment';
import { macOctets, macOf, sameOctets } from './auth-mac';
import { encodeChallenge, type AuthReply } from './auth-objects';
import type { AuthSettings } from './auth-settings';
import type { FragmentHeader } from './fragment';

/** What the peer's authentication came to. */
export type AuthVerdict =
  | { readonly kind: 'authentic'; readonly user: number; readonly fragment: Uint8Array; readonly header: FragmentHeader }
  /** The MAC is wrong, its user has no keys, or its sequence number was used. */
  | { readonly kind: 'failed'; readonly user: number; readonly sequence: number }
  /** Nothing was challenged, or not with this number. What is waited for goes on being waited for. */
  | { readonly kind: 'unexpected' };

interface Pending {
  readonly fragment: Uint8Array;
  readonly header: FragmentHeader;
  readonly challenge: Uint8Array;
  readonly sequence: number;
  readonly deadline: number;
}

export type ChallengeSettings = Pick<AuthSettings, 'macAlgorithm' | 'challengeOctets' | 'replyTimeoutMs' | 'random'>;

/**
 * Authenticates what a peer sends: challenges it and checks the reply, or checks a fragment of aggressive mode. Holds one
 * challenged fragment and no more, so that a stranger cannot make it hold much. A reply's MAC is over challenge and
 * challenged fragment; one of aggressive mode over an earlier challenge and the fragment before the MAC (from memory of
 * IEEE 1815-2012, clause 7; the first as an independent C++ stack does it).
 */
export class Challenger {
  readonly #settings: ChallengeSettings;
  readonly #random: (octets: number) => Uint8Array;
  #sequence = 0;
  /** The greatest number of which a valid MAC came: none is valid twice. */
  #used = 0;
  #pending: Pending | undefined;
  /** The challenge that was answered last, and the newest: aggressive mode may refer to either, as one can be lost on its way. */
  #answered: Uint8Array | undefined;
  #newest: Uint8Array | undefined;

  constructor(settings: ChallengeSettings) {
    this.#settings = settings;
    this.#random = settings.random ?? ((octets) => Uint8Array.from(randomBytes(octets)));
  }

  get waiting(): boolean {
    return this.#pending !== undefined;
  }

  get deadline(): number {
    return this.#pending?.deadline ?? Number.POSITIVE_INFINITY;
  }

  /** Octets of the fragment that is held until it is authenticated. */
  get heldOctets(): number {
    return this.#pending?.fragment.length ?? 0;
  }

  /** Holds a fragment and gives the challenge to be sent. */
  challenge(fragment: Uint8Array, header: FragmentHeader, send: { readonly functionCode: number; readonly iin: number; readonly user: number }, now: number): Uint8Array {
    this.#sequence = (Math.max(this.#sequence, this.#used) + 1) >>> 0;
    const { macAlgorithm, challengeOctets, replyTimeoutMs } = this.#settings;
    const object = encodeChallenge({ sequence: this.#sequence, user: send.user, macAlgorithm, reason: CHALLENGE_REASON_CRITICAL, data: this.#random(challengeOctets) });
    const { sequence, unsolicited } = header.control;
    const challenge = authFragment({ first: true, final: true, confirm: false, unsolicited, sequence }, send.functionCode, authBlock(1, object), send.iin);
    this.#newest = challenge;
    this.#pending = { fragment, header, challenge, sequence: this.#sequence, deadline: now + replyTimeoutMs };
    return challenge;
  }

  /** @param keyOf the key that authenticates what a user of the peer sends */
  reply(reply: AuthReply, keyOf: (user: number) => Uint8Array | undefined): AuthVerdict {
    const pending = this.#pending;
    if (pending === undefined || reply.sequence !== pending.sequence) return { kind: 'unexpected' };
    this.#pending = undefined;
    const { user, sequence } = reply;
    const key = keyOf(user);
    const mac = key === undefined ? undefined : macOf(this.#settings.macAlgorithm, key, [pending.challenge, pending.fragment]);
    if (mac === undefined || !sameOctets(mac, reply.mac)) return { kind: 'failed', user, sequence };
    this.#answered = pending.challenge;
    this.#used = sequence;
    return { kind: 'authentic', user, fragment: pending.fragment, header: pending.header };
  }

  /** Checks a fragment of aggressive mode; the verdict carries it as it would be without. */
  aggressive(fragment: Uint8Array, header: FragmentHeader, keyOf: (user: number) => Uint8Array | undefined): AuthVerdict {
    const { macAlgorithm } = this.#settings;
    const parts = splitAggressive(fragment, header, macOctets(macAlgorithm) ?? 0);
    if (parts === undefined) return { kind: 'unexpected' };
    const { user, sequence, signed, mac, inner } = parts;
    const key = keyOf(user);
    const challenges = [this.#answered, this.#newest].filter((each) => each !== undefined);
    const right = key !== undefined && sequence > this.#used && challenges.some((challenge) => sameOctets(macOf(macAlgorithm, key, [challenge, signed]) ?? new Uint8Array(0), mac));
    if (!right) return { kind: 'failed', user, sequence };
    this.#used = sequence;
    return { kind: 'authentic', user, fragment: inner, header };
  }

  /** Gives up a challenge that is not answered in time; whether there was one. */
  timedOut(now: number): boolean {
    if (this.#pending === undefined || now < this.#pending.deadline) return false;
    this.#pending = undefined;
    return true;
  }

  /** The peer says that it cannot reply: nothing is waited for any more. */
  abandon(): void {
    this.#pending = undefined;
  }

  /** The channel is gone. Numbers go on, so that nothing of the old channel is valid on the new one. */
  closed(): void {
    this.#pending = undefined;
    this.#answered = undefined;
    this.#newest = undefined;
  }
}
