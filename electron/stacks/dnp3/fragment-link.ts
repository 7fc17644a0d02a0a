import type { Broadcast } from './addresses';
import { LinkAssociation, type LinkSettings } from './link-association';
import type { LinkFrame } from './link-frame';
import type { LinkOutcome } from './link-primary';
import { TransportReassembler, TransportSegmenter, type TransportCounters } from './transport';

export interface FragmentLinkEnvironment {
  /** Puts octets on the wire; false when the channel takes none. */
  send(octets: Uint8Array): boolean;
  onFragment(fragment: Uint8Array, broadcast: Broadcast | undefined, now: number): void;
  wake(at: number): void;
  onReachable?(reachable: boolean): void;
}

/** What link and transport of one session counted; all of it only grows. */
export interface WireCounters {
  readonly transport: TransportCounters;
  /** Confirmed link frames sent again, and such that the peer sent again. */
  readonly linkRepeats: { readonly sent: number; readonly received: number };
}

/** Link and transport of one association: fragments in, fragments out. */
export class FragmentLink {
  readonly #link: LinkAssociation;
  readonly #segmenter = new TransportSegmenter();
  readonly #reassembler: TransportReassembler;
  /** Broadcasts are put together apart, so that one in the middle of a fragment does not damage it. */
  readonly #broadcasts: TransportReassembler;

  constructor(settings: LinkSettings, maxReceived: number, environment: FragmentLinkEnvironment, now: number) {
    this.#reassembler = new TransportReassembler(maxReceived);
    this.#broadcasts = new TransportReassembler(maxReceived);
    this.#link = new LinkAssociation(
      settings,
      {
        send: (octets) => environment.send(octets),
        wake: (at) => environment.wake(at),
        onReachable: (reachable) => environment.onReachable?.(reachable),
        deliver: (segment, broadcast, at) => {
          const fragment = (broadcast === undefined ? this.#reassembler : this.#broadcasts).receive(segment);
          if (fragment !== undefined) environment.onFragment(fragment, broadcast, at);
        },
      },
      now,
    );
  }

  wire(): WireCounters {
    return { transport: this.#reassembler.counters(), linkRepeats: this.#link.repeats };
  }

  accepts(frame: LinkFrame): boolean {
    return this.#link.accepts(frame);
  }

  receive(frame: LinkFrame, now: number): void {
    this.#link.receive(frame, now);
  }

  send(fragment: Uint8Array, now: number, done: (outcome: LinkOutcome) => void): void {
    this.#link.sendSegments(this.#segmenter.segments(fragment), now, done);
  }

  /** A broadcast of one segment at most; false when it is longer or the channel takes none. */
  broadcast(destination: number, fragment: Uint8Array): boolean {
    const [segment, ...more] = this.#segmenter.segments(fragment);
    return segment !== undefined && more.length === 0 && this.#link.sendBroadcast(destination, segment);
  }

  requestLinkStatus(now: number, done: (outcome: LinkOutcome) => void): void {
    this.#link.requestStatus(now, done);
  }

  tick(now: number): void {
    this.#link.tick(now);
  }

  closed(reason: string): void {
    this.#reassembler.reset();
    this.#broadcasts.reset();
    this.#link.closed(reason);
  }
}
