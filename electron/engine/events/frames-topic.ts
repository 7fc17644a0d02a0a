import type { TopicPayload } from '../../../shared/contract/events';
import type { CaptureState } from '../../../shared/contract/frames';
import type { EventSubscription } from '../../doors/contract-engine';
import type { HeldFrame } from '../../traffic/held-frame';
import type { ProjectTraffic } from '../project-traffic';

/** Frames that wait for a slow reader at most; older ones are still to be had by `frames.list`. */
const MOST_PENDING = 2000;
/** Frames of one message, so that taking them apart keeps nothing else waiting. */
const MOST_AT_ONCE = 100;
/** Frames that a new reader begins with. */
const FIRST_FRAMES = 200;

const NOTHING: CaptureState = { recording: false, since: null, seen: 0, dropped: 0, sources: [] };

interface Reader {
  readonly sourceIds: ReadonlySet<string> | null;
  pending: HeldFrame[];
  missed: number;
  /** The state is to be told. */
  state: boolean;
  /** Nothing was told yet. */
  begins: boolean;
  onPending(): void;
}

/** The topic `frames`: every frame in its order, taken apart when it is taken; a slow reader misses the oldest. */
export class FramesTopic {
  private readonly readers = new Set<Reader>();

  constructor(private readonly traffic: () => ProjectTraffic | null) {}

  publish(frame: HeldFrame): void {
    for (const reader of this.readers) {
      if (reader.sourceIds !== null && !reader.sourceIds.has(frame.source.id)) continue;
      reader.pending.push(frame);
      if (reader.pending.length > 2 * MOST_PENDING) {
        reader.missed += reader.pending.length - MOST_PENDING;
        reader.pending = reader.pending.slice(-MOST_PENDING);
      }
      reader.onPending();
    }
  }

  /** Recording began or ended, or counts are to be told anew. */
  stateChanged(): void {
    for (const reader of this.readers) {
      reader.state = true;
      reader.onPending();
    }
  }

  /** The list was cleared: what waits for a slow reader is of before. */
  cleared(): void {
    for (const reader of this.readers) Object.assign(reader, { pending: [], missed: 0 });
  }

  /** Another project was opened, or none is. */
  begunAnew(): void {
    for (const reader of this.readers) Object.assign(reader, { pending: [], missed: 0, begins: true });
    this.stateChanged();
  }

  subscribe(sourceIds: readonly string[] | null, onPending: () => void): EventSubscription {
    const wanted = sourceIds === null ? null : new Set(sourceIds);
    const pending = this.traffic()?.recorder.newest(wanted, null, FIRST_FRAMES).frames ?? [];
    const reader: Reader = { sourceIds: wanted, pending, missed: 0, state: true, begins: true, onPending };
    this.readers.add(reader);
    onPending();
    return {
      take: () => this.take(reader),
      close: () => {
        this.readers.delete(reader);
      },
    };
  }

  private take(reader: Reader): TopicPayload<'frames'> | undefined {
    const { pending, missed, state, begins } = reader;
    if (pending.length === 0 && missed === 0 && !state) return undefined;
    const traffic = this.traffic();
    const frames = pending.slice(0, MOST_AT_ONCE);
    Object.assign(reader, { pending: pending.slice(frames.length), missed: 0, state: false, begins: false });
    if (reader.pending.length > 0) reader.onPending();
    return { state: state ? (traffic?.recorder.state() ?? NOTHING) : null, rows: traffic === null ? [] : frames.map((frame) => traffic.rows.row(frame)), missed, begins };
  }
}
