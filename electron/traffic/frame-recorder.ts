import type { CaptureState } from '../../shared/contract/frames';
import type { Micros } from '../../shared/domain/time';
import type { Clock, Frame } from '../protocols/protocol';
import { FrameRing, type RingLimits } from './frame-ring';
import type { FrameSource, HeldFrame } from './held-frame';

/** Frames of one source that are held at most, and memory for those of all sources together. */
const SOURCE_FRAMES = 20_000;
const SOURCE_OCTETS = 16 * 1024 * 1024;
const ALL_OCTETS = 96 * 1024 * 1024;
/** Connection tests are short and kept in any case: the frames of the last ones, each with little memory of its own. */
const MOST_TESTS = 20;
const TEST_LIMITS: RingLimits = { frames: 2000, octets: 1024 * 1024 };

interface SourceRing {
  readonly ring: FrameRing;
  /** As it was with the newest frame. */
  source: FrameSource;
}

export interface FrameRecorderContext {
  readonly clock: Clock;
  /** A frame was recorded. */
  onFrame(frame: HeldFrame): void;
  /** Recording began or ended, or the list was cleared. */
  onState(): void;
}

/**
 * Keeps the newest frames of each source while somebody wants them recorded, those of connection tests always. Costs one
 * comparison a frame while nobody does.
 */
export class FrameRecorder {
  private readonly rings = new Map<string, SourceRing>();
  private recording = false;
  private since: Micros | null = null;
  private seq = 0;
  private seen = 0;
  /** What each may hold; null until it is worked out for the sources that there are. */
  private sharing: RingLimits | null = null;

  constructor(private readonly context: FrameRecorderContext) {}

  get isRecording(): boolean {
    return this.recording;
  }

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
    this.sharing = null;
    this.seen = 0;
    this.context.onState();
  }

  /** Keeps a copy of the frame, whose octets may lie in a buffer that is used again; null where it is not to be recorded. */
  record(source: FrameSource, { time, direction, octets, note }: Frame, peer = ''): HeldFrame | null {
    if (!this.recording && source.kind !== 'test') return null;
    this.seq += 1;
    this.seen += 1;
    const held: HeldFrame = { seq: this.seq, source, time, at: this.context.clock.monotonicMs(), direction, octets: new Uint8Array(octets), peer, note: note ?? null, digest: null };
    this.ringOf(source).add(held, source.kind === 'test' ? TEST_LIMITS : this.limits());
    this.context.onFrame(held);
    return held;
  }

  state(): CaptureState {
    const sources = Array.from(this.rings, ([sourceId, { ring, source }]) => ({ sourceId, kind: source.kind, name: source.name, protocol: source.protocol.description.name, frames: ring.count, octets: ring.octets }));
    const held = sources.reduce((sum, { frames }) => sum + frames, 0);
    return { recording: this.recording, since: this.since, seen: this.seen, dropped: this.seen - held, sources };
  }

  /** The frames of a source; undefined where none is held. */
  ring(sourceId: string): FrameRing | undefined {
    return this.rings.get(sourceId)?.ring;
  }

  find(seq: number): HeldFrame | undefined {
    for (const { ring } of this.rings.values()) {
      const frame = ring.at(ring.from(seq));
      if (frame?.seq === seq) return frame;
    }
    return undefined;
  }

  /** Every frame held of these sources (null: of all), by source, the oldest of each first. */
  held(sourceIds: ReadonlySet<string> | null): (readonly HeldFrame[])[] {
    return this.ringsOf(sourceIds).map((ring) => ring.all());
  }

  /** The newest frames before `before` of these sources (null: of all), the oldest of them first, and whether older ones are held. */
  newest(sourceIds: ReadonlySet<string> | null, before: number | null, limit: number): { readonly frames: HeldFrame[]; readonly more: boolean } {
    const cursors = this.ringsOf(sourceIds).map((ring) => ({ ring, at: (before === null ? ring.count : ring.from(before)) - 1 }));
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

  private ringsOf(sourceIds: ReadonlySet<string> | null): FrameRing[] {
    return Array.from(this.rings).flatMap(([sourceId, { ring }]) => (sourceIds === null || sourceIds.has(sourceId) ? [ring] : []));
  }

  private ringOf(source: FrameSource): FrameRing {
    const known = this.rings.get(source.id);
    if (known !== undefined) {
      known.source = source;
      return known.ring;
    }
    if (source.kind === 'test') this.forgetOldTest();
    const ring = new FrameRing();
    this.rings.set(source.id, { ring, source });
    this.sharing = null;
    // There is less for each now.
    for (const other of this.rings.values()) if (other.source.kind !== 'test') other.ring.trim(this.limits());
    this.context.onState();
    return ring;
  }

  /** The tests stand in the order in which they ran. */
  private forgetOldTest(): void {
    const tests = Array.from(this.rings).flatMap(([id, { source }]) => (source.kind === 'test' ? [id] : []));
    const [oldest] = tests;
    if (oldest !== undefined && tests.length >= MOST_TESTS) this.rings.delete(oldest);
  }

  /** Lines and simulators share the memory evenly. */
  private limits(): RingLimits {
    if (this.sharing === null) {
      let sharing = 0;
      for (const { source } of this.rings.values()) if (source.kind !== 'test') sharing += 1;
      this.sharing = { frames: SOURCE_FRAMES, octets: Math.min(SOURCE_OCTETS, ALL_OCTETS / Math.max(1, sharing)) };
    }
    return this.sharing;
  }
}
