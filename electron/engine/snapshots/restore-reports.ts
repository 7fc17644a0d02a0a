import type { RestoredRow } from '../../../shared/contract/snapshots';

/** Restores whose rows are remembered. */
const MOST = 20;

/** What became of the values of restores, by job: also of one that was cancelled, of which a job itself keeps nothing. */
export class RestoreReports {
  readonly #rows = new Map<string, RestoredRow[]>();

  begin(jobId: string): RestoredRow[] {
    const rows: RestoredRow[] = [];
    this.#rows.set(jobId, rows);
    for (const [oldest] of this.#rows) {
      if (this.#rows.size <= MOST) break;
      this.#rows.delete(oldest);
    }
    return rows;
  }

  /** Null for a job that is none of these, or was long ago. */
  get(jobId: string): readonly RestoredRow[] | null {
    return this.#rows.get(jobId) ?? null;
  }
}
