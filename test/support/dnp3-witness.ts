import { decodeFragmentObjects, decodeHeader, FUNCTION, LinkParser, PRIMARY, reportsOf, TransportReassembler, type FragmentHeader } from '../../electron/stacks/dnp3';
import type { Pair } from './dnp3-pair';

interface Seen {
  readonly octets: Uint8Array;
  readonly header: FragmentHeader;
}

/** Fragments out of the frames of one direction; a confirmed frame that comes again is taken once, as the link layer does. */
class Fragments {
  readonly #reassembler = new TransportReassembler();
  readonly #parser: LinkParser;
  #last = '';

  constructor(onFragment: (seen: Seen) => void) {
    this.#parser = new LinkParser((frame, octets) => {
      if (!frame.primary || frame.userData.length === 0) return;
      const text = Buffer.from(octets).toString('hex');
      if (frame.functionCode === PRIMARY.confirmedData && text === this.#last) return;
      this.#last = text;
      const fragment = this.#reassembler.receive(frame.userData);
      const header = fragment === undefined ? undefined : decodeHeader(fragment);
      if (fragment !== undefined && header !== undefined && !('fault' in header)) onFragment({ octets: Uint8Array.from(fragment), header });
    });
  }

  receive(octets: Uint8Array, now: number): void {
    this.#parser.receive(octets, now);
  }

  reset(): void {
    this.#parser.reset();
    this.#reassembler.reset();
    this.#last = '';
  }
}

/** The values of the counters' events in a fragment. */
function eventsIn({ octets, header }: Seen): number[] {
  const decoded = decodeFragmentObjects(octets, header);
  if (decoded.kind !== 'value') return [];
  return reportsOf(decoded.blocks).flatMap(({ kind, type, value }) => (kind === 'event' && type === 'counter' && value.value !== undefined ? [value.value] : []));
}

/**
 * Looks at every fragment of a pair, as sent and as arrived, and holds it against the rules of sequence numbers and of
 * events, without asking the sessions. Counter 0 has to count 1, 2, 3 and so on, an event each, so that events leave the
 * outstation in that order.
 */
export class Witness {
  readonly faults: string[] = [];
  /** Confirms of fragments with events that the master sent. */
  confirms = 0;
  requests = 0;
  readonly #pair: Pair;
  readonly #fromMaster = new Fragments((seen) => this.#masterSent(seen));
  readonly #fromOutstation = new Fragments((seen) => this.#outstationSent(seen));
  readonly #toMaster = new Fragments((seen) => this.#masterGets(seen));
  readonly #toOutstation = new Fragments((seen) => this.#outstationGets(seen));
  /** Distinct fragments with an event that reached this master. */
  readonly arrivals = new Map<number, Set<string>>();
  #made = 0;
  #first = 1;
  /** The number of the request under way, the one that the next fragment of its answer has, and whether it was answered. */
  #request = { number: -1, expected: -1, answered: false };
  #asked: number | undefined;
  #response = -1;
  #lastUnsolicited: Seen | undefined;
  #recent: Seen[] = [];

  constructor(pair: Pair) {
    this.#pair = pair;
    pair.witness = {
      sent: (fromClient, octets) => (fromClient ? this.#fromMaster : this.#fromOutstation).receive(octets, pair.now),
      arrives: (fromClient, octets, now) => (fromClient ? this.#toOutstation : this.#toMaster).receive(octets, now),
    };
  }

  /** The next event of counter 0. */
  event(): void {
    this.#made += 1;
    this.#pair.database.update('counter', 0, { value: this.#made, flags: 1 }, this.#pair.now);
  }

  closed(): void {
    for (const each of [this.#fromMaster, this.#fromOutstation, this.#toMaster, this.#toOutstation]) each.reset();
    this.#recent = [];
  }

  masterRestarts(): void {
    this.#fromMaster.reset();
    this.#request = { number: -1, expected: -1, answered: false };
    this.#recent = [];
    this.arrivals.clear();
  }

  /** @returns the events that the outstation takes with it: no confirm was had for them */
  outstationRestarts(): number[] {
    const first = this.#left() + 1;
    this.#fromOutstation.reset();
    this.#asked = undefined;
    this.#lastUnsolicited = undefined;
    this.#first = this.#made + 1;
    return Array.from({ length: this.#first - first }, (_, i) => first + i);
  }

  /** The newest event that left the outstation. */
  #left(): number {
    return this.#made - this.#pair.slave.events.waiting;
  }

  #masterSent({ header }: Seen): void {
    const { sequence, unsolicited } = header.control;
    if (header.functionCode === FUNCTION.confirm) {
      const confirmed = this.#recent.find(({ header: { control } }) => control.sequence === sequence && control.unsolicited === unsolicited);
      if (confirmed === undefined) this.#fault(`confirm ${sequence} of ${unsolicited ? 'an unsolicited' : 'a'} response that did not come`);
      else if (eventsIn(confirmed).length > 0) this.confirms += 1;
      return;
    }
    this.requests += 1;
    const { number, expected, answered } = this.#request;
    const due = ((answered ? expected : number) + 1) & 0x0f;
    if (sequence !== due) this.#fault(`request ${sequence}, due is ${due}`);
    this.#request = { number: sequence, expected: sequence, answered: false };
  }

  #masterGets(seen: Seen): void {
    const { control, functionCode } = seen.header;
    for (const event of eventsIn(seen)) this.arrivals.set(event, (this.arrivals.get(event) ?? new Set()).add(Buffer.from(seen.octets).toString('hex')));
    if (control.confirm) this.#recent = [...this.#recent.slice(-7), seen];
    const request = this.#request;
    if (functionCode !== FUNCTION.response || request.answered || control.sequence !== request.expected || control.first !== (request.expected === request.number)) return;
    if (control.final) request.answered = true;
    else request.expected = (request.expected + 1) & 0x0f;
  }

  #outstationGets({ header }: Seen): void {
    if (header.functionCode !== FUNCTION.confirm) this.#asked = header.control.sequence;
  }

  #outstationSent(seen: Seen): void {
    const { control, functionCode } = seen.header;
    for (const event of eventsIn(seen)) {
      if (event < this.#first) this.#fault(`event ${event} of the time before the restart is sent`);
      if (event <= this.#left()) this.#fault(`event ${event} is sent although it was confirmed`);
    }
    if (eventsIn(seen).length > 0 && !control.confirm) this.#fault('events without a wish for a confirm');
    if (functionCode === FUNCTION.unsolicitedResponse) {
      const last = this.#lastUnsolicited;
      this.#lastUnsolicited = seen;
      if (last !== undefined && Buffer.compare(last.octets, seen.octets) === 0) return;
      const due = last === undefined ? 0 : (last.header.control.sequence + 1) & 0x0f;
      if (control.sequence !== due) this.#fault(`unsolicited response ${control.sequence}, due is ${due}`);
      return;
    }
    const due = control.first ? this.#asked : (this.#response + 1) & 0x0f;
    if (control.sequence !== due) this.#fault(`response ${control.sequence}, due is ${due}`);
    this.#response = control.sequence;
  }

  #fault(what: string): void {
    this.faults.push(`at ${this.#pair.now} ms: ${what}`);
  }
}
