import type { EventBuffer } from './event-buffer';
import { controlOctet } from './fragment';
import { FUNCTION } from './function-codes';
import { writeEvent } from './outstation-read';
import type { OutstationSettings } from './outstation-settings';
import { ResponseWriter } from './response-writer';

export interface UnsolicitedEnvironment {
  send(fragment: Uint8Array, now: number): void;
  indications(): number;
  wake(at: number): void;
}

interface Pending {
  readonly fragment: Uint8Array;
  readonly sequence: number;
  readonly initial: boolean;
  deadline: number;
  retriesLeft: number;
}

/**
 * The unsolicited responses of one session: first a null response until it is confirmed, then events of the enabled
 * classes, one response at a time. A repeated response is the same octets with the same sequence number, so that a master
 * that had the first one can tell.
 */
export class Unsolicited {
  readonly #settings: OutstationSettings;
  readonly #events: EventBuffer;
  readonly #environment: UnsolicitedEnvironment;
  readonly #enabled: Set<1 | 2 | 3>;
  #open = false;
  #initialDone = false;
  #sequence = 0;
  #pending: Pending | undefined;
  #notBefore = 0;

  constructor(settings: OutstationSettings, events: EventBuffer, environment: UnsolicitedEnvironment) {
    this.#settings = settings;
    this.#events = events;
    this.#environment = environment;
    this.#enabled = new Set(settings.unsolicited.classes);
  }

  get pending(): boolean {
    return this.#pending !== undefined;
  }

  opened(): void {
    this.#open = true;
    this.#notBefore = 0;
  }

  closed(): void {
    this.#open = false;
    this.#pending = undefined;
  }

  /** A master that disables all classes wants no repetition of the response under way either: its events wait again. */
  enable(eventClass: 1 | 2 | 3, enabled: boolean): void {
    if (enabled) this.#enabled.add(eventClass);
    else this.#enabled.delete(eventClass);
    if (this.#enabled.size > 0 || this.#pending === undefined || this.#pending.initial) return;
    this.#pending = undefined;
    this.#events.release();
  }

  /** An event came: others are gathered with it for a while. */
  gather(eventClass: 1 | 2 | 3, now: number): void {
    const { gatherMs } = this.#settings.unsolicited;
    if (gatherMs > 0 && this.#enabled.has(eventClass) && !this.#gathering(now)) this.#notBefore = Math.max(this.#notBefore, now + gatherMs);
  }

  /** Sends what is due. Must not be called while a solicited response waits for its confirm. */
  pump(now: number): void {
    if (!this.#open || !this.#settings.unsolicited.allowed || this.#pending !== undefined) return;
    if (this.#initialDone && !this.#anyWaiting()) return;
    if (now < this.#notBefore) return this.#environment.wake(this.#notBefore);
    const writer = new ResponseWriter(this.#settings.maxSent);
    if (this.#initialDone) {
      this.#events.select(({ eventClass }) => this.#enabled.has(eventClass), Number.POSITIVE_INFINITY, 0);
      this.#events.writeSelected((event) => writeEvent(event, writer));
      this.#events.unselect();
    }
    const sequence = this.#sequence;
    this.#sequence = (sequence + 1) & 0x0f;
    const fragment = writer.finish(controlOctet({ first: true, final: true, confirm: true, unsolicited: true, sequence }), FUNCTION.unsolicitedResponse, this.#environment.indications());
    this.#pending = { fragment, sequence, initial: !this.#initialDone, deadline: 0, retriesLeft: this.#settings.unsolicited.retries };
    this.#put(this.#pending, now);
  }

  /** Whether the confirm belonged to the response under way. */
  confirm(sequence: number): boolean {
    const pending = this.#pending;
    if (pending === undefined || pending.sequence !== sequence) return false;
    this.#pending = undefined;
    if (pending.initial) this.#initialDone = true;
    else this.#events.confirm();
    return true;
  }

  /** Whether a confirm did not come in time. A read that waits goes ahead of repeating the response. */
  timedOut(now: number, readWaits: boolean): boolean {
    const pending = this.#pending;
    if (pending === undefined) return false;
    if (now < pending.deadline) {
      this.#environment.wake(pending.deadline);
      return false;
    }
    if (!readWaits && (pending.initial || pending.retriesLeft > 0)) {
      pending.retriesLeft -= 1;
      this.#put(pending, now);
      return true;
    }
    this.#pending = undefined;
    this.#events.release();
    this.#notBefore = readWaits ? now : now + this.#settings.unsolicited.retryDelayMs;
    return true;
  }

  #put(pending: Pending, now: number): void {
    pending.deadline = now + this.#settings.confirmTimeoutMs;
    this.#environment.wake(pending.deadline);
    this.#environment.send(pending.fragment, now);
  }

  #gathering(now: number): boolean {
    return this.#notBefore > now;
  }

  #anyWaiting(): boolean {
    return [...this.#enabled].some((eventClass) => this.#events.waiting(eventClass));
  }
}
