import type { Broadcast } from './addresses';
import { AGGRESSIVE_OCTETS } from './auth-fragment';
import { OutstationAuth } from './auth-outstation';
import type { OutstationAuthSettings } from './auth-settings';
import type { AuthStatistics } from './auth-statistics';
import type { PointEvent } from './database';
import { EventBuffer } from './event-buffer';
import { FLAG } from './flags';
import { decodeHeader, type FragmentHeader } from './fragment';
import { FragmentLink, type WireCounters } from './fragment-link';
import { FUNCTION, isWithoutAck } from './function-codes';
import { IIN } from './iin';
import type { LinkFrame } from './link-frame';
import type { FrameReceiver } from './link-router';
import type { OutstationCounters, OutstationEnvironment } from './outstation-environment';
import type { OutstationShared } from './outstation-functions';
import { planRead } from './outstation-read';
import { isControl, isFileRead, OutstationRequests } from './outstation-requests';
import type { OutstationSettings } from './outstation-settings';
import { RecentControls } from './recent-controls';
import { NO_PLAN, Solicited } from './outstation-solicited';
import { Unsolicited } from './outstation-unsolicited';

/** One master's session with an outstation: the application layer's state machine. No I/O, no clock of its own. */
export class OutstationSession implements FrameReceiver {
  readonly counters: OutstationCounters = { requests: 0, repeated: 0, malformed: 0, ignored: 0, confirmTimeouts: 0, unsolicited: 0, broadcasts: 0 };
  readonly #shared: OutstationShared;
  readonly #environment: OutstationEnvironment;
  readonly #link: FragmentLink;
  readonly #events: EventBuffer;
  readonly #requests: OutstationRequests;
  readonly #solicited: Solicited;
  readonly #unsolicited: Unsolicited;
  readonly #auth: OutstationAuth | undefined;
  /** A read that waits until the unsolicited response under way is confirmed or given up. */
  #deferred: Uint8Array | undefined;
  #restarted = true;
  #recentControls = new RecentControls();
  /** Requests that the master sent, also such that were never authenticated, and the number of the last one. */
  #seen = { requests: 0, sequence: -1 };

