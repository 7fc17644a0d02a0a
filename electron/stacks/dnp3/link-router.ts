import type { LinkFrame } from './link-frame';
import { LinkParser, type LinkParserCounters } from './link-parser';

/** Whatever takes frames of one channel. */
export interface FrameReceiver {
  accepts(frame: LinkFrame): boolean;
  receive(frame: LinkFrame, now: number): void;
}

/** Gives the frames of one channel to those that accept them: several stations on one line or connection. */
export class LinkRouter {
  readonly #receivers = new Set<FrameReceiver>();
  readonly #parser: LinkParser;
  #strangers = 0;
  #now = 0;

  /**
   * @param onFrame is told of every whole frame, also of such that nobody takes
   * @param onNoFrame is told of octets that are none
   */
  constructor(onFrame?: (frame: LinkFrame, octets: Uint8Array, taken: boolean) => void, gapMs?: number, onNoFrame?: (octets: Uint8Array, reason: string) => void) {
    this.#parser = new LinkParser((frame, octets) => {
      const taking = [...this.#receivers].filter((receiver) => receiver.accepts(frame));
      if (taking.length === 0) this.#strangers += 1;
      onFrame?.(frame, octets, taking.length > 0);
      for (const receiver of taking) receiver.receive(frame, this.#now);
    }, gapMs, onNoFrame);
  }

  /** Frames that nobody took: of strangers, or to others. */
  get strangers(): number {
    return this.#strangers;
  }

  counters(): LinkParserCounters {
    return this.#parser.counters();
  }

  add(receiver: FrameReceiver): void {
    this.#receivers.add(receiver);
  }

  remove(receiver: FrameReceiver): void {
    this.#receivers.delete(receiver);
  }

  receive(octets: Uint8Array, now: number): void {
    this.#now = now;
    this.#parser.receive(octets, now);
  }

  /** The channel was opened anew. */
  reset(): void {
    this.#parser.reset();
  }
}
