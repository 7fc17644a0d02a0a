import type { Dissection } from '../protocols/protocol';
import type { FrameRing } from './frame-ring';
import type { HeldFrame } from './held-frame';

/** So many frames away an answer or a part is sought: more than may be on the way at once. */
const REACH = 256;
/** Frames of others on the same ring that are passed over on the way at most. */
const OTHERS = 4096;

/** The nearest frame of the same source and peer that fits, before (-1) or behind (1) this one. */
export function nearest(ring: FrameRing, frame: HeldFrame, step: 1 | -1, fits: (other: HeldFrame) => boolean): HeldFrame | undefined {
  const own = ring.from(frame.seq);
  let looked = 0;
  for (let away = 1; looked < REACH && away <= REACH + OTHERS; away += 1) {
    const other = ring.at(own + step * away);
    if (other === undefined) return undefined;
    if (other.source !== frame.source || other.peer !== frame.peer) continue;
    if (fits(other)) return other;
    looked += 1;
  }
  return undefined;
}

/** The frames that carry one message together with this one, in their order; null where not all are held. */
export function gathered(ring: FrameRing, frame: HeldFrame, partOf: (frame: HeldFrame) => Dissection['part']): HeldFrame[] | null {
  const own = partOf(frame);
  if (own === null) return null;
  const parts = [frame];
  const isNext = (other: HeldFrame): boolean => other.direction === frame.direction && partOf(other)?.key === own.key;
  for (let part: NonNullable<Dissection['part']> = own; !part.first; ) {
    const before = nearest(ring, parts[0] ?? frame, -1, isNext);
    const found = before === undefined ? null : partOf(before);
    // A last part belongs to the message before.
    if (before === undefined || found === null || found.last || parts.length >= REACH) return null;
    parts.unshift(before);
    part = found;
  }
  for (let part: NonNullable<Dissection['part']> = own; !part.last; ) {
    const behind = nearest(ring, parts.at(-1) ?? frame, 1, isNext);
    const found = behind === undefined ? null : partOf(behind);
    if (behind === undefined || found === null || found.first || parts.length >= REACH) return null;
    parts.push(behind);
    part = found;
  }
  return parts;
}
