import type { FrameRow } from '../../shared/contract/frames';
import type { Opaque } from '../../shared/domain/point';
import type { Micros } from '../../shared/domain/time';
import type { Dissection, Frame, Protocol } from '../protocols/protocol';

/** The line that a frame was on, as it was then. */
export interface FrameLine {
  readonly id: string;
  readonly label: string;
  readonly protocol: Protocol;
  readonly settings: Opaque;
}

/** What a list tells of a frame by itself, and what it has in common with others. */
export interface FrameDigest extends Pick<Dissection, 'station' | 'function' | 'asks' | 'answers' | 'part'>, Pick<FrameRow, 'summary' | 'mark'> {
  /** What is wrong or noteworthy, in plain words; empty when nothing is. */
  readonly trouble: string;
}

/** A frame while it is held. */
export interface HeldFrame {
  readonly seq: number;
  readonly line: FrameLine;
  readonly time: Micros;
  /** Milliseconds of the clock that only goes forward: stamps are too coarse to tell a round trip. */
  readonly at: number;
  readonly direction: Frame['direction'];
  readonly octets: Uint8Array;
  readonly note: NonNullable<Frame['note']> | null;
  /** Made when somebody looks at the frame. */
  digest: FrameDigest | null;
}
