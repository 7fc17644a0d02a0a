import type { HeldFrame } from './held-frame';

/**
 * Frames of several sources, each in its order, gone through in the order in which all were seen. Merged while it is gone
 * through: 200,000 frames that are sorted at once keep everything else waiting for an eighth of a second.
 */
export class MergedFrames implements Iterable<HeldFrame> {
  readonly count: number;

  constructor(private readonly bySource: readonly (readonly HeldFrame[])[]) {
    this.count = bySource.reduce((sum, { length }) => sum + length, 0);
  }

  *[Symbol.iterator](): Generator<HeldFrame> {
    const places = this.bySource.map((frames) => ({ frames, at: 0 }));
    for (;;) {
      let next: { readonly place: (typeof places)[number]; readonly frame: HeldFrame } | null = null;
      for (const place of places) {
        const frame = place.frames[place.at];
        if (frame !== undefined && (next === null || frame.seq < next.frame.seq)) next = { place, frame };
      }
      if (next === null) return;
      next.place.at += 1;
      yield next.frame;
    }
  }
}
