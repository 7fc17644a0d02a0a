import { AGGRESSIVE_OCTETS } from './auth-fragment';
import { MasterAuth } from './auth-master';
import type { AuthStatistics } from './auth-statistics';
import { noReplyTo } from './auth-unanswered';
import { controlOctet, decodeFragmentObjects, decodeHeader, encodeFragment, type FragmentHeader } from './fragment';
import { FragmentLink, type WireCounters } from './fragment-link';
import { FUNCTION } from './function-codes';
import { IIN } from './iin';
import type { LinkFrame } from './link-frame';
import type { LinkOutcome } from './link-primary';
import type { FrameReceiver } from './link-router';
import { MasterRunner } from './master-runner';
import type { MasterCounters, MasterEnvironment, MasterHandler, MasterSettings } from './master-settings';
import type { MasterTask, TaskOutcome } from './master-task';
import { MasterUpkeep } from './master-upkeep';
import { reportsOf } from './master-values';
import type { ObjectBlock } from './object-block';
import type { DecodedObjects } from './objects-decoder';
import type { UserStatus } from './user-status';

const NO_AUTHENTICATION: TaskOutcome = { ok: false, failure: { kind: 'invalid', message: 'There is no secure authentication.' } };
/** Fewer than the 16 sequence numbers. */
const RECENT = 8;

/** A master's session with one outstation: the application layer's state machine. No I/O, no clock of its own. */
export class MasterSession implements FrameReceiver {
  readonly counters: MasterCounters = { requests: 0, responses: 0, retries: 0, timeouts: 0, unsolicited: 0, repeatedUnsolicited: 0, stray: 0, malformed: 0, unknownObjects: 0, events: 0 };
  readonly #settings: MasterSettings;
  readonly #handler: MasterHandler;
  readonly #link: FragmentLink;
  readonly #runner: MasterRunner;
  readonly #upkeep: MasterUpkeep;
  readonly #auth: MasterAuth | undefined;
  /** The last few, so that one that was overtaken on its way is told from a new one. */
  #recentUnsolicited: Uint8Array[] = [];
  /** By the last response; it shows it until it is told to clear it. */
  #restarted = false;
  #online = false;
  #now = 0;

