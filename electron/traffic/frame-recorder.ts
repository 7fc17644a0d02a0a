import type { CaptureState } from '../../shared/contract/frames';
import type { Micros } from '../../shared/domain/time';
import type { Clock, Frame } from '../protocols/protocol';
import { FrameRing, type RingLimits } from './frame-ring';
import type { FrameLine, HeldFrame } from './held-frame';

/** Frames of one line that are held at most, and memory for those of all lines together. */
const LINE_FRAMES = 20_000;
const LINE_OCTETS = 16 * 1024 * 1024;
const ALL_OCTETS = 96 * 1024 * 1024;

export interface FrameRecorderContext {
  readonly clock: Clock;
  /** A frame was recorded. */
  onFrame(frame: HeldFrame): void;
  /** Recording began or ended, or the list was cleared. */
  onState(): void;
}

/** Keeps the newest frames of each line while somebody wants them recorded. Costs one comparison a frame while nobody does. */
export class FrameRecorder {
  private readonly rings = new Map<string, FrameRing>();
  private recording = false;
  private since: Micros | null = null;
  private seq = 0;
  private seen = 0;

  constructor(private readonly context: FrameRecorderContext) {}

  start(): void {
    if (this.recording) return;
    this.recording = true;
    this.since = this.context.clock.nowMicros();
    this.context.onState();
  }

  stop(): void {
    if (!this.recording) return;
    this.recording = false;
    this.context.onState();
  }

  /** Forgets what is held. Numbers go on, so that nobody takes a new frame for an old one. */
  clear(): void {
    this.rings.clear();
    this.seen = 0;
    this.context.onState();
  }

  /** Keeps a copy of the frame: its octets may lie in a buffer that is used again. */
  record(line: FrameLine, { time, direction, octets, note }: Frame): void {
    if (!this.recording) return;
    this.seq += 1;
    this.seen += 1;
    const held: HeldFrame = { seq: this.seq, line, time, at: this.context.clock.monotonicMs(), direction, octets: Uint8Array.from(octets), note: note ?? null, digest: null };
    this.ringOf(line.id).add(held, this.limits());
    this.context.onFrame(held);
  }

  state(): CaptureState {
    const lines = Array.from(this.rings, ([lineId, ring]) => ({ lineId, frames: ring.count, octets: ring.octets }));
    const held = lines.reduce((sum, { frames }) => sum + frames, 0);
    return { recording: this.recording, since: this.since, seen: this.seen, dropped: this.seen - held, lines };
  }

  /** The frames of a line; undefined where none is held. */
  ring(lineId: string): FrameRing | undefined {
    return this.rings.get(lineId);
  }

  find(seq: number): HeldFrame | undefined {
    for (const ring of this.rings.values()) {
      const frame = ring.at(ring.from(seq));
      if (frame?.seq === seq) return frame;
    }
    return undefined;
  }

  /** Every frame held of these lines (null: of all), the oldest first. */
  all(lineIds: ReadonlySet<string> | null): HeldFrame[] {
    const frames: HeldFrame[] = [];
    for (const [lineId, ring] of this.rings) {
      if (lineIds !== null && !lineIds.has(lineId)) continue;
      frames.push(...ring.all());
    }
    return frames.sort((one, other) => one.seq - other.seq);
  }

  /** The newest frames before `before` of these lines (null: of all), the oldest of them first, and whether older ones are held. */
  newest(lineIds: ReadonlySet<string> | null, before: number | null, limit: number): { readonly frames: HeldFrame[]; readonly more: boolean } {
    const cursors = Array.from(this.rings, ([lineId, ring]) => ({ lineId, ring, at: (before === null ? ring.count : ring.from(before)) - 1 })).filter(({ lineId }) => lineIds === null || lineIds.has(lineId));
    const frames: HeldFrame[] = [];
    for (;;) {
      let newest: { readonly cursor: (typeof cursors)[number]; readonly frame: HeldFrame } | null = null;
      for (const cursor of cursors) {
        const frame = cursor.ring.at(cursor.at);
        if (frame !== undefined && (newest === null || frame.seq > newest.frame.seq)) newest = { cursor, frame };
      }
      if (newest === null || frames.length === limit) return { frames: frames.toReversed(), more: newest !== null };
      newest.cursor.at -= 1;
      frames.push(newest.frame);
    }
  }

  private ringOf(lineId: string): FrameRing {
    const known = this.rings.get(lineId);
    if (known !== undefined) return known;
    const ring = new FrameRing();
    this.rings.set(lineId, ring);
    // There is less for each now.
    for (const other of this.rings.values()) other.trim(this.limits());
    return ring;
  }

  /** Lines share the memory evenly. */
  private limits(): RingLimits {
    return { frames: LINE_FRAMES, octets: Math.min(LINE_OCTETS, ALL_OCTETS / Math.max(1, this.rings.size)) };
  }
}
