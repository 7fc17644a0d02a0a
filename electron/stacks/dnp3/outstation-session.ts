import type { Broadcast } from './addresses';
import { AGGRESSIVE_OCTETS } from './auth-fragment';
import { OutstationAuth } from './auth-outstation';
import type { OutstationAuthSettings } from './auth-settings';
import type { AuthStatistics } from './auth-statistics';
import type { PointEvent } from './database';
import { EventBuffer } from './event-buffer';
import { FLAG } from './flags';
import { controlOctet, decodeHeader, encodeFragment, type FragmentHeader } from './fragment';
import { FragmentLink, type WireCounters } from './fragment-link';
import { FUNCTION, isWithoutAck } from './function-codes';
import { IIN } from './iin';
import type { LinkFrame } from './link-frame';
import type { FrameReceiver } from './link-router';
import type { OutstationShared } from './outstation-functions';
import { planRead, ReadPlan, writeEvent } from './outstation-read';
import { isControl, isFileRead, OutstationRequests } from './outstation-requests';
import type { OutstationSettings } from './outstation-settings';
import { RecentControls } from './recent-controls';
import { ResponseWriter } from './response-writer';
import { Unsolicited } from './outstation-unsolicited';

export interface OutstationEnvironment {
  /** Puts octets on the wire; false when the channel takes none. */
  send(octets: Uint8Array): boolean;
  /** `tick` must be called at or soon after this time. */
  wake(at: number): void;
}

/** What a session counted; all of it only grows. */
export interface OutstationCounters {
  requests: number;
  /** Requests that came again and were answered again without being carried out again. */
  repeated: number;
  /** Fragments that are no request, or of which objects could not be read. */
  malformed: number;
  ignored: number;
  confirmTimeouts: number;
  unsolicited: number;
  broadcasts: number;
}

interface Awaited {
  readonly sequence: number;
  readonly plan: ReadPlan;
  readonly iin: number;
  readonly deadline: number;
}

interface Last {
  readonly request: Uint8Array;
  readonly response: Uint8Array;
}

const NO_PLAN = new ReadPlan([]);

/** One master's session with an outstation: the application layer's state machine. No I/O, no clock of its own. */
export class OutstationSession implements FrameReceiver {
  readonly counters: OutstationCounters = { requests: 0, repeated: 0, malformed: 0, ignored: 0, confirmTimeouts: 0, unsolicited: 0, broadcasts: 0 };
  readonly #settings: OutstationSettings;
  readonly #shared: OutstationShared;
  readonly #environment: OutstationEnvironment;
  readonly #link: FragmentLink;
  readonly #events: EventBuffer;
  readonly #requests: OutstationRequests;
  readonly #unsolicited: Unsolicited;
  readonly #auth: OutstationAuth | undefined;
  #awaited: Awaited | undefined;
  #last: Last | undefined;
  /** A read that waits until the unsolicited response under way is confirmed or given up. */
  #deferred: Uint8Array | undefined;
  #restarted = true;
  #broadcast: Broadcast | undefined;
  #recentControls = new RecentControls();

