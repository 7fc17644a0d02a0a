import type { HeldFrame } from './held-frame';

/** What a frame takes beside its octets, its row in a list included: a generous estimate. */
const OVERHEAD_OCTETS = 400;
/** Places of frames that have gone are given back when there are so many. */
const COMPACT_AT = 1024;

export interface RingLimits {
  readonly frames: number;
  /** Memory, in octets. */
  readonly octets: number;
}

/** The newest frames of one source, bounded by their number and the memory that they take: the oldest go first. */
export class FrameRing {
  private frames: HeldFrame[] = [];
  private head = 0;
  private held = 0;
  private gone = 0;

  get count(): number {
    return this.frames.length - this.head;
  }

  /** Octets of the frames alone. */
  get octets(): number {
    return this.held - this.count * OVERHEAD_OCTETS;
  }

  /** Frames that gave way to newer ones. */
  get dropped(): number {
    return this.gone;
  }

  add(frame: HeldFrame, limits: RingLimits): void {
    this.frames.push(frame);
    this.held += frame.octets.length + OVERHEAD_OCTETS;
    this.trim(limits);
  }

  /** The last frame stays, whatever the limits. */
  trim({ frames, octets }: RingLimits): void {
    while (this.count > 1 && (this.count > frames || this.held > octets)) {
      const oldest = this.frames[this.head];
      this.held -= (oldest?.octets.length ?? 0) + OVERHEAD_OCTETS;
      this.head += 1;
      this.gone += 1;
    }
    if (this.head < COMPACT_AT || this.head * 2 < this.frames.length) return;
    this.frames = this.frames.slice(this.head);
    this.head = 0;
  }

  /** The frame at a place counted from the oldest that is held; undefined beyond them. */
  at(index: number): HeldFrame | undefined {
    return index < 0 ? undefined : this.frames[this.head + index];
  }

  /** Every frame, the oldest first. */
  all(): readonly HeldFrame[] {
    return this.frames.slice(this.head);
  }

  /** The place of the first frame that is not older than `seq`; the count where all are. */
  from(seq: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.at(middle)?.seq ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
