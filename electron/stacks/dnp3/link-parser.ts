import { BODY_CRC_REASON, decodeLinkFrame, HEADER_CRC_REASON, LINK_HEADER_OCTETS, linkFrameFault, type LinkFrame } from './link-frame';

/** What the parser saw; all of it only grows. */
export interface LinkParserCounters {
  readonly frames: number;
  readonly headerCrcErrors: number;
  readonly bodyCrcErrors: number;
  /** Right checksums, but a length or control octet that its function does not allow. */
  readonly badFrames: number;
  /** Octets that belonged to no frame. */
  readonly skippedOctets: number;
}

const NOTHING = new Uint8Array(0);

/**
 * Cuts frames out of a stream of octets and finds the next one after garbage. It goes on searching behind the header of a
 * frame whose data is damaged, not behind the length it promised, so that a frame with lost octets does not take the next
 * one with it. Holds less than one frame between calls.
 */
export class LinkParser {
  readonly #onFrame: (frame: LinkFrame, octets: Uint8Array) => void;
  readonly #onNoFrame: ((octets: Uint8Array, reason: string) => void) | undefined;
  readonly #gapMs: number;
  /** Where octets that belong to no frame begin among those that are searched, and why they do not. */
  #strange: { readonly from: number; readonly reason: string } | undefined;
  #held: Uint8Array = NOTHING;
  #heldSince = 0;
  #frames = 0;
  #headerCrcErrors = 0;
  #bodyCrcErrors = 0;
  #badFrames = 0;
  #skippedOctets = 0;

  /**
   * @param gapMs a frame that is not complete and gets no octet for so long is given up
   * @param onNoFrame is told of octets in a row of which no frame could be cut, and of the first reason
   */
  constructor(onFrame: (frame: LinkFrame, octets: Uint8Array) => void, gapMs = 1000, onNoFrame?: (octets: Uint8Array, reason: string) => void) {
    this.#onFrame = onFrame;
    this.#onNoFrame = onNoFrame;
    this.#gapMs = gapMs;
  }

  counters(): LinkParserCounters {
    return { frames: this.#frames, headerCrcErrors: this.#headerCrcErrors, bodyCrcErrors: this.#bodyCrcErrors, badFrames: this.#badFrames, skippedOctets: this.#skippedOctets };
  }

  /** Forgets what is incomplete, for a channel that was opened anew. */
  reset(): void {
    this.#held = NOTHING;
  }

  receive(octets: Uint8Array, now: number): void {
    if (this.#held.length > 0 && now - this.#heldSince >= this.#gapMs) this.#giveUp();
    const all = this.#held.length === 0 ? octets : Buffer.concat([this.#held, octets]);
    // Set before frames are handed on: what a frame sets off may end in reset().
    this.#held = NOTHING;
    const searched = this.#scan(all);
    this.#tellStrange(all, searched);
    const rest = all.subarray(searched);
    this.#held = rest.length === 0 ? NOTHING : Uint8Array.from(rest);
    this.#heldSince = now;
  }

  /**
   * The held start of a frame stays incomplete. Whole frames behind it go with it: by now they are as old as a repetition
   * that was sent in their place, and a command must not be carried out so late.
   */
  #giveUp(): void {
    const held = this.#held;
    this.#held = NOTHING;
    this.#skippedOctets += held.length;
    this.#onNoFrame?.(held, 'the rest of the frame did not come');
  }

  #tellStrange(all: Uint8Array, to: number): void {
    const strange = this.#strange;
    this.#strange = undefined;
    if (strange !== undefined) this.#onNoFrame?.(all.subarray(strange.from, to), strange.reason);
  }

  /** Returns where the first frame begins that is not complete. */
  #scan(all: Uint8Array): number {
    let at = 0;
    while (at < all.length) {
      const decoded = decodeLinkFrame(all, at);
      if (decoded.kind === 'need-more') return at;
      if (decoded.kind === 'bad') {
        const skipped = this.#bad(decoded.reason);
        this.#skippedOctets += skipped;
        this.#strange ??= { from: at, reason: decoded.reason };
        at += skipped;
        continue;
      }
      this.#tellStrange(all, at);
      const octets = all.subarray(at, at + decoded.used);
      at += decoded.used;
      const fault = linkFrameFault(decoded.value);
      if (fault === undefined) {
        this.#frames += 1;
        this.#onFrame(decoded.value, octets);
      } else {
        this.#badFrames += 1;
        this.#onNoFrame?.(octets, fault);
      }
    }
    return at;
  }

  #bad(reason: string): number {
    if (reason === HEADER_CRC_REASON) this.#headerCrcErrors += 1;
    else if (reason === BODY_CRC_REASON) {
      this.#bodyCrcErrors += 1;
      return LINK_HEADER_OCTETS;
    } else if (reason.startsWith('length')) this.#badFrames += 1;
    return 1;
  }
}
