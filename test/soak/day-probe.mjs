/**
 * Loaded before the gateway of a compressed day, in its main thread and its workers: lets the wall clock run DAY_SPEED times
 * as fast, and on SIGUSR2 writes what is left after a garbage collection to the file DAY_PROBE. Timers and the monotonic clock
 * are the machine's own, but for the workers': the history's keeps samples in its journal for ten minutes by it, and would
 * bring none of them into the chunks that are forgotten.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const speed = Number(process.env.DAY_SPEED);
const realBegan = Number(process.env.DAY_REAL_BEGAN);
const wallBegan = Number(process.env.DAY_WALL_BEGAN);
const RealDate = Date;
const wallNow = () => Math.round(wallBegan + (RealDate.now() - realBegan) * speed);

globalThis.Date = /** @type {DateConstructor} */ (
  /** @type {unknown} */ (
    class extends RealDate {
      /** @param {[] | [number | string | Date]} given */
      constructor(...given) {
        super(given[0] ?? wallNow());
      }

      static now() {
        return wallNow();
      }
    }
  )
);

/** @param {string[]} names @returns {Record<string, number>} */
function counted(names) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const WORKERS_SLOWER = 20;

if (!isMainThread) {
  const realNow = performance.now.bind(performance);
  performance.now = () => (realNow() * speed) / WORKERS_SLOWER;
}
if (isMainThread) {
  process.on('SIGUSR2', () => {
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    const file = process.env.DAY_PROBE ?? '';
    writeFileSync(`${file}.new`, JSON.stringify({ heapUsed, external, rss, resources: counted(process.getActiveResourcesInfo()) }));
    renameSync(`${file}.new`, file);
  });
}
