import type { EventSubscription } from '../../doors/contract-engine';
import type { Sample, WireSample } from '../../../shared/domain/sample';
import { wireSample } from '../wire-sample';

interface Reader {
  readonly pointIds: ReadonlySet<string>;
  /** The newest sample of each point that changed since the last take: bounded by the points subscribed to. */
  readonly pending: Map<string, Sample>;
  onPending(): void;
}

/** The topic `samples`: each reader gets the newest sample of the points it shows, however slowly it reads. */
export class SamplesTopic {
  private readonly readersOf = new Map<string, Set<Reader>>();

  constructor(private readonly latest: (pointId: string) => Sample | null) {}

  publish(samples: readonly Sample[]): void {
    if (this.readersOf.size === 0) return;
    for (const sample of samples) {
      for (const reader of this.readersOf.get(sample.pointId) ?? []) {
        reader.pending.set(sample.pointId, sample);
        reader.onPending();
      }
    }
  }

  subscribe(pointIds: readonly string[], onPending: () => void): EventSubscription {
    const reader: Reader = { pointIds: new Set(pointIds), pending: new Map(), onPending };
    for (const pointId of reader.pointIds) {
      const readers = this.readersOf.get(pointId) ?? new Set();
      readers.add(reader);
      this.readersOf.set(pointId, readers);
      const sample = this.latest(pointId);
      if (sample) reader.pending.set(pointId, sample);
    }
    onPending();
    let first = true;
    return {
      take: () => {
        // The first message says what there is, be it nothing: a screen can tell "no value yet" from "not asked yet".
        if (reader.pending.size === 0 && !first) return undefined;
        first = false;
        const batch: WireSample[] = Array.from(reader.pending.values(), wireSample);
        reader.pending.clear();
        return batch;
      },
      close: () => this.remove(reader),
    };
  }

  private remove(reader: Reader): void {
    for (const pointId of reader.pointIds) {
      const readers = this.readersOf.get(pointId);
      readers?.delete(reader);
      if (readers?.size === 0) this.readersOf.delete(pointId);
    }
    reader.pending.clear();
  }
}
