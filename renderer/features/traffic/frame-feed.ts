import type { CaptureState, FrameRow } from '../../../shared/contract/frames';
import type { Client } from '../../client/client';
import { Store } from '../../client/store';
import { MOST_ROWS, newestRows, withRows } from './frame-list';

/** Rows of one page of older frames. */
const PAGE = 1000;
/** A list of thousands is drawn anew this often at most. */
const SHOW_EVERY_MS = 150;

/** The frames of a capture as one screen shows them: the newest as they come, older ones behind them, held still on demand. */
export class FrameFeed {
  readonly rows = new Store<readonly FrameRow[]>([]);
  readonly state = new Store<CaptureState | null>(null);
  /** Frames that came too fast for this window; the engine holds them. */
  readonly missed = new Store(0);
  readonly paused = new Store(false);
  #reading = false;
  #end: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pending: readonly FrameRow[] = [];
  /** Raised with every opening and clearing: what was asked for before is not wanted any more. */
  #turn = 0;
  #open = false;

  constructor(
    private readonly client: Client,
    private readonly sourceIds: readonly string[] | null,
  ) {}

  /** Begins to listen, also again after {@link close}. */
  open(): void {
    this.#open = true;
    this.#follow();
  }

  close(): void {
    this.#open = false;
    this.#follow();
  }

  /** Holds the list still; frames go on being recorded. */
  setPaused(paused: boolean): void {
    this.paused.set(paused);
    this.#follow();
  }

  /** While somebody reads in the list it may grow longer before the oldest rows go. */
  setReading(reading: boolean): void {
    this.#reading = reading;
  }

  #follow(): void {
    const wanted = this.#open && !this.paused.get();
    if (wanted && this.#end === undefined) this.#subscribe();
    else if (!wanted) this.#unsubscribe();
  }

  #subscribe(): void {
    this.#end = this.client.subscribe('frames', { sourceIds: this.sourceIds === null ? null : [...this.sourceIds] }, ({ state, rows, missed, begins }) => {
      if (state !== null) this.#takeState(state);
      if (missed > 0) this.missed.update((before) => before + missed);
      if (begins) {
        this.#turn += 1;
        if (rows[0] !== undefined) void this.#fill(rows[0].seq, this.#turn);
      }
      this.#pending = [...this.#pending, ...rows];
      this.#timer ??= setTimeout(() => this.#show(), SHOW_EVERY_MS);
    });
  }

  #unsubscribe(): void {
    this.#turn += 1;
    this.#end?.();
    this.#end = undefined;
    this.#show();
  }

  #takeState(state: CaptureState): void {
    const before = this.state.get();
    this.state.set(state);
    // The list was cleared, or another project was opened.
    if (before !== null && state.seen < before.seen) {
      this.#pending = [];
      this.rows.set([]);
      this.missed.set(0);
    }
  }

  #show(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const came = this.#pending;
    this.#pending = [];
    if (came.length > 0) this.rows.update((before) => newestRows(withRows(before, came), this.#reading));
  }

  /** Fetches what lies between the rows that are there and the first that came, as far as rows are kept. */
  async #fill(before: number, turn: number): Promise<void> {
    const known = this.rows.get().at(-1)?.seq ?? 0;
    let from = before;
    for (let pages = 0; pages < MOST_ROWS / PAGE; pages += 1) {
      const { rows, more } = await this.client.call('frames.list', { sourceIds: this.sourceIds === null ? null : [...this.sourceIds], before: from, limit: PAGE }).catch(() => ({ rows: [], more: false }));
      if (this.#turn !== turn) return;
      this.rows.update((now) => newestRows(withRows(now, rows), this.#reading));
      const oldest = rows[0]?.seq;
      if (!more || oldest === undefined || oldest <= known) return;
      from = oldest;
    }
  }
}
