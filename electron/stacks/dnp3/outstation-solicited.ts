import type { Broadcast } from './addresses';
import type { EventBuffer } from './event-buffer';
import { controlOctet, encodeFragment } from './fragment';
import { FUNCTION } from './function-codes';
import type { OutstationShared } from './outstation-functions';
import { ReadPlan, writeEvent } from './outstation-read';
import type { RequestAnswer } from './outstation-requests';
import type { OutstationSettings } from './outstation-settings';
import { ResponseWriter } from './response-writer';

export interface SolicitedEnvironment {
  send(fragment: Uint8Array, now: number): void;
  indications(): number;
  wake(at: number): void;
}

/** A response whose confirm is waited for. */
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

export const NO_PLAN = new ReadPlan([]);

/**
 * The responses of one session to its master's requests: fragment after fragment as their confirms come, the last one
 * kept for a request that comes again.
 */
export class Solicited {
  readonly #settings: OutstationSettings;
  readonly #shared: OutstationShared;
  readonly #events: EventBuffer;
  readonly #environment: SolicitedEnvironment;
  #awaited: Awaited | undefined;
  #last: Last | undefined;
  /** A broadcast that the master was not told of yet. */
  #broadcast: Broadcast | undefined;

  constructor(settings: OutstationSettings, shared: OutstationShared, events: EventBuffer, environment: SolicitedEnvironment) {
    this.#settings = settings;
    this.#shared = shared;
    this.#events = events;
    this.#environment = environment;
  }

  /** Whether a confirm is waited for. */
  get awaiting(): boolean {
    return this.#awaited !== undefined;
  }

  /** Whether the broadcast bit is to be shown. */
  get broadcastTold(): boolean {
    return this.#broadcast !== undefined;
  }

  /** A broadcast came: the next response tells it. */
  broadcast(broadcast: Broadcast): void {
    this.#broadcast = broadcast;
  }

  /** The channel is gone: what comes by a new one is no repetition of what came by the old one. */
  closed(): void {
    this.#awaited = undefined;
    this.#last = undefined;
  }

  /** Whether a confirm did not come in time; its events wait again. */
  timedOut(now: number): boolean {
    const awaited = this.#awaited;
    if (awaited === undefined) return false;
    if (now < awaited.deadline) {
      this.#environment.wake(awaited.deadline);
      return false;
    }
    this.#abandon();
    return true;
  }

  /** Sends the last response again where this is the request it answered. */
  repeat(request: Uint8Array, functionCode: number, now: number): boolean {
    const last = this.#last;
    // A read without events is made anew: what it tells may have changed.
    if (last === undefined || Buffer.compare(last.request, request) !== 0 || (functionCode === FUNCTION.read && this.#awaited === undefined)) return false;
    if (this.#awaited !== undefined) this.#await({ ...this.#awaited, deadline: now + this.#settings.confirmTimeoutMs });
    this.#environment.send(last.response, now);
    return true;
  }

  /** A request of this number was sent: another one is not repeated any more. */
  passed(sequence: number): void {
    if (this.#last !== undefined && ((this.#last.request[0] ?? 0) & 0x0f) !== sequence) this.#last = undefined;
  }

  /** Another request came: what was answered before is not waited for any more. */
  begin(): void {
    this.#last = undefined;
    if (this.#awaited !== undefined) this.#abandon();
  }

  /** Answers a request that is no read. */
  answer(request: Uint8Array, sequence: number, answer: RequestAnswer, now: number): void {
    const confirm = this.#broadcast === 'must-confirm';
    const encoded = encodeFragment({ control: { first: true, final: true, confirm, unsolicited: false, sequence }, functionCode: FUNCTION.response, iin: this.#environment.indications() | answer.iin, blocks: answer.blocks }, this.#settings.maxSent);
    if (encoded.kind === 'invalid') return;
    this.#last = { request, response: encoded.octets };
    if (confirm) this.#await({ sequence, plan: NO_PLAN, iin: 0, deadline: now + this.#settings.confirmTimeoutMs });
    this.#broadcastShown(confirm);
    this.#environment.send(encoded.octets, now);
  }

  /** Answers a read with the events selected and what is planned. */
  read(request: Uint8Array, sequence: number, { plan, iin }: { readonly plan: ReadPlan; readonly iin: number }, now: number): void {
    const response = this.#respond({ plan, iin, sequence, first: true }, now);
    this.#last = { request, response };
  }

  /** Whether the confirm belonged to the response under way; what follows of it is sent. */
  confirm(sequence: number, now: number): boolean {
    const awaited = this.#awaited;
    if (awaited === undefined || awaited.sequence !== sequence) return false;
    this.#awaited = undefined;
    this.#events.confirm();
    if (this.#broadcast === 'must-confirm') this.#broadcast = undefined;
    if (!awaited.plan.done || this.#events.selected) {
      const response = this.#respond({ plan: awaited.plan, iin: awaited.iin, sequence: (sequence + 1) & 0x0f, first: false }, now);
      if (this.#last !== undefined) this.#last = { ...this.#last, response };
    }
    return true;
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
    if (left === 'all') plan.write(writer, { time: () => this.#shared.handler.currentTime(now), indications: () => this.#environment.indications() });
    const final = left === 'all' && plan.done;
    const confirm = !final || events > 0 || this.#broadcast === 'must-confirm';
    const response = writer.finish(controlOctet({ first, final, confirm, unsolicited: false, sequence }), FUNCTION.response, this.#environment.indications() | iin);
    if (confirm) this.#await({ sequence, plan, iin, deadline: now + this.#settings.confirmTimeoutMs });
    this.#broadcastShown(confirm);
    this.#environment.send(response, now);
    return response;
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
}
