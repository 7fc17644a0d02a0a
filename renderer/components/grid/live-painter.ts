/** Something on screen that shows live values: painted when told, never by itself. */
export interface Painted {
  /** Puts the present values on screen; only what differs is touched. `now` is `performance.now()`. */
  paint(now: number): void;
}

export interface FrameClock {
  now(): number;
  /** As `requestAnimationFrame`. */
  request(callback: () => void): number;
  cancel(handle: number): void;
  /** As `setTimeout`. Answers the function that calls it off. */
  wait(callback: () => void, milliseconds: number): () => void;
}

export const browserFrames: FrameClock = {
  now: () => performance.now(),
  request: (callback) => requestAnimationFrame(callback),
  cancel: (handle) => {
    cancelAnimationFrame(handle);
  },
  wait: (callback, milliseconds) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** 30 paints a second at most. */
const LEAST_BETWEEN_PAINTS_MS = 1000 / 30;
/** A frame may come this early and still be painted, or a 60 Hz screen would show 20 paints a second. */
const TOLERANCE_MS = 4;
/** How often ages are counted on. */
const AGE_STEP_MS = 100;

/**
 * Paints live rows at most 30 times a second, and all of them once an age step. A row that changed several times between
 * two paints is painted once. Owns its frame request: call {@link close}.
 */
export class LivePainter {
  readonly #rows = new Map<string, Set<Painted>>();
  readonly #dirty = new Set<string>();
  #frame: number | null = null;
  #waiting: { readonly due: number; readonly callOff: () => void } | null = null;
  #lastPaint = Number.NEGATIVE_INFINITY;
  #lastAges = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(private readonly clock: FrameClock = browserFrames) {}

  /** Paints the row at once and whenever its point changes, until the returned function is called. */
  attach(pointId: string, row: Painted): () => void {
    const rows = this.#rows.get(pointId) ?? new Set();
    rows.add(row);
    this.#rows.set(pointId, rows);
    row.paint(this.clock.now());
    this.#schedule();
    return () => {
      rows.delete(row);
      if (rows.size === 0 && this.#rows.get(pointId) === rows) this.#rows.delete(pointId);
    };
  }

  /** Notes that points have new samples. */
  changed(pointIds: Iterable<string>): void {
    for (const pointId of pointIds) if (this.#rows.has(pointId)) this.#dirty.add(pointId);
    this.#schedule();
  }

  /** Paints again after {@link close}; rows that were attached meanwhile are painted. */
  open(): void {
    this.#closed = false;
    this.#schedule();
  }

  /** Paints no more. Rows stay attached until each is detached by who attached it. */
  close(): void {
    this.#closed = true;
    if (this.#frame !== null) this.clock.cancel(this.#frame);
    this.#frame = null;
    this.#waiting?.callOff();
    this.#waiting = null;
    this.#dirty.clear();
  }

  /** Asks for a frame when a paint is due, and waits by a timer until then: a frame that paints nothing costs too. */
  #schedule(): void {
    if (this.#closed || this.#frame !== null || this.#rows.size === 0) return;
    const due = this.#dirty.size > 0 ? Math.min(this.#lastPaint + LEAST_BETWEEN_PAINTS_MS, this.#lastAges + AGE_STEP_MS) : this.#lastAges + AGE_STEP_MS;
    const wait = due - this.#tolerated(this.clock.now());
    if (this.#waiting !== null && wait > 0 && this.#waiting.due <= due) return;
    this.#waiting?.callOff();
    this.#waiting = null;
    if (wait > 0) {
      const callOff = this.clock.wait(() => {
        this.#waiting = null;
        this.#schedule();
      }, wait);
      this.#waiting = { due, callOff };
      return;
    }
    this.#frame = this.clock.request(() => {
      this.#frame = null;
      this.#onFrame();
      this.#schedule();
    });
  }

  #tolerated(now: number): number {
    return now + TOLERANCE_MS;
  }

  #onFrame(): void {
    const now = this.clock.now();
    // Ages that will soon be due are painted along with what changed: two frames would lay out the rows twice.
    const step = this.#dirty.size > 0 ? AGE_STEP_MS / 2 : AGE_STEP_MS;
    if (this.#tolerated(now) - this.#lastAges >= step) {
      this.#lastAges = now;
      this.#lastPaint = now;
      this.#dirty.clear();
      for (const rows of this.#rows.values()) for (const row of rows) row.paint(now);
      return;
    }
    if (this.#dirty.size === 0 || this.#tolerated(now) - this.#lastPaint < LEAST_BETWEEN_PAINTS_MS) return;
    this.#lastPaint = now;
    for (const pointId of this.#dirty) for (const row of this.#rows.get(pointId) ?? []) row.paint(now);
    this.#dirty.clear();
  }
}
