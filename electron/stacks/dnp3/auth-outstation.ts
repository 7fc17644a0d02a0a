import { randomBytes } from 'node:crypto';
import { AUTH_ERROR } from './auth-codes';
import { Challenger, type AuthVerdict } from './auth-challenger';
import { isCritical } from './auth-critical';
import { authBlock, authFragment, authObject, isAggressive } from './auth-fragment';
import { decodeChallenge, decodeKeyChange, decodeReply, encodeAuthError } from './auth-objects';
import { OutstationAuthority, type AuthorityAnswer } from './auth-outstation-authority';
import { OutstationKeys } from './auth-outstation-keys';
import { OutstationUsers } from './auth-outstation-users';
import { Responder } from './auth-responder';
import { authFault, type OutstationAuthSettings } from './auth-settings';
import { AuthStatistics } from './auth-statistics';
import { UserKeys } from './auth-user-keys';
import { decodeHeader, type FragmentHeader } from './fragment';
import { FUNCTION } from './function-codes';
import { UpdateKeys } from './update-keys';

export interface OutstationAuthEnvironment {
  /** A fragment that is authentic, or need not be. */
  process(fragment: Uint8Array, header: FragmentHeader, now: number): void;
  send(fragment: Uint8Array, now: number): void;
  indications(): number;
  /** Milliseconds since 1970-01-01T00:00Z. */
  clock(now: number): number;
  wake(at: number): void;
  statistic(index: number, value: number, now: number): void;
}

const UNKNOWN_USER = 0;

/**
 * Secure authentication version 5 of one master's session with an outstation: stands between the session and its link
 * (rules from memory of IEEE 1815-2012, clause 7, and as an independent C++ stack has them).
 */
export class OutstationAuth {
  readonly statistics = new AuthStatistics();
  readonly #settings: OutstationAuthSettings;
  readonly #environment: OutstationAuthEnvironment;
  readonly #critical: ReadonlySet<number>;
  readonly #challenger: Challenger;
  readonly #responder = new Responder();
  readonly #userKeys: UserKeys;
  readonly #keys: OutstationKeys;
  readonly #users: OutstationUsers;
  readonly #authority: OutstationAuthority;
  /** The response and the unsolicited response sent last, which the master may challenge. */
  readonly #sent = new Map<boolean, Uint8Array>();
  /** Functions of which the master challenged a fragment: they go in aggressive mode from then on. */
  readonly #challenged = new Set<number>();
  #user = UNKNOWN_USER;
  #errorsLeft: number;

  /** Throws on settings that cannot be used: a mistake of the caller. */
  constructor(settings: OutstationAuthSettings, environment: OutstationAuthEnvironment) {
    const fault = authFault(settings);
    if (fault !== undefined) throw new RangeError(fault);
    this.#settings = settings;
    this.#environment = environment;
    this.#critical = new Set(settings.alsoCritical);
    this.#challenger = new Challenger(settings);
    this.#userKeys = new UserKeys({ intervalMs: settings.sessionKeyIntervalMs, count: settings.sessionKeyCount });
    const updateKeys = settings.updateKeys ?? new UpdateKeys(settings.users);
    const random = settings.random ?? ((octets: number) => Uint8Array.from(randomBytes(octets)));
    this.#users = settings.userList ?? new OutstationUsers(settings.users);
    this.#keys = new OutstationKeys(settings, this.#users, updateKeys, this.#userKeys);
    this.#authority = new OutstationAuthority({ settings, users: this.#users, updateKeys, userKeys: this.#userKeys, nextSequence: () => this.#keys.nextSequence(), random }, this.statistics);
    this.#errorsLeft = settings.maxErrors;
  }

  /** Octets held of a request that is not authenticated yet. */
  get heldOctets(): number {
    return this.#challenger.heldOctets;
  }

