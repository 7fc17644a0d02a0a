import { AUTH_ERROR, authErrorText } from './auth-codes';
import { Challenger, type AuthVerdict } from './auth-challenger';
import { isCritical } from './auth-critical';
import { authBlock, authFragment, authObject, isAggressive } from './auth-fragment';
import { decodeAuthError, decodeChallenge, decodeReply, encodeAuthError } from './auth-objects';
import { MasterAuthority } from './auth-master-authority';
import { Rekey } from './auth-rekey';
import { Responder } from './auth-responder';
import { authFault, type MasterAuthSettings } from './auth-settings';
import { AuthStatistics } from './auth-statistics';
import { MasterUsers } from './auth-users';
import { decodeHeader, type FragmentHeader } from './fragment';
import { FUNCTION } from './function-codes';
import type { AuthenticationEvent } from './master-settings';
import type { MasterTask, TaskFailure } from './master-task';
import { UpdateKeys } from './update-keys';

/** The request that a master has under way. */
export interface RequestUnderWay {
  readonly task: MasterTask;
  readonly sequence: number;
  /** As it was sent. */
  readonly sent: Uint8Array;
}

export interface MasterAuthEnvironment {
  /** A fragment that is authentic, or need not be. */
  process(fragment: Uint8Array, header: FragmentHeader, now: number): void;
  send(fragment: Uint8Array, now: number): void;
  submit(task: MasterTask, now: number): void;
  current(): RequestUnderWay | undefined;
  /** The request under way ends. */
  fail(failure: TaskFailure, now: number): void;
  /** The request under way is waited for anew. */
  extend(now: number): void;
  clock(now: number): number;
  wake(at: number): void;
  now(): number;
  told(event: AuthenticationEvent): void;
}

interface OwnError {
  readonly code: number;
  readonly user: number;
  readonly sequence: number;
}

/** Challenges answered of one request: its repetition on the way may be challenged too, more would serve a stranger. */
const REPLIES_PER_REQUEST = 2;

/**
 * Secure authentication version 5 of a master's session with an outstation: stands between the session and its link
 * (rules from memory of IEEE 1815-2012, clause 7, and as an independent C++ stack has them).
 */
export class MasterAuth {
  readonly statistics = new AuthStatistics();
  readonly #settings: MasterAuthSettings;
  readonly #environment: MasterAuthEnvironment;
  readonly #critical: ReadonlySet<number>;
  readonly #challenger: Challenger;
  readonly #responder = new Responder();
  /** Changes users and update keys for the authority of the settings. */
  readonly authority: MasterAuthority;
  readonly #rekey: Rekey;
  readonly #defaultUser: number;
  /** Functions that the outstation challenged. */
  readonly #challenged = new Set<number>();
  #repliesLeft = 0;
  #challengeOfUnsolicited = false;
  /** An unsolicited response that came before there were keys to challenge it with. */
  #early: { readonly fragment: Uint8Array; readonly header: FragmentHeader } | undefined;
  #errorsLeft: number;