  constructor(given: OutstationSettings, shared: OutstationShared, environment: OutstationEnvironment, now: number) {
    // Aggressive mode needs room in every response.
    const settings = given.authentication === undefined ? given : { ...given, maxSent: given.maxSent - AGGRESSIVE_OCTETS };
    this.#settings = settings;
    this.#shared = shared;
    this.#environment = environment;
    this.#events = new EventBuffer(settings.eventLimit);
    this.#link = new FragmentLink(settings.link, settings.maxReceived, { send: (octets) => environment.send(octets), wake: (at) => environment.wake(at), onFragment: (fragment, broadcast, at) => this.#fragment(fragment, broadcast, at) }, now);
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
  get security(): { readonly statistics: AuthStatistics; readonly heldOctets: number } | undefined {
    return this.#auth;
  }

  get events(): { readonly waiting: number; readonly lost: number; readonly overflow: boolean } {
    return { waiting: this.#events.size, lost: this.#events.lost, overflow: this.#events.overflow };
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
    if (this.#awaited !== undefined || this.#unsolicited.pending) this.#events.release();
    this.#awaited = undefined;
    this.#deferred = undefined;
    // What comes by a new channel is no repetition of what came by the old one.
    this.#last = undefined;
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
    const awaited = this.#awaited;
    if (awaited !== undefined) {
      if (now < awaited.deadline) this.#environment.wake(awaited.deadline);
      else {
        this.counters.confirmTimeouts += 1;
        this.#abandon();
      }
    }
    if (this.#unsolicited.timedOut(now, this.#deferred !== undefined)) this.counters.confirmTimeouts += 1;
    if (!this.#unsolicited.pending) this.#takeDeferred(now);
    this.#pump(now);
  }

  #pump(now: number): void {
    if (this.#awaited === undefined) this.#unsolicited.pump(now);
  }

  #fragment(fragment: Uint8Array, broadcast: Broadcast | undefined, now: number): void {
    const header = decodeHeader(fragment);
    if ('fault' in header) {
      this.counters.malformed += 1;
      return;
    }
    if (this.#auth !== undefined && broadcast === undefined) return this.#auth.receive(fragment, header, now);
    if (this.#auth?.takesBroadcast(header.functionCode) === false) return;
    this.#accepted(fragment, header, broadcast, now);
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
    this.#broadcast = broadcast;
    if (header.functionCode !== FUNCTION.read) this.#requests.perform(fragment, header, now);
  }

  #request(fragment: Uint8Array, header: FragmentHeader, now: number): void {
    this.counters.requests += 1;
    const { control, functionCode } = header;
    const last = this.#last;
    if (last !== undefined && !isWithoutAck(functionCode) && Buffer.compare(last.request, fragment) === 0 && (functionCode !== FUNCTION.read || this.#awaited !== undefined)) {
      this.counters.repeated += 1;
      if (this.#awaited !== undefined) this.#await({ ...this.#awaited, deadline: now + this.#settings.confirmTimeoutMs });
      return this.#send(last.response, now);
    }
    if (isControl(functionCode) && !isWithoutAck(functionCode) && this.#recentControls.overtaken(fragment, this.counters.requests)) {
      this.counters.repeated += 1;
      return;
    }
    this.#last = undefined;
    if (this.#awaited !== undefined) this.#abandon();
    if (functionCode === FUNCTION.read && !isFileRead(fragment, header)) return this.#read(fragment, header, now);
    const answer = this.#requests.perform(fragment, header, now);
    if (functionCode === FUNCTION.freezeAtTime || functionCode === FUNCTION.freezeAtTimeNoAck) this.#freezeDue(now);
    if (isWithoutAck(functionCode)) return;
    const confirm = this.#broadcast === 'must-confirm';
    const encoded = encodeFragment({ control: { first: true, final: true, confirm, unsolicited: false, sequence: control.sequence }, functionCode: FUNCTION.response, iin: this.#indications() | answer.iin, blocks: answer.blocks }, this.#settings.maxSent);
    if (encoded.kind === 'invalid') return;
    this.#last = { request: fragment, response: encoded.octets };
    if (confirm) this.#await({ sequence: control.sequence, plan: NO_PLAN, iin: 0, deadline: now + this.#settings.confirmTimeoutMs });
    this.#broadcastShown(confirm);
    this.#send(encoded.octets, now);
  }

  #read(fragment: Uint8Array, header: FragmentHeader, now: number): void {
    this.#requests.forget();
    const decoded = this.#requests.objects(fragment, header);
    const { plan, iin } = 'bad' in decoded ? { plan: NO_PLAN, iin: decoded.bad } : planRead(decoded.blocks, this.#shared.database, this.#events, this.#shared.attributes);
    const response = this.#respond({ plan, iin, sequence: header.control.sequence, first: true }, now);
    this.#last = { request: fragment, response };
  }

  /** Sends the next fragment of a read's answer. */
  #respond({ plan, iin, sequence, first }: { readonly plan: ReadPlan; readonly iin: number; readonly sequence: number; readonly first: boolean }, now: number): Uint8Array {
    const writer = new ResponseWriter(this.#settings.maxSent);
    let events = 0;
    const left = this.#events.writeSelected((event) => {
      const written = writeEvent(event, writer);
      if (written) events += 1;
      return written;
    });
    if (left === 'all') plan.write(writer, { time: () => this.#shared.handler.currentTime(now), indications: () => this.#indications() });
    const final = left === 'all' && plan.done;
    const confirm = !final || events > 0 || this.#broadcast === 'must-confirm';
    const response = writer.finish(controlOctet({ first, final, confirm, unsolicited: false, sequence }), FUNCTION.response, this.#indications() | iin);
    if (confirm) this.#await({ sequence, plan, iin, deadline: now + this.#settings.confirmTimeoutMs });
    this.#broadcastShown(confirm);
    this.#send(response, now);
    return response;
  }

  #confirm(unsolicited: boolean, sequence: number, now: number): void {
    if (unsolicited) {
      if (!this.#unsolicited.confirm(sequence)) this.counters.ignored += 1;
      this.#takeDeferred(now);
      return this.#pump(now);
    }
    const awaited = this.#awaited;
    if (awaited === undefined || awaited.sequence !== sequence) {
      this.counters.ignored += 1;
      return;
    }
    this.#awaited = undefined;
    this.#events.confirm();
    if (this.#broadcast === 'must-confirm') this.#broadcast = undefined;
    if (!awaited.plan.done || this.#events.selected) {
      const response = this.#respond({ plan: awaited.plan, iin: awaited.iin, sequence: (sequence + 1) & 0x0f, first: false }, now);
      if (this.#last !== undefined) this.#last = { ...this.#last, response };
    }
    this.#pump(now);
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

  #abandon(): void {
    this.#awaited = undefined;
    this.#events.release();
  }

  #await(awaited: Awaited): void {
    this.#awaited = awaited;
    this.#environment.wake(awaited.deadline);
  }

  /** The broadcast bit is shown once; where a confirm must come, until it came. */
  #broadcastShown(confirmed: boolean): void {
    if (!confirmed || this.#broadcast !== 'must-confirm') this.#broadcast = undefined;
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
      (this.#broadcast === undefined ? 0 : IIN.broadcast)
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