  /** Whether a broadcast may be carried out: nobody can be challenged by one. */
  takesBroadcast(functionCode: number): boolean {
    if (!isCritical(functionCode, this.#critical)) return true;
    this.statistics.add('discardedMessages');
    return false;
  }

  receive(fragment: Uint8Array, header: FragmentHeader, now: number): void {
    this.statistics.add('messagesReceived');
    this.#received(fragment, header, now);
    this.#publish(now);
  }

  /** A fragment of the session on its way out. */
  send(fragment: Uint8Array, now: number): void {
    const functionCode = fragment[1] ?? 0;
    const keys = this.#settings.aggressiveMode && this.#responder.ready && this.#challenged.has(functionCode) ? this.#keys.of(this.#user, now) : undefined;
    const header = decodeHeader(fragment);
    const protectedOne = keys === undefined || 'fault' in header ? fragment : this.#responder.protect(fragment, header.objectsAt, this.#user, keys.monitoring, Number.POSITIVE_INFINITY);
    if (protectedOne !== fragment) {
      this.statistics.add('criticalMessagesSent');
      this.#userKeys.used(this.#user);
    }
    this.#sent.set(functionCode === FUNCTION.unsolicitedResponse, protectedOne);
    this.#put(protectedOne, now);
  }

  tick(now: number): void {
    if (this.#challenger.timedOut(now)) {
      this.statistics.add('replyTimeouts');
      this.statistics.add('discardedMessages');
    }
    if (this.#challenger.waiting) this.#environment.wake(this.#challenger.deadline);
    this.#publish(now);
  }

  /** Session keys are gone, as after a restart that nobody noticed: what comes in them is refused until there are new ones. */
  forgetKeys(): void {
    this.#responder.forget();
    this.#userKeys.dropAll();
  }

  /** The channel is gone: session keys are good no more. */
  closed(): void {
    this.#challenger.closed();
    this.#responder.forget();
    this.#challenged.clear();
    this.#userKeys.dropAll();
    this.#keys.closed();
    this.#authority.closed();
    this.#sent.clear();
  }

  #received(fragment: Uint8Array, header: FragmentHeader, now: number): void {
    const { functionCode } = header;
    if (functionCode === FUNCTION.authenticateRequest || functionCode === FUNCTION.authenticateRequestNoAck) return this.#authRequest(fragment, header, now);
    const aggressive = isAggressive(fragment, header);
    const critical = isCritical(functionCode, this.#critical);
    if (!critical && !aggressive) return this.#environment.process(fragment, header, now);
    if (this.#challenger.waiting) return this.#unexpected();
    this.statistics.add('criticalMessagesReceived');
    if (!aggressive) {
      this.#put(this.#challenger.challenge(fragment, header, { functionCode: FUNCTION.authenticateResponse, iin: this.#environment.indications(), user: UNKNOWN_USER }, now), now);
      return this.#environment.wake(this.#challenger.deadline);
    }
    if (!this.#settings.aggressiveMode) return this.#error(header, { code: AUTH_ERROR.aggressiveModeNotSupported, user: UNKNOWN_USER, sequence: 0 }, now);
    this.#judge(this.#challenger.aggressive(fragment, header, (user) => this.#keys.of(user, now)?.control), header, now);
  }

  #authRequest(fragment: Uint8Array, header: FragmentHeader, now: number): void {
    const object = authObject(fragment, header);
    if (!header.control.first || !header.control.final) return this.#discard();
    if (object === undefined) return this.#updateKeyChange(fragment, header, now);
    const { variation, octets } = object;
    if (variation === 7) return this.#errorReceived();
    if (variation === 1) return this.#challengedBy(fragment, octets, header, now);
    // The rest belongs to requests, which an unsolicited fragment is none of.
    if (header.control.unsolicited) return this.#discard();
    if (variation === 2) {
      const reply = decodeReply(octets);
      return reply === undefined ? this.#discard() : this.#judge(this.#challenger.reply(reply, (user) => this.#keys.of(user, now)?.control), header, now);
    }
    if (variation === 4) return this.#keyStatus(object.user, header, now);
    if (this.#challenger.waiting) return this.#unexpected();
    if (variation === 6) return this.#keyChange(fragment, octets, header, now);
    if (variation === 11) return this.#forAuthority(this.#authority.requestKey(octets), header, now);
    if (variation === 10) return this.#forAuthority(this.#authority.changeUser(octets, this.#environment.clock(now)), header, now);
    this.#discard();
  }

  #judge(verdict: AuthVerdict, header: FragmentHeader, now: number): void {
    if (verdict.kind === 'unexpected') return this.#unexpected();
    const { user } = verdict;
    if (verdict.kind === 'failed') {
      this.statistics.add('authenticationFailures');
      return this.#error(header, { code: AUTH_ERROR.authenticationFailed, user, sequence: verdict.sequence }, now);
    }
    this.statistics.add('successfulAuthentications');
    this.#userKeys.used(user);
    this.#errorsLeft = this.#settings.maxErrors;
    if (!this.#users.permits(user, verdict.header.functionCode, this.#environment.clock(now))) {
      this.statistics.add('authorizationFailures');
      return this.#error(header, { code: AUTH_ERROR.authorizationFailed, user, sequence: 0 }, now);
    }
    this.#environment.process(verdict.fragment, verdict.header, now);
  }

  #challengedBy(fragment: Uint8Array, octets: Uint8Array, header: FragmentHeader, now: number): void {
    const challenge = decodeChallenge(octets);
    const { unsolicited, sequence } = header.control;
    const sent = this.#sent.get(unsolicited);
    if (challenge === undefined) return this.#discard();
    if (sent === undefined || ((sent[0] ?? 0) & 0x0f) !== sequence) return this.#unexpected();
    this.statistics.add('criticalMessagesSent');
    const user = challenge.user === UNKNOWN_USER ? this.#user : challenge.user;
    if (!this.#settings.acceptedMacAlgorithms.includes(challenge.macAlgorithm)) return this.#error(header, { code: AUTH_ERROR.macAlgorithmNotSupported, user, sequence: challenge.sequence }, now);
    const keys = this.#keys.of(user, now);
    const reply = keys === undefined ? undefined : this.#responder.answer(fragment, challenge, sent, user, keys.monitoring);
    if (reply === undefined) return this.#error(header, { code: AUTH_ERROR.authenticationFailed, user, sequence: challenge.sequence }, now);
    this.#userKeys.used(user);
    this.#challenged.add(sent[1] ?? 0);
    this.#answer(header, 2, reply, now);
  }

  /** The master cannot reply, or did not understand what was sent in aggressive mode: the next is challenged again. */
  #errorReceived(): void {
    this.statistics.add('errorMessagesReceived');
    this.#challenger.abandon();
    this.#responder.forget();
  }

  /** A master that asks for this has no reply to a challenge to give; were it made to wait, it might never get keys. */
  #keyStatus(user: number, header: FragmentHeader, now: number): void {
    if (this.#challenger.waiting) this.#unexpected();
    this.#challenger.abandon();
    const status = this.#keys.status(user, now);
    if (status === undefined) return this.#error(header, { code: AUTH_ERROR.unknownUser, user, sequence: 0 }, now);
    this.#answer(header, 5, status, now);
  }

  #keyChange(fragment: Uint8Array, octets: Uint8Array, header: FragmentHeader, now: number): void {
    const change = decodeKeyChange(octets);
    if (change === undefined) return this.#discard();
    const status = this.#keys.change(change, fragment, now);
    if (status === undefined) {
      this.statistics.add('failedSessionKeyChanges');
      return this.#error(header, { code: AUTH_ERROR.authenticationFailed, user: change.user, sequence: change.sequence }, now);
    }
    this.statistics.add('sessionKeyChanges');
    this.#responder.forget();
    this.#user = change.user;
    this.#errorsLeft = this.#settings.maxErrors;
    this.#answer(header, 5, status, now);
  }

  #updateKeyChange(fragment: Uint8Array, header: FragmentHeader, now: number): void {
    if (header.control.unsolicited || !this.#authority.isKeyChange(fragment, header)) return this.#discard();
    if (this.#challenger.waiting) return this.#unexpected();
    this.#forAuthority(this.#authority.changeKey(fragment, header), header, now);
  }

  #forAuthority(answer: AuthorityAnswer, header: FragmentHeader, now: number): void {
    if (answer.kind === 'discard') return this.#discard();
    if (answer.kind === 'error') return this.#error(header, { ...answer, user: UNKNOWN_USER }, now);
    if (answer.kind === 'taken' || answer.changed) {
      this.#responder.forget();
      this.#errorsLeft = this.#settings.maxErrors;
    }
    this.#answer(header, answer.kind === 'taken' ? 0 : answer.variation, answer.kind === 'taken' ? undefined : answer.object, now);
  }

  #error(header: FragmentHeader, { code, user, sequence, text = '' }: { readonly code: number; readonly user: number; readonly sequence: number; readonly text?: string }, now: number): void {
    if (this.#errorsLeft === 0 || header.functionCode === FUNCTION.authenticateRequestNoAck) return this.#discard();
    this.#errorsLeft -= 1;
    this.statistics.add('errorMessagesSent');
    const { association } = this.#settings;
    this.#answer(header, 7, encodeAuthError({ sequence, user, association, code, time: Math.round(this.#environment.clock(now)), text }), now);
  }

  #answer({ control: { sequence, unsolicited } }: FragmentHeader, variation: number, object: Uint8Array | undefined, now: number): void {
    this.#put(authFragment({ first: true, final: true, confirm: false, unsolicited, sequence }, FUNCTION.authenticateResponse, object === undefined ? undefined : authBlock(variation, object), this.#environment.indications()), now);
  }

  #unexpected(): void {
    this.statistics.add('unexpectedMessages');
  }

  #discard(): void {
    this.statistics.add('discardedMessages');
  }

  #put(fragment: Uint8Array, now: number): void {
    this.statistics.add('messagesSent');
    this.#environment.send(fragment, now);
  }

  #publish(now: number): void {
    this.statistics.takeChanged((index, value) => this.#environment.statistic(this.#settings.firstStatistic + index, value, now));
  }
}
