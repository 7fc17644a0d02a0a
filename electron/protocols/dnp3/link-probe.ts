import { controlOctet, decodeFragmentObjects, decodeHeader, encodeFragment, encodeLinkFrame, FUNCTION, PRIMARY, reportsOf, SECONDARY, TransportReassembler, TransportSegmenter } from '../../stacks/dnp3';
import type { Dnp3Line, LinkFrame, LineSession, ObjectBlock, Report } from '../../stacks/dnp3';
import { isSerial } from './line-settings';
import type { LineSettings } from './line-settings';

/** Addresses kept of what was heard on the line. */
const MOST_HEARD = 50;
/** Transport octet, application control, function and indications. */
const EMPTY_RESPONSE_OCTETS = 5;
/** CON of an application control octet. */
const CONFIRM = 0x20;

export interface Stations {
  readonly master: number;
  readonly outstation: number;
}

/** What an outstation answered to a request of the application layer. */
export interface ProbeAnswer {
  readonly iin: number;
  readonly reports: readonly Report[];
  /** It is a challenge: the request was not carried out. */
  readonly challenged: boolean;
}

/**
 * Asks on a line with whatever addresses, and hears everybody on it, beside the sessions at work. It keeps no state with
 * an outstation: no start-up sequence, no confirms of events, nothing that changes what a master finds later. On a serial
 * line each of its exchanges waits for its turn, as those of the sessions do.
 */
export class LinkProbe implements LineSession {
  readonly #line: Dnp3Line;
  /** Null where others may talk at the same time. */
  readonly #turns: Dnp3Line['turns'] | null;
  readonly #wanted: Stations;
  readonly #heard = new Map<string, Stations>();
  readonly #listeners = new Set<(frame: LinkFrame) => void>();
  readonly #signal: AbortSignal;

  constructor({ channel, settings }: { readonly channel: Dnp3Line; readonly settings: LineSettings }, wanted: Stations, signal: AbortSignal) {
    this.#line = channel;
    this.#turns = isSerial(settings) ? channel.turns : null;
    this.#wanted = wanted;
    this.#signal = signal;
  }

  /** Who spoke to whom, as far as outstations are concerned. */
  get heard(): readonly Stations[] {
    return [...this.#heard.values()];
  }

  accepts(): boolean {
    return true;
  }

  receive(frame: LinkFrame): void {
    if (!frame.fromMaster && this.#heard.size < MOST_HEARD) this.#heard.set(`${frame.source} ${frame.destination}`, { master: frame.destination, outstation: frame.source });
    this.#confirmEmpty(frame);
    for (const listener of this.#listeners) listener(frame);
  }

  opened(): void {
    this.#heard.clear();
  }

  closed(): void {
    this.#heard.clear();
  }

  tick(): void {
    // It has timers of its own.
  }

  /** Asks for link states, all at once. @returns who answered within the time */
  async linkStatus(asked: readonly Stations[], withinMs: number): Promise<Stations[]> {
    const found: Stations[] = [];
    await this.#exchange(
      withinMs,
      () => {
        for (const { master, outstation } of asked) this.#put(master, outstation, PRIMARY.requestStatus, new Uint8Array(0));
      },
      (frame) => {
        const isAnswer = !frame.fromMaster && !frame.primary && (frame.functionCode === SECONDARY.linkStatus || frame.functionCode === SECONDARY.notSupported);
        if (isAnswer && asked.some(({ master }) => master === frame.destination)) found.push({ master: frame.destination, outstation: frame.source });
        return found.length === asked.length;
      },
    );
    return found;
  }

  /** Sends one request and takes the first fragment of its answer; null when none came, or one that can't be read. */
  async ask({ master, outstation }: Stations, functionCode: number, blocks: readonly ObjectBlock[], withinMs: number): Promise<ProbeAnswer | null> {
    const sequence = 11;
    const encoded = encodeFragment({ control: { first: true, final: true, confirm: false, unsolicited: false, sequence }, functionCode, blocks });
    if (encoded.kind === 'invalid') return null;
    const reassembler = new TransportReassembler();
    let answer: ProbeAnswer | null = null;
    await this.#exchange(
      withinMs,
      () => {
        for (const segment of new TransportSegmenter().segments(encoded.octets)) this.#put(master, outstation, PRIMARY.unconfirmedData, segment);
      },
      (frame) => {
        if (frame.fromMaster || frame.source !== outstation || frame.destination !== master || !frame.primary || frame.userData.length === 0) return false;
        const fragment = reassembler.receive(frame.userData);
        if (fragment === undefined) return false;
        const header = decodeHeader(fragment);
        if ('fault' in header || header.control.unsolicited || header.control.sequence !== sequence || header.iin === undefined) return false;
        const decoded = decodeFragmentObjects(fragment, header);
        answer = { iin: header.iin, challenged: header.functionCode === FUNCTION.authenticateResponse, reports: reportsOf(decoded.kind === 'bad' ? [] : decoded.blocks) };
        return true;
      },
    );
    return answer;
  }

  /** An unsolicited response without events, as one comes at the start, holds reads back until it is confirmed; nothing is lost by that. */
  #confirmEmpty({ fromMaster, source, destination, userData }: LinkFrame): void {
    const [, control = 0, functionCode] = userData;
    const isEmpty = userData.length === EMPTY_RESPONSE_OCTETS && functionCode === FUNCTION.unsolicitedResponse && (control & CONFIRM) !== 0;
    if (fromMaster || !isEmpty || source !== this.#wanted.outstation || destination !== this.#wanted.master) return;
    const confirm = Uint8Array.of(controlOctet({ first: true, final: true, confirm: false, unsolicited: true, sequence: control & 0x0f }), FUNCTION.confirm);
    for (const segment of new TransportSegmenter().segments(confirm)) this.#put(destination, source, PRIMARY.unconfirmedData, segment);
  }

  #put(master: number, outstation: number, functionCode: number, userData: Uint8Array): void {
    const frame = encodeLinkFrame({ fromMaster: true, primary: true, fcb: false, fcvOrDfc: false, functionCode, destination: outstation, source: master, userData });
    if (frame.kind === 'octets') this.#line.environment.send(frame.octets);
  }

  /** Until `isDone` says so, the time is up, or the caller gives up. The time counts from the turn on. */
  #exchange(withinMs: number, send: () => void, isDone: (frame: LinkFrame) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const turn = {};
      let limit: NodeJS.Timeout | undefined;
      const begin = (): void => {
        limit = setTimeout(end, withinMs);
        this.#listeners.add(listener);
        send();
      };
      const seek = (): void => {
        if (this.#turns?.take(turn, seek) ?? true) begin();
      };
      const end = (): void => {
        clearTimeout(limit);
        this.#listeners.delete(listener);
        this.#signal.removeEventListener('abort', end);
        this.#turns?.release(turn);
        resolve();
      };
      const listener = (frame: LinkFrame): void => {
        if (isDone(frame)) end();
      };
      this.#signal.addEventListener('abort', end, { once: true });
      if (this.#signal.aborted) end();
      else seek();
    });
  }
}
