import { BusEvents } from './bus-events';

/** Octets of the event log that function 12 answers with at most. */
const LOG_LIMIT = 64;

/** Event octets (V1.1b3, section 6.10, from memory). */
const RECEIVED = 0x80;
const RECEIVED_BROADCAST = 0x40;
const RECEIVED_LISTENING = 0x20;
const SENT = 0x40;
const SENT_LISTENING = 0x20;
const ENTERED_LISTEN_ONLY = 0x04;
const RESTARTED = 0x00;

/** Which bit of a send event an exception sets: 1 to 3 read exception, 4 abort, 5 and 6 busy, 7 negative acknowledge. */
function sentBit(exception: number): number {
  if (exception <= 3) return 0x01;
  if (exception === 4) return 0x02;
  if (exception <= 6) return 0x04;
  return exception === 7 ? 0x08 : 0;
}

/**
 * What one unit counted since its last restart: functions 8, 11 and 12 answer from it. Counters wrap at 65536, as the
 * registers they are read as. The bus counters are those of the whole line since this unit's counters were cleared.
 */
export class UnitEvents {
  /** The unit carries out a command that it accepted earlier: functions 11 and 12 say busy. */
  busy = false;
  /** Its bits are the device's own (function 8/2). */
  diagnosticRegister = 0;
  #listenOnly = false;
  #events = 0;
  #messages = 0;
  #noResponses = 0;
  #exceptions = 0;
  #naks = 0;
  #busies = 0;
  /** The newest first. */
  readonly #log: number[] = [];
  /** What the line had counted when the counters were cleared. */
  #base = new BusEvents();

  get listenOnly(): boolean {
    return this.#listenOnly;
  }

  /** A request for this unit, or a broadcast, that was taken up. */
  received(broadcast: boolean): void {
    this.#messages += 1;
    if (broadcast) this.#noResponses += 1;
    this.#note(RECEIVED | (broadcast ? RECEIVED_BROADCAST : 0) | (this.#listenOnly ? RECEIVED_LISTENING : 0));
  }

  /** The request was carried out; function 11's own does not count, nor what an exception answers. */
  completed(countsAsEvent: boolean): void {
    if (countsAsEvent) this.#events += 1;
    this.#note(SENT | (this.#listenOnly ? SENT_LISTENING : 0));
  }

  /** It was refused. */
  refused(exception: number): void {
    this.#exceptions += 1;
    if (exception === 6) this.#busies += 1;
    if (exception === 7) this.#naks += 1;
    this.#note(SENT | sentBit(exception) | (this.#listenOnly ? SENT_LISTENING : 0));
  }

  /** Nothing is answered although the request was for this unit alone. */
  unanswered(): void {
    this.#noResponses += 1;
  }

  /** Function 8/4: from now on this unit only listens, until it is restarted. */
  enterListenOnly(): void {
    this.#listenOnly = true;
    this.#note(ENTERED_LISTEN_ONLY);
  }

  /** Function 8/1: ends listen only mode and clears the counters, the log only where asked. */
  restart(bus: BusEvents, clearLog: boolean): void {
    this.#listenOnly = false;
    this.clear(bus);
    if (clearLog) this.#log.length = 0;
    this.#note(RESTARTED);
  }

  /** Function 8/10: clears counters and diagnostic register. */
  clear(bus: BusEvents): void {
    this.diagnosticRegister = 0;
    this.#events = 0;
    this.#messages = 0;
    this.#noResponses = 0;
    this.#exceptions = 0;
    this.#naks = 0;
    this.#busies = 0;
    this.#base = Object.assign(new BusEvents(), bus);
  }

  /** Function 8/20. */
  clearOverruns(bus: BusEvents): void {
    this.#base.overruns = bus.overruns;
  }

  /** A counter of function 8, sub-functions 11 to 18; undefined for another. */
  counter(subFunction: number, bus: BusEvents): number | undefined {
    const counts: Readonly<Record<number, number>> = {
      11: bus.messages - this.#base.messages,
      12: bus.communicationErrors - this.#base.communicationErrors,
      13: this.#exceptions,
      14: this.#messages,
      15: this.#noResponses,
      16: this.#naks,
      17: this.#busies,
      18: bus.overruns - this.#base.overruns,
    };
    const count = counts[subFunction];
    return count === undefined ? undefined : count & 0xffff;
  }

  get eventCount(): number {
    return this.#events & 0xffff;
  }

  get log(): Uint8Array {
    return Uint8Array.from(this.#log);
  }

  #note(event: number): void {
    this.#log.unshift(event);
    if (this.#log.length > LOG_LIMIT) this.#log.pop();
  }
}