  constructor(given: MasterSettings, handler: MasterHandler, environment: MasterEnvironment, now: number) {
    // Aggressive mode needs room in every request.
    const settings = given.authentication === undefined ? given : { ...given, maxSent: given.maxSent - AGGRESSIVE_OCTETS };
    this.#settings = settings;
    this.#handler = handler;
    this.#link = new FragmentLink(settings.link, settings.maxReceived, { send: (octets) => environment.send(octets), wake: (at) => environment.wake(at), onFragment: (fragment, _broadcast, at) => this.#fragment(fragment, at), onReachable: (reachable) => (reachable ? undefined : this.#setOnline(false)) }, now);
    this.#upkeep = new MasterUpkeep(settings, { submit: (task, at) => this.submit(task, at), clock: (at) => handler.currentTime(at), wake: (at) => environment.wake(at), now: () => this.#now });
    this.#runner = new MasterRunner(settings, this.counters, {
      send: (fragment, at, done) => this.#link.send(fragment, at, done),
      outgoing: (fragment, task, at) => this.#auth?.outgoing(fragment, task, at) ?? fragment,
      challengeMs: (functionCode, sent) => this.#auth?.challengeMs(functionCode, sent) ?? 0,
      // An outstation that leaves out the answer to wrong keys answered to what came before.
      onSilence: () => (this.#runner.current?.task.authentication === true ? undefined : this.#setOnline(false)),
      wake: (at) => environment.wake(at),
      now: () => this.#now,
    });
    if (settings.authentication !== undefined) {
      this.#auth = new MasterAuth(settings.authentication, settings.retryDelayMs, {
        process: (fragment, header, at) => this.#accepted(fragment, header, at),
        send: (fragment, at) => this.#link.send(fragment, at, () => undefined),
        submit: (task, at) => this.submit(task, at),
        current: () => this.#runner.current,
        fail: (failure) => this.#runner.fail(failure),
        extend: (at) => this.#runner.extend(at),
        clock: (at) => handler.currentTime(at),
        wake: (at) => environment.wake(at),
        now: () => this.#now,
        told: (event) => {
          if (event.kind === 'keys') this.#upkeep.authenticated(this.#now);
          handler.onAuthentication?.(event);
        },
      });
    }
  }

  /** Whether the outstation answered its last request. */
  get online(): boolean {
    return this.#online;
  }

  get waiting(): number {
    return this.#runner.waiting;
  }

  /** Security statistics, and octets held of a response that is not authenticated yet; undefined without authentication. */
  get security(): { readonly statistics: AuthStatistics; readonly heldOctets: number; hasKeys(user: number, now: number): boolean; keysOf(user: number, now: number): { readonly since: number; readonly changeAt: number } | undefined } | undefined {
    return this.#auth;
  }

  wire(): WireCounters {
    return this.#link.wire();
  }

  /** The channel is open: the start-up sequence begins. */
  opened(now: number): void {
    this.#now = now;
    this.#runner.opened();
    this.#recentUnsolicited = [];
    this.#restarted = false;
    // Keys first: what follows is challenged.
    this.#auth?.opened(now);
    this.#upkeep.opened(now);
    this.#runner.pump(now);
  }

  /** The channel is gone: everything waiting fails. */
  closed(reason: string): void {
    const tasks = this.#runner.closed(reason);
    this.#upkeep.closed();
    this.#auth?.closed();
    this.#link.closed(reason);
    this.#setOnline(false);
    for (const task of tasks) task.done({ ok: false, failure: { kind: 'closed', message: reason } });
  }

  /** Puts a task into the queue; its `done` is called once. */
  submit(task: MasterTask, now: number): void {
    this.#now = now;
    this.#runner.submit(task, now);
  }

  /** A task that holds goes on. False where it does not hold, or is no longer under way. */
  proceed(task: MasterTask, now: number): boolean {
    this.#now = now;
    return this.#runner.proceed(task, now);
  }

  /**
   * Gives a user of secure authentication another update key, by its number or, where only the outstation knows that, by its
   * name; fails without an authority in the settings. `done` is called once.
   */
  changeUpdateKey(user: number | string, key: Uint8Array, done: (outcome: TaskOutcome) => void, now: number): void {
    this.#now = now;
    if (this.#auth === undefined) return done(NO_AUTHENTICATION);
    this.#auth.authority.changeUpdateKey(user, key, done, now);
  }

  /** Adds, changes or deletes a user of the outstation, by the authority of the settings. `done` is called once. */
  changeUser(status: UserStatus, done: (outcome: TaskOutcome) => void, now: number): void {
    this.#now = now;
    if (this.#auth === undefined) return done(NO_AUTHENTICATION);
    this.#auth.authority.changeUser(status, done, now);
  }

  /** Sends a request to a broadcast address (0xfffd to 0xffff); nobody answers. False when it cannot be sent. */
  broadcast(destination: number, functionCode: number, blocks: readonly ObjectBlock[]): boolean {
    const encoded = encodeFragment({ control: { first: true, final: true, confirm: false, unsolicited: false, sequence: this.#runner.nextSequence() }, functionCode, blocks }, this.#settings.maxSent);
    return encoded.kind === 'octets' && this.#runner.open && this.#link.broadcast(destination, encoded.octets);
  }

  /** Asks the link layer whether the outstation is there. */
  requestLinkStatus(now: number, done: (outcome: LinkOutcome) => void): void {
    this.#link.requestLinkStatus(now, done);
  }

  accepts(frame: LinkFrame): boolean {
    return this.#link.accepts(frame);
  }

  receive(frame: LinkFrame, now: number): void {
    this.#now = now;
    this.#link.receive(frame, now);
  }

  tick(now: number): void {
    this.#now = now;
    this.#link.tick(now);
    this.#runner.tick(now);
    this.#auth?.tick(now);
    this.#upkeep.tick(now);
    this.#runner.pump(now);
  }

  #fragment(fragment: Uint8Array, now: number): void {
    if (!this.#runner.open) return;
    const header = decodeHeader(fragment);
    if ('fault' in header) {
      this.counters.malformed += 1;
      return;
    }
    if (this.#auth === undefined) this.#accepted(fragment, header, now);
    else this.#auth.receive(fragment, header, now);
  }

  /** A fragment that is authentic, or need not be. */
  #accepted(fragment: Uint8Array, header: FragmentHeader, now: number): void {
    if (header.functionCode === FUNCTION.unsolicitedResponse) return this.#unsolicited(fragment, header, now);
    const wanted = this.#runner.current?.task.authentication === true ? FUNCTION.authenticateResponse : FUNCTION.response;
    if (header.functionCode === wanted) return this.#response(fragment, header, now);
    const { current } = this.#runner;
    if (this.#auth === undefined && header.functionCode === FUNCTION.authenticateResponse && current?.sequence === header.control.sequence && !header.control.unsolicited) {
      const answer = noReplyTo(fragment, header, this.#handler.currentTime(now));
      if (answer !== undefined) this.#link.send(answer, now, () => undefined);
      this.#setOnline(true);
      this.#handler.onAuthentication?.({ kind: 'asked' });
      return this.#runner.fail({ kind: 'authentication', message: `The outstation asks for authentication of "${current.task.name}", and there is no key for it here; nothing was carried out.` });
    }
    this.counters.stray += 1;
  }

  #response(fragment: Uint8Array, header: FragmentHeader, now: number): void {
    const { current } = this.#runner;
    const { control } = header;
    if (current === undefined || control.unsolicited || !this.#runner.expects(control)) {
      this.counters.stray += 1;
      return;
    }
    this.counters.responses += 1;
    this.#setOnline(true);
    const iin = header.iin ?? 0;
    const excess = this.#runner.excess(fragment.length);
    if (excess !== undefined) {
      this.#indications(iin, now);
      return this.#runner.fail({ kind: 'bad-response', message: `The outstation's answer to "${current.task.name}" does not end: ${excess}. Ask for fewer points at once, or allow longer answers.` }, current.task);
    }
    const decoded = this.#objects(fragment, header);
    if (decoded.kind === 'bad') {
      // Not confirmed: its events stay in the outstation.
      this.counters.malformed += 1;
      this.#indications(iin, now);
      return this.#runner.fail({ kind: 'bad-response', message: `The outstation's answer cannot be read: ${decoded.reason}.` }, current.task);
    }
    const { task } = current;
    const authentication = task.authentication === true;
    if (!authentication) this.#report(decoded.blocks, task, now);
    if (control.confirm) this.#confirm(control.sequence, false, now);
    if (!control.final) {
      // What its first fragments reported may have made room again: the last one need not tell of it.
      if ((iin & IIN.eventBufferOverflow) !== 0) this.#overflowed(iin, now);
      return this.#runner.continued(now);
    }
    this.#runner.answered();
    // Indications first: what they ask for waits behind this task, but goes ahead of what follows it.
    this.#indications(iin, now);
    this.#runner.next(task, { iin, blocks: decoded.blocks, ...(authentication ? { request: current.sent } : {}) }, now);
  }

  #unsolicited(fragment: Uint8Array, header: FragmentHeader, now: number): void {
    const { control } = header;
    if (!control.unsolicited || !control.first || !control.final) {
      this.counters.stray += 1;
      return;
    }
    const decoded = this.#objects(fragment, header);
    if (decoded.kind === 'bad') {
      this.counters.malformed += 1;
      return;
    }
    // Events before the first integrity poll are left with the outstation: nothing is known that they could change.
    if (decoded.blocks.length > 0 && !this.#upkeep.ready) {
      this.counters.stray += 1;
      return this.#indications(header.iin ?? 0, now);
    }
    this.counters.unsolicited += 1;
    this.#setOnline(true);
    this.#noteRestart(header.iin ?? 0);
    if (this.#recentUnsolicited.some((recent) => Buffer.compare(recent, fragment) === 0)) this.counters.repeatedUnsolicited += 1;
    else {
      this.#recentUnsolicited = [...this.#recentUnsolicited.slice(1 - RECENT), fragment];
      this.#report(decoded.blocks, undefined, now);
    }
    if (control.confirm) this.#confirm(control.sequence, true, now);
    this.#indications(header.iin ?? 0, now);
  }

  /** A restarted outstation begins its numbers anew. */
  #noteRestart(iin: number): void {
    const restarted = (iin & IIN.deviceRestart) !== 0;
    if (restarted && !this.#restarted) this.#recentUnsolicited = [];
    this.#restarted = restarted;
  }

  /** Objects that are not known end the fragment, but do not spoil it: unconfirmed, it would come again for ever. */
  #objects(fragment: Uint8Array, header: FragmentHeader): DecodedObjects {
    const decoded = decodeFragmentObjects(fragment, header);
    if (decoded.kind !== 'bad' || decoded.problem !== 'object-unknown') return decoded;
    this.counters.unknownObjects += 1;
    return { kind: 'value', blocks: decoded.before };
  }

  /** `task`: whose answer it is; none for an unsolicited response. */
  #report(blocks: readonly ObjectBlock[], task: MasterTask | undefined, now: number): void {
    const reports = reportsOf(blocks);
    if (reports.length === 0) return;
    this.counters.events += reports.filter(({ kind }) => kind === 'event').length;
    this.#handler.onReports(reports, task === undefined, now, ...(task === undefined ? [] : [task]));
  }

  #confirm(sequence: number, unsolicited: boolean, now: number): void {
    const control = controlOctet({ first: true, final: true, confirm: false, unsolicited, sequence });
    // A confirm that is lost shows by the response coming again.
    const confirm = Uint8Array.of(control, FUNCTION.confirm);
    this.#link.send(this.#auth?.outgoing(confirm, undefined, now) ?? confirm, now, () => undefined);
  }

  #overflowed(iin: number, now: number): void {
    this.#handler.onIndications(iin, now);
    this.#upkeep.overflowed();
  }

  #indications(iin: number, now: number): void {
    this.#noteRestart(iin);
    this.#handler.onIndications(iin, now);
    this.#auth?.indications(iin, now);
    this.#upkeep.indications(iin, now);
    this.#runner.pump(now);
  }

  #setOnline(online: boolean): void {
    if (this.#online === online) return;
    this.#online = online;
    this.#handler.onOnline(online, this.#now);
  }
}
