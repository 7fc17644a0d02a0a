/** Timers come in as a dependency, so that tests drive them. */
export interface Timers {
  /** Calls `action` once after at least `delayMs` milliseconds. Returns what cancels it. */
  after(delayMs: number, action: () => void): () => void;
}

/** The process's own timers. */
export const processTimers: Timers = {
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
