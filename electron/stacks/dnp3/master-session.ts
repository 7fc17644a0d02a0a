import { AGGRESSIVE_OCTETS } from './auth-fragment';
import { MasterAuth } from './auth-master';
import type { AuthStatistics } from './auth-statistics';
import { controlOctet, decodeFragmentObjects, decodeHeader, encodeFragment, type FragmentHeader } from './fragment';
import { FragmentLink, type WireCounters } from './fragment-link';
import { FUNCTION, isWithoutAck } from './function-codes';
import { IIN } from './iin';
import type { LinkFrame } from './link-frame';
import type { LinkOutcome } from './link-primary';
import type { FrameReceiver } from './link-router';
import type { MasterCounters, MasterEnvironment, MasterHandler, MasterSettings } from './master-settings';
import { TaskQueue, type MasterTask, type TaskFailure, type TaskOutcome, type TaskResponse } from './master-task';
import { MasterUpkeep } from './master-upkeep';
import { reportsOf } from './master-values';
import type { ObjectBlock } from './object-block';
import type { DecodedObjects } from './objects-decoder';

interface Current {
  readonly task: MasterTask;
  step: number;
  retriesLeft: number;
  fragment: Uint8Array;
  /** As it went out: in aggressive mode, or as it is. */
  sent: Uint8Array;
  functionCode: number;
  sequence: number;
  first: boolean;
  deadline: number;
}

/** Fewer than the 16 sequence numbers. */
const RECENT = 8;
const NOTHING = new Uint8Array(0);

/** A master's session with one outstation: the application layer's state machine. No I/O, no clock of its own. */
export class MasterSession implements FrameReceiver {
  readonly counters: MasterCounters = { requests: 0, responses: 0, retries: 0, timeouts: 0, unsolicited: 0, repeatedUnsolicited: 0, stray: 0, malformed: 0, unknownObjects: 0, events: 0 };
  readonly #settings: MasterSettings;
  readonly #handler: MasterHandler;
  readonly #environment: MasterEnvironment;
  readonly #link: FragmentLink;
  readonly #queue: TaskQueue;
  readonly #upkeep: MasterUpkeep;
  readonly #auth: MasterAuth | undefined;
  #closedBecause: string | undefined = 'The channel is not open.';
  #current: Current | undefined;
  #sequence = 0;
  /** The last few, so that one that was overtaken on its way is told from a new one. */
  #recentUnsolicited: Uint8Array[] = [];
  #online = false;
  #now = 0;