  constructor(given: OutstationSettings, shared: OutstationShared, environment: OutstationEnvironment, now: number) {
    // Aggressive mode needs room in every response.
    const settings = given.authentication === undefined ? given : { ...given, maxSent: given.maxSent - AGGRESSIVE_OCTETS };
    this.#shared = shared;
    this.#environment = environment;
    this.#events = new EventBuffer(settings.eventLimit);
    this.#link = new FragmentLink(settings.link, settings.maxReceived, { send: (octets) => environment.send(octets), wake: (at) => environment.wake(at), onFragment: (fragment, broadcast, at) => this.#fragment(fragment, broadcast, at) }, now);
    this.#solicited = new Solicited(settings, shared, this.#events, { send: (fragment, at) => this.#send(fragment, at), indications: () => this.#indications(), wake: (at) => environment.wake(at) });
    this.#unsolicited = new Unsolicited(settings, this.#events, {
      send: (fragment, at) => {
        this.counters.unsolicited += 1;
        this.#send(fragment, at);
      },
      indications: () => this.#indications(),
      wake: (at) => environment.wake(at),
    });
    this.#requests = new OutstationRequests(settings, shared, {
      clearRestart: () => {
        this.#restarted = false;
      },
      enableUnsolicited: (eventClass, enabled) => this.#unsolicited.enable(eventClass, enabled),
      malformed: () => {
        this.counters.malformed += 1;
      },
    });
    const { authentication } = settings;
    if (authentication !== undefined) this.#auth = this.#authenticated(authentication);
  }

  /** Security statistics, and octets held of a request that is not authenticated yet; undefined without authentication. */
  get security(): { readonly statistics: AuthStatistics; readonly heldOctets: number; forgetKeys(): void } | undefined {
    return this.#auth;
  }

  get events(): { readonly waiting: number; readonly lost: number; readonly overflow: boolean } {
    return { waiting: this.#events.size, lost: this.#events.lost, overflow: this.#events.overflow };
  }

  /** How many events wait again, or waited again, because the confirm of their response did not come. */
  get unconfirmedEvents(): number {
    return this.#events.unconfirmed;
  }

  wire(): WireCounters {
    return this.#link.wire();
  }

  /** The channel is open: a null unsolicited response goes out where that is allowed. */
  opened(now: number): void {
    this.#unsolicited.opened();
    this.#pump(now);
  }

  /** The channel is gone. Events stay. */
  closed(reason: string): void {
    if (this.#solicited.awaiting || this.#unsolicited.pending) this.#events.release();
    this.#solicited.closed();
    this.#deferred = undefined;
    this.#recentControls = new RecentControls();
    this.#requests.closed();
    this.#unsolicited.closed();
    this.#auth?.closed();
    this.#link.closed(reason);
  }

  accepts(frame: LinkFrame): boolean {
    return this.#link.accepts(frame);
  }

  receive(frame: LinkFrame, now: number): void {
    this.#link.receive(frame, now);
  }

  /** An event of the database. */
  event(event: PointEvent, now: number): void {
    const { state } = event;
    // Every event has a time, whatever variation it will be asked for in.
    this.#events.add(state.time === undefined ? { ...event, state: { ...state, time: this.#shared.handler.currentTime(now) } } : event);
    this.#unsolicited.gather(event.eventClass, now);
    this.#pump(now);
  }

  tick(now: number): void {
    this.#link.tick(now);
    this.#auth?.tick(now);
    this.#freezeDue(now);
    if (this.#solicited.timedOut(now)) this.counters.confirmTimeouts += 1;
    if (this.#unsolicited.timedOut(now, this.#deferred !== undefined)) this.counters.confirmTimeouts += 1;
    if (!this.#unsolicited.pending) this.#takeDeferred(now);
    this.#pump(now);
  }

  #pump(now: number): void {
    if (!this.#solicited.awaiting) this.#unsolicited.pump(now);
  }

  #fragment(fragment: Uint8Array, broadcast: Broadcast | undefined, now: number): void {
    const header = decodeHeader(fragment);
    if ('fault' in header) {
      this.counters.malformed += 1;
      return;
    }
    if (broadcast === undefined) this.#see(header);
    if (this.#auth !== undefined && broadcast === undefined) return this.#auth.receive(fragment, header, now);
    if (this.#auth?.takesBroadcast(header.functionCode) === false) return;
    this.#accepted(fragment, header, broadcast, now);
  }

  /** A request of another number: the master has gone on, and what has the octets of an earlier request later is a new one. */
  #see({ functionCode, control: { sequence } }: FragmentHeader): void {
    if (functionCode >= FUNCTION.response || functionCode === FUNCTION.confirm || sequence === this.#seen.sequence) return;
    this.#seen = { requests: this.#seen.requests + 1, sequence };
    this.#solicited.passed(sequence);
  }

  /** A fragment that is authentic, or need not be. */
  #accepted(fragment: Uint8Array, header: FragmentHeader, broadcast: Broadcast | undefined, now: number): void {
    const { control, functionCode } = header;
    if (functionCode === FUNCTION.confirm && broadcast === undefined) return this.#confirm(control.unsolicited, control.sequence, now);
    // A valid request has a function code from 1 to 128, FIR and FIN set, UNS clear; other fragments are discarded (IEEE 1815-2012, outstation state table, read in an excerpt).
    if (functionCode >= FUNCTION.response || functionCode === FUNCTION.confirm || control.unsolicited || !control.first || !control.final) {
      this.counters.ignored += 1;
      return;
    }
    if (broadcast !== undefined) return this.#onBroadcast(fragment, header, broadcast, now);
    // A newer request takes the place of a read that still waits.
    this.#deferred = undefined;
    if (functionCode === FUNCTION.read && this.#unsolicited.pending) {
      this.#deferred = fragment;
      return;
    }
    this.#request(fragment, header, now);
    this.#pump(now);
  }

  #onBroadcast(fragment: Uint8Array, header: FragmentHeader, broadcast: Broadcast, now: number): void {
    this.counters.broadcasts += 1;
    this.#solicited.broadcast(broadcast);
    if (header.functionCode !== FUNCTION.read) this.#requests.perform(fragment, header, now);
  }

  #request(fragment: Uint8Array, header: FragmentHeader, now: number): void {
    this.counters.requests += 1;
    const { control, functionCode } = header;
    if (!isWithoutAck(functionCode) && this.#solicited.repeat(fragment, functionCode, now)) {
      this.counters.repeated += 1;
      return;
    }
    if (isControl(functionCode) && !isWithoutAck(functionCode) && this.#recentControls.overtaken(fragment, this.#seen.requests)) {
      this.counters.repeated += 1;
      return;
    }
    this.#solicited.begin();
    if (functionCode === FUNCTION.read && !isFileRead(fragment, header)) return this.#read(fragment, header, now);
    const answer = this.#requests.perform(fragment, header, now);
    if (functionCode === FUNCTION.freezeAtTime || functionCode === FUNCTION.freezeAtTimeNoAck) this.#freezeDue(now);
    if (!isWithoutAck(functionCode)) this.#solicited.answer(fragment, control.sequence, answer, now);
  }

  #read(fragment: Uint8Array, header: FragmentHeader, now: number): void {
    this.#requests.forget();
    const decoded = this.#requests.objects(fragment, header);
    const plan = 'bad' in decoded ? { plan: NO_PLAN, iin: decoded.bad } : planRead(decoded.blocks, this.#shared.database, this.#events, { attributes: this.#shared.attributes, timeIntervals: this.#shared.handler.timeIntervals?.() ?? [] });
    this.#solicited.read(fragment, header.control.sequence, plan, now);
  }

  #confirm(unsolicited: boolean, sequence: number, now: number): void {
    if (unsolicited) {
      if (!this.#unsolicited.confirm(sequence)) this.counters.ignored += 1;
      this.#takeDeferred(now);
      return this.#pump(now);
    }
    if (this.#solicited.confirm(sequence, now)) this.#pump(now);
    else this.counters.ignored += 1;
  }

  #takeDeferred(now: number): void {
    const fragment = this.#deferred;
    if (fragment === undefined || this.#unsolicited.pending) return;
    this.#deferred = undefined;
    const header = decodeHeader(fragment);
    if (!('fault' in header)) this.#request(fragment, header, now);
  }

  #freezeDue(now: number): void {
    const next = this.#requests.tick(now);
    if (next !== undefined) this.#environment.wake(next);
  }

  #indications(): number {
    const { handler, needTime } = this.#shared;
    return (
      handler.indications() |
      (this.#restarted ? IIN.deviceRestart : 0) |
      (needTime ? IIN.needTime : 0) |
      (this.#events.waiting(1) ? IIN.class1Events : 0) |
      (this.#events.waiting(2) ? IIN.class2Events : 0) |
      (this.#events.waiting(3) ? IIN.class3Events : 0) |
      (this.#events.overflow ? IIN.eventBufferOverflow : 0) |
      (this.#solicited.broadcastTold ? IIN.broadcast : 0)
    );
  }

  #authenticated(settings: OutstationAuthSettings): OutstationAuth {
    const { database, handler } = this.#shared;
    const { association } = settings;
    return new OutstationAuth(settings, {
      process: (fragment, header, at) => this.#accepted(fragment, header, undefined, at),
      send: (fragment, at) => this.#put(fragment, at),
      indications: () => this.#indications(),
      clock: (at) => handler.currentTime(at),
      wake: (at) => this.#environment.wake(at),
      statistic: (index, value, at) => database.update('security-statistic', index, { value, flags: FLAG.online, association }, at),
    });
  }

  #send(fragment: Uint8Array, now: number): void {
    if (this.#auth === undefined) this.#put(fragment, now);
    else this.#auth.send(fragment, now);
  }

  #put(fragment: Uint8Array, now: number): void {
    // A fragment that does not arrive is found by its confirm's timeout, or by the master's.
    this.#link.send(fragment, now, () => undefined);
  }
}
