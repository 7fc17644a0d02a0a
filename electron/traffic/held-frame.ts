import type { FrameRow, FrameSourceKind } from '../../shared/contract/frames';
import type { Opaque } from '../../shared/domain/point';
import type { Micros } from '../../shared/domain/time';
import type { Dissection, Frame, Protocol } from '../protocols/protocol';

/** Where a frame was seen, as it was then: a line, one port of a simulator, a connection test. */
export interface FrameSource {
  /** The line's, the simulator's, the test's: ports of one simulator share it. */
  readonly id: string;
  readonly kind: FrameSourceKind;
  /** What people call it: the line's name, the simulator's. */
  readonly name: string;
  /** Its name in capture files, where each port stands by itself. */
  readonly label: string;
  readonly protocol: Protocol;
  /** Of the line or the port: they say how frames are made. */
  readonly settings: Opaque;
}

/** Who asks sends to who answers: on a simulator requests come in and answers go out. */
export function asAsked({ source, direction }: Pick<HeldFrame, 'source' | 'direction'>): Frame['direction'] {
  if (source.kind !== 'simulator') return direction;
  return direction === 'sent' ? 'received' : 'sent';
}

/** What a list tells of a frame by itself, and what it has in common with others. */
export interface FrameDigest extends Pick<Dissection, 'station' | 'function' | 'asks' | 'answers' | 'part'>, Pick<FrameRow, 'summary' | 'mark'> {
  /** What is wrong or noteworthy, in plain words; empty when nothing is. */
  readonly trouble: string;
}

/** A frame while it is held. */
export interface HeldFrame {
  readonly seq: number;
  readonly source: FrameSource;
  readonly time: Micros;
  /** Milliseconds of the clock that only goes forward: stamps are too coarse to tell a round trip. */
  readonly at: number;
  readonly direction: Frame['direction'];
  readonly octets: Uint8Array;
  /** With whom a simulator talks; empty for all others. */
  readonly peer: string;
  readonly note: NonNullable<Frame['note']> | null;
  /** Made when somebody looks at the frame. */
  digest: FrameDigest | null;
}