  constructor(given: MasterSettings, handler: MasterHandler, environment: MasterEnvironment, now: number) {
    // Aggressive mode needs room in every request.
    const settings = given.authentication === undefined ? given : { ...given, maxSent: given.maxSent - AGGRESSIVE_OCTETS };
    this.#settings = settings;
    this.#handler = handler;
    this.#environment = environment;
    this.#queue = new TaskQueue(settings.queueLimit);
    this.#link = new FragmentLink(settings.link, settings.maxReceived, { send: (octets) => environment.send(octets), wake: (at) => environment.wake(at), onFragment: (fragment, _broadcast, at) => this.#fragment(fragment, at), onReachable: (reachable) => (reachable ? undefined : this.#setOnline(false)) }, now);
    this.#upkeep = new MasterUpkeep(settings, { submit: (task, at) => this.submit(task, at), clock: (at) => handler.currentTime(at), wake: (at) => environment.wake(at), now: () => this.#now });
    if (settings.authentication !== undefined) {
      this.#auth = new MasterAuth(settings.authentication, settings.retryDelayMs, {
        process: (fragment, header, at) => this.#accepted(fragment, header, at),
        send: (fragment, at) => this.#link.send(fragment, at, () => undefined),
        submit: (task, at) => this.submit(task, at),
        current: () => this.#current,
        fail: (failure) => (this.#current === undefined ? undefined : this.#finish(this.#current, { ok: false, failure })),
        extend: (at) => this.#waitFor(at, settings.responseTimeoutMs),
        clock: (at) => handler.currentTime(at),
        wake: (at) => environment.wake(at),
        now: () => this.#now,
      });
    }
  }

  /** Whether the outstation answered its last request. */
  get online(): boolean {
    return this.#online;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Security statistics, and octets held of a response that is not authenticated yet; undefined without authentication. */
  get security(): { readonly statistics: AuthStatistics; readonly heldOctets: number; hasKeys(user: number, now: number): boolean } | undefined {
    return this.#auth;
  }

  wire(): WireCounters {
    return this.#link.wire();
  }

  /** The channel is open: the start-up sequence begins. */
  opened(now: number): void {
    this.#now = now;
    this.#closedBecause = undefined;
    this.#recentUnsolicited = [];
    // Keys first: what follows is challenged.
    this.#auth?.opened(now);
    this.#upkeep.opened(now);
    this.#pump(now);
  }

  /** The channel is gone: everything waiting fails. */
  closed(reason: string): void {
    this.#closedBecause = reason;
    this.#upkeep.closed();
    this.#auth?.closed();
    const tasks = this.#current === undefined ? this.#queue.drain() : [this.#current.task, ...this.#queue.drain()];
    this.#current = undefined;
    this.#link.closed(reason);
    this.#setOnline(false);
    for (const task of tasks) task.done({ ok: false, failure: { kind: 'closed', message: reason } });
  }

  /** Puts a task into the queue; its `done` is called once. */
  submit(task: MasterTask, now: number): void {
    this.#now = now;
    const refuse = (failure: TaskFailure): void => task.done({ ok: false, failure });
    if (this.#closedBecause !== undefined) return refuse({ kind: 'closed', message: this.#closedBecause });
    if (!this.#queue.push(task)) return refuse({ kind: 'busy', message: `${this.#settings.queueLimit} tasks are waiting for this outstation.` });
    this.#pump(now);
  }

  /** Sends a request to a broadcast address (0xfffd to 0xffff); nobody answers. False when it cannot be sent. */
  broadcast(destination: number, functionCode: number, blocks: readonly ObjectBlock[]): boolean {
    const encoded = encodeFragment({ control: { first: true, final: true, confirm: false, unsolicited: false, sequence: this.#nextSequence() }, functionCode, blocks }, this.#settings.maxSent);
    return encoded.kind === 'octets' && this.#closedBecause === undefined && this.#link.broadcast(destination, encoded.octets);
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
    const current = this.#current;
    if (current !== undefined) {
      if (now < current.deadline) {
        if (current.deadline !== Number.POSITIVE_INFINITY) this.#environment.wake(current.deadline);
      } else this.#timedOut(current, now);
    }
    this.#auth?.tick(now);
    this.#upkeep.tick(now);
    this.#pump(now);
  }

  #pump(now: number): void {
    while (this.#current === undefined && this.#closedBecause === undefined) {
      const task = this.#queue.take();
      if (task === undefined) return;
      this.#current = { task, step: 0, retriesLeft: task.retries, fragment: NOTHING, sent: NOTHING, functionCode: 0, sequence: 0, first: true, deadline: Number.POSITIVE_INFINITY };
      this.#step(this.#current, undefined, now);
    }
  }

  #step(current: Current, previous: TaskResponse | undefined, now: number): void {
    const next = current.task.step(current.step, previous, now);
    if ('ok' in next) return this.#finish(current, next);
    current.step += 1;
    current.retriesLeft = current.task.retries;
    this.#send(current, next.functionCode, next.blocks, now);
  }

  #send(current: Current, functionCode: number, blocks: readonly ObjectBlock[], now: number): void {
    const sequence = this.#nextSequence();
    const encoded = encodeFragment({ control: { first: true, final: true, confirm: false, unsolicited: false, sequence }, functionCode, blocks }, this.#settings.maxSent);
    if (encoded.kind === 'invalid') return this.#finish(current, { ok: false, failure: { kind: 'invalid', message: `The request is not possible: ${encoded.reason}.` } });
    Object.assign(current, { fragment: encoded.octets, functionCode, sequence, first: true });
    this.#put(current, now);
  }

  #put(current: Current, now: number): void {
    this.counters.requests += 1;
    current.deadline = Number.POSITIVE_INFINITY;
    current.sent = this.#auth?.outgoing(current.fragment, current.task, now) ?? current.fragment;
    this.#link.send(current.sent, now, (outcome) => {
      if (this.#current !== current) return;
      const at = this.#now;
      if (!outcome.ok) return this.#finish(current, { ok: false, failure: { kind: 'busy', message: outcome.reason } });
      if (!isWithoutAck(current.functionCode)) return this.#waitFor(at, this.#settings.responseTimeoutMs);
      const challengeMs = this.#auth?.challengeMs(current.functionCode, current.sent) ?? 0;
      if (challengeMs === 0) return this.#step(current, undefined, at);
      this.#waitFor(at, challengeMs);
    });
  }

  #waitFor(now: number, ms: number): void {
    if (this.#current === undefined) return;
    this.#current.deadline = now + ms;
    this.#environment.wake(this.#current.deadline);
  }

  #timedOut(current: Current, now: number): void {
    // Nobody answers it; it had time to be challenged.
    if (isWithoutAck(current.functionCode)) return this.#step(current, undefined, now);
    this.counters.timeouts += 1;
    if (current.retriesLeft === 0) {
      this.#setOnline(false);
      const maybe = current.task.retries === 0 ? ' It may have been carried out.' : '';
      return this.#finish(current, { ok: false, failure: { kind: 'timeout', message: `Outstation ${this.#settings.link.remoteAddress} did not answer "${current.task.name}" within ${this.#settings.responseTimeoutMs} ms.${maybe}` } });
    }
    current.retriesLeft -= 1;
    this.counters.retries += 1;
    // A new sequence number, so that a late answer to the first request is told from the one to this.
    current.sequence = this.#nextSequence();
    current.first = true;
    const again = Uint8Array.from(current.fragment);
    again[0] = controlOctet({ first: true, final: true, confirm: false, unsolicited: false, sequence: current.sequence });
    current.fragment = again;
    this.#put(current, now);
  }

  #finish(current: Current, outcome: TaskOutcome): void {
    if (this.#current !== current) return;
    this.#current = undefined;
    current.task.done(outcome);
    this.#pump(this.#now);
  }

  #fragment(fragment: Uint8Array, now: number): void {
    if (this.#closedBecause !== undefined) return;
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
    const wanted = this.#current?.task.authentication === true ? FUNCTION.authenticateResponse : FUNCTION.response;
    if (header.functionCode === wanted) return this.#response(fragment, header, now);
    this.counters.stray += 1;
  }

  #response(fragment: Uint8Array, header: FragmentHeader, now: number): void {
    const current = this.#current;
    const { control } = header;
    if (current === undefined || control.unsolicited || control.sequence !== current.sequence || control.first !== current.first) {
      this.counters.stray += 1;
      return;
    }
    this.counters.responses += 1;
    this.#setOnline(true);
    const decoded = this.#objects(fragment, header);
    const iin = header.iin ?? 0;
    if (decoded.kind === 'bad') {
      // Not confirmed: its events stay in the outstation.
      this.counters.malformed += 1;
      this.#indications(iin, now);
      return this.#finish(current, { ok: false, failure: { kind: 'bad-response', message: `The outstation's answer cannot be read: ${decoded.reason}.` } });
    }
    const authentication = current.task.authentication === true;
    if (!authentication) this.#report(decoded.blocks, false, now);
    if (control.confirm) this.#confirm(control.sequence, false, now);
    if (!control.final) {
      current.first = false;
      current.sequence = (current.sequence + 1) & 0x0f;
      return this.#waitFor(now, this.#settings.responseTimeoutMs);
    }
    // The sequence number of the last fragment is the one that the next request follows.
    this.#sequence = (current.sequence + 1) & 0x0f;
    // Indications first: what they ask for waits behind this task, but goes ahead of what follows it.
    this.#indications(iin, now);
    if (this.#current === current) this.#step(current, { iin, blocks: decoded.blocks, ...(authentication ? { request: current.sent } : {}) }, now);
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
    // A restarted outstation begins its numbers anew.
    if (((header.iin ?? 0) & IIN.deviceRestart) !== 0) this.#recentUnsolicited = [];
    if (this.#recentUnsolicited.some((recent) => Buffer.compare(recent, fragment) === 0)) this.counters.repeatedUnsolicited += 1;
    else {
      this.#recentUnsolicited = [...this.#recentUnsolicited.slice(1 - RECENT), fragment];
      this.#report(decoded.blocks, true, now);
    }
    if (control.confirm) this.#confirm(control.sequence, true, now);
    this.#indications(header.iin ?? 0, now);
  }

  /** Objects that are not known end the fragment, but do not spoil it: unconfirmed, it would come again for ever. */
  #objects(fragment: Uint8Array, header: FragmentHeader): DecodedObjects {
    const decoded = decodeFragmentObjects(fragment, header);
    if (decoded.kind !== 'bad' || decoded.problem !== 'object-unknown') return decoded;
    this.counters.unknownObjects += 1;
    return { kind: 'value', blocks: decoded.before };
  }

  #report(blocks: readonly ObjectBlock[], unsolicited: boolean, now: number): void {
    const reports = reportsOf(blocks);
    if (reports.length === 0) return;
    this.counters.events += reports.filter(({ kind }) => kind === 'event').length;
    this.#handler.onReports(reports, unsolicited, now);
  }

  #confirm(sequence: number, unsolicited: boolean, now: number): void {
    const control = controlOctet({ first: true, final: true, confirm: false, unsolicited, sequence });
    // A confirm that is lost shows by the response coming again.
    const confirm = Uint8Array.of(control, FUNCTION.confirm);
    this.#link.send(this.#auth?.outgoing(confirm, undefined, now) ?? confirm, now, () => undefined);
  }

  #indications(iin: number, now: number): void {
    this.#handler.onIndications(iin, now);
    this.#auth?.indications(iin, now);
    this.#upkeep.indications(iin, now);
    this.#pump(now);
  }

  #setOnline(online: boolean): void {
    if (this.#online === online) return;
    this.#online = online;
    this.#handler.onOnline(online, this.#now);
  }

  #nextSequence(): number {
    const sequence = this.#sequence;
    this.#sequence = (sequence + 1) & 0x0f;
    return sequence;
  }
}
