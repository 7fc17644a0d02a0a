import type { Frame } from '../protocols/protocol';
import type { FrameRecorder } from './frame-recorder';
import type { FrameSource, HeldFrame } from './held-frame';

/** Where the frames of a connection test are, and which is the first. */
export interface TestedFrames {
  readonly sourceId: string;
  readonly first: number;
  readonly count: number;
}

/** What goes over the wire while a connection test runs, kept whether a capture runs or not. */
export class TestFrames {
  private found: TestedFrames | null = null;

  constructor(
    private readonly recorder: FrameRecorder,
    private readonly source: FrameSource,
  ) {}

  /** A frame of the test. `held`: it is held already, as one of the line on which the test runs. */
  heard(frame: Frame, held: HeldFrame | null): void {
    const kept = held ?? this.recorder.record(this.source, frame);
    if (kept === null) return;
    // A capture that begins or ends meanwhile leaves the frames in two places: told is where they begin.
    this.found ??= { sourceId: kept.source.id, first: kept.seq, count: 0 };
    if (this.found.sourceId === kept.source.id) this.found = { ...this.found, count: this.found.count + 1 };
  }

  /** Null where nothing went over the wire. */
  get frames(): TestedFrames | null {
    return this.found;
  }
}