  /** Throws on settings that cannot be used: a mistake of the caller. */
  constructor(settings: MasterAuthSettings, retryDelayMs: number, environment: MasterAuthEnvironment) {
    const fault = authFault(settings);
    const [first] = settings.users;
    if (fault !== undefined || first === undefined) throw new RangeError(fault);
    if (settings.sessionKeyOctets < 16 || settings.sessionKeyOctets > 32) throw new RangeError(`Session keys of ${settings.sessionKeyOctets} octets; 16 to 32 are allowed.`);
    this.#settings = settings;
    this.#environment = environment;
    this.#defaultUser = first.number;
    this.#critical = new Set(settings.alsoCritical);
    this.#challenger = new Challenger(settings);
    const updateKeys = settings.updateKeys ?? new UpdateKeys(settings.users);
    const users = new MasterUsers(settings.users);
    this.#errorsLeft = settings.maxErrors;
    this.#rekey = new Rekey(settings, users, updateKeys, retryDelayMs, this.statistics, {
      submit: (task, now) => environment.submit(task, now),
      wake: (at) => environment.wake(at),
      now: () => environment.now(),
      changed: (user) => {
        this.#keysChanged(environment.now());
        environment.told({ kind: 'keys', user });
      },
      failed: (user, failure) => environment.told({ kind: 'no-keys', user, failure }),
    });
    this.authority = new MasterAuthority({
      settings,
      users,
      updateKeys,
      statistics: this.statistics,
      submit: (task, now) => environment.submit(task, now),
      keyChanged: (user) => {
        this.#responder.forget();
        this.#rekey.updateKeyChanged(user, environment.now());
      },
      forgotten: (user) => this.#rekey.forgotten(user),
    });
  }

  /** Octets held of responses that are not authenticated yet: one that is challenged, one that came before the keys. */
  get heldOctets(): number {
    return this.#challenger.heldOctets + (this.#early?.fragment.length ?? 0);
  }

  /** Whether a user has session keys now. */
  hasKeys(user: number, now: number): boolean {
    return this.#rekey.keys.get(user, now) !== undefined;
  }

  /** When a user's session keys came, and when they will be changed; undefined without keys. */
  keysOf(user: number, now: number): { readonly since: number; readonly changeAt: number } | undefined {
    const since = this.hasKeys(user, now) ? this.#rekey.keys.since(user) : undefined;
    return since === undefined ? undefined : { since, changeAt: since + this.#settings.sessionKeyIntervalMs };
  }

  opened(now: number): void {
    this.#rekey.opened(now);
  }

  closed(): void {
    this.#challenger.closed();
    this.#responder.forget();
    this.#challenged.clear();
    this.#early = undefined;
    this.#rekey.closed();
  }

  tick(now: number): void {
    if (this.#challenger.timedOut(now)) {
      this.statistics.add('replyTimeouts');
      this.statistics.add('discardedMessages');
    }
    if (this.#challenger.waiting) this.#environment.wake(this.#challenger.deadline);
    this.#rekey.tick(now);
  }

  indications(iin: number, now: number): void {
    this.#rekey.indications(iin, now);
  }

  /** A fragment on its way out, in aggressive mode where that is possible and of use. */
  outgoing(fragment: Uint8Array, task: MasterTask | undefined, now: number): Uint8Array {
    this.statistics.add('messagesSent');
    if (task !== undefined) this.#repliesLeft = REPLIES_PER_REQUEST;
    const header = decodeHeader(fragment);
    if ('fault' in header || task?.authentication === true || !this.#settings.aggressiveMode) return fragment;
    if (!isCritical(header.functionCode, this.#critical) && !this.#challenged.has(header.functionCode)) return fragment;
    const user = task?.user ?? this.#defaultUser;
    const keys = this.#rekey.keys.get(user, now);
    const sent = keys === undefined ? fragment : this.#responder.protect(fragment, header.objectsAt, user, keys.control, Number.POSITIVE_INFINITY);
    if (sent !== fragment) {
      this.statistics.add('criticalMessagesSent');
      this.#rekey.keys.used(user);
    }
    return sent;
  }

  /** Whether a request that nobody answers is perhaps challenged, so that its place is kept for so long. */
  challengeMs(functionCode: number, sent: Uint8Array): number {
    const header = decodeHeader(sent);
    return isCritical(functionCode, this.#critical) && !('fault' in header) && !isAggressive(sent, header) ? this.#settings.replyTimeoutMs : 0;
  }

  receive(fragment: Uint8Array, header: FragmentHeader, now: number): void {
    this.statistics.add('messagesReceived');
    const { functionCode, control } = header;
    if (functionCode === FUNCTION.authenticateResponse) return this.#authResponse(fragment, header, now);
    const aggressive = isAggressive(fragment, header);
    if (!aggressive && !isCritical(functionCode, this.#critical)) return this.#environment.process(fragment, header, now);
    if (control.unsolicited && !this.hasKeys(this.#defaultUser, now)) {
      this.#early = { fragment, header };
      return;
    }
    this.statistics.add('criticalMessagesReceived');
    if (aggressive) return this.#judge(this.#challenger.aggressive(fragment, header, (user) => this.#monitoring(user, now)), header, now);
    // A response goes ahead of an unsolicited one, which comes again.
    if (this.#challenger.waiting && (control.unsolicited || !this.#challengeOfUnsolicited)) return this.statistics.add('unexpectedMessages');
    if (!control.unsolicited && this.#environment.current()?.sequence !== control.sequence) return this.statistics.add('unexpectedMessages');
    this.#challengeOfUnsolicited = control.unsolicited;
    this.#put(this.#challenger.challenge(fragment, header, { functionCode: FUNCTION.authenticateRequest, iin: 0, user: this.#defaultUser }, now), now);
    if (!control.unsolicited) this.#environment.extend(now);
    this.#environment.wake(this.#challenger.deadline);
  }

  #keysChanged(now: number): void {
    this.#responder.forget();
    const early = this.#early;
    this.#early = undefined;
    if (early !== undefined) this.receive(early.fragment, early.header, now);
  }

  #authResponse(fragment: Uint8Array, header: FragmentHeader, now: number): void {
    const current = this.#environment.current();
    const own = !header.control.unsolicited && current?.sequence === header.control.sequence ? current : undefined;
    const object = authObject(fragment, header);
    // What an authority asked for is answered by no objects at all.
    if (own?.task.authentication === true && fragment.length === header.objectsAt) return this.#environment.process(fragment, header, now);
    if (object === undefined) return this.statistics.add('discardedMessages');
    const { variation, octets } = object;
    if (variation === 2) {
      const reply = decodeReply(octets);
      return reply === undefined ? this.statistics.add('discardedMessages') : this.#judge(this.#challenger.reply(reply, (user) => this.#monitoring(user, now)), header, now);
    }
    if (own?.task.authentication === true) return this.#environment.process(fragment, header, now);
    if (variation === 1 && own !== undefined) return this.#challengedBy(fragment, octets, own, now);
    if (variation === 7) return this.#errorReceived(octets, own, now);
    this.statistics.add('unexpectedMessages');
  }

  #judge(verdict: AuthVerdict, header: FragmentHeader, now: number): void {
    if (verdict.kind === 'unexpected') return this.statistics.add('unexpectedMessages');
    const { user } = verdict;
    if (verdict.kind === 'authentic') {
      this.statistics.add('successfulAuthentications');
      this.#errorsLeft = this.#settings.maxErrors;
      this.#rekey.succeeded(user);
      return this.#environment.process(verdict.fragment, verdict.header, now);
    }
    this.statistics.add('authenticationFailures');
    this.#sendError(header, { code: AUTH_ERROR.authenticationFailed, user, sequence: verdict.sequence }, now);
    this.#rekey.failed(this.#defaultUser, now);
  }

  #challengedBy(fragment: Uint8Array, octets: Uint8Array, current: RequestUnderWay, now: number): void {
    const challenge = decodeChallenge(octets);
    if (challenge === undefined || this.#repliesLeft === 0) return this.statistics.add('discardedMessages');
    this.#repliesLeft -= 1;
    this.statistics.add('criticalMessagesSent');
    const user = current.task.user ?? this.#defaultUser;
    const header = decodeHeader(current.sent);
    if ('fault' in header) return;
    // Told each time: it is bounded by this station's own requests, and an outstation that waits for a reply takes no command.
    if (!this.#settings.acceptedMacAlgorithms.includes(challenge.macAlgorithm)) {
      this.#putError(header.control, { code: AUTH_ERROR.macAlgorithmNotSupported, user, sequence: challenge.sequence }, now);
      return this.#environment.fail({ kind: 'authentication', code: AUTH_ERROR.macAlgorithmNotSupported, message: `The outstation asks for MAC algorithm ${challenge.macAlgorithm}, which is not accepted.` }, now);
    }
    const keys = this.#rekey.keys.get(user, now);
    const reply = keys === undefined ? undefined : this.#responder.answer(fragment, challenge, current.sent, user, keys.control);
    if (reply === undefined) {
      this.#putError(header.control, { code: AUTH_ERROR.authenticationFailed, user, sequence: challenge.sequence }, now);
      this.#rekey.failed(user, now);
      return this.#environment.fail({ kind: 'authentication', message: `The outstation asks for authentication of "${current.task.name}", but user ${user} has no session keys; nothing was carried out.` }, now);
    }
    this.#challenged.add(header.functionCode);
    this.#rekey.keys.used(user);
    const { sequence } = current;
    this.#put(authFragment({ first: true, final: true, confirm: false, unsolicited: false, sequence }, FUNCTION.authenticateRequest, authBlock(2, reply)), now);
    this.#environment.extend(now);
  }

  #errorReceived(octets: Uint8Array, current: RequestUnderWay | undefined, now: number): void {
    this.statistics.add('errorMessagesReceived');
    this.#responder.forget();
    const error = decodeAuthError(octets);
    if (error === undefined || current === undefined) return;
    const user = current.task.user ?? this.#defaultUser;
    const failure = { kind: 'authentication', code: error.code, message: `The outstation refused "${current.task.name}" of user ${user}: ${authErrorText(error.code)}${error.text === '' ? '' : ` (${error.text})`}.` } as const;
    this.#environment.told({ kind: 'refused', user, failure });
    // Anybody can send an error; it ends the task, which says so.
    this.#environment.fail(failure, now);
    if (error.code === AUTH_ERROR.authenticationFailed) this.#rekey.failed(user, now);
  }

  #sendError({ control }: FragmentHeader, error: OwnError, now: number): void {
    if (this.#errorsLeft === 0) return this.statistics.add('discardedMessages');
    this.#errorsLeft -= 1;
    this.#putError(control, error, now);
  }

  #putError({ sequence, unsolicited }: FragmentHeader['control'], { code, user, sequence: number }: OwnError, now: number): void {
    this.statistics.add('errorMessagesSent');
    const { association } = this.#settings;
    const object = encodeAuthError({ sequence: number, user, association, code, time: Math.round(this.#environment.clock(now)), text: '' });
    this.#put(authFragment({ first: true, final: true, confirm: false, unsolicited, sequence }, FUNCTION.authenticateRequestNoAck, authBlock(7, object)), now);
  }

  #monitoring(user: number, now: number): Uint8Array | undefined {
    return this.#rekey.keys.get(user, now)?.monitoring;
  }

  #put(fragment: Uint8Array, now: number): void {
    this.statistics.add('messagesSent');
    this.#environment.send(fragment, now);
  }
}
