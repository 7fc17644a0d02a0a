/** What is seen of the gateway every ten seconds. */
export interface Sight {
  /** Octets after a garbage collection. */
  readonly heap: number;
  readonly rss: number;
  /** Active timers, sockets and the like. */
  readonly resources: number;
  readonly descriptors: number;
  /** Octets of the history's files, and of all others. */
  readonly history: number;
  readonly rest: number;
  /** Lines of its log so far. */
  readonly lines: number;
  /** How far back the history goes, days of its wall clock. */
  readonly reach: number;
  /** Values of steady devices that are good and not what the device holds. */
  readonly wrong: number;
  /** When the device of each second was asked since the last sight, monotonic milliseconds. */
  readonly times: readonly number[];
}

/** What is known at the end. */
export interface DayEnd {
  readonly elapsedMs: number;
  readonly intervalMs: number;
  readonly speed: number;
  readonly wallDays: number;
  /** Requests that all devices, and each of the steady ones, answered. */
  readonly answered: number;
  readonly steady: readonly number[];
  readonly lateTurns: readonly number[];
  readonly faultsMet: number;
  readonly samples: number;
  readonly historyError: string | null;
}

export interface DayRow {
  readonly what: string;
  readonly value: string;
  /** Null: told, not judged. */
  readonly held: boolean | null;
}

const SECOND_MS = 1000;
const HEAP_GROWTH = 2 * 2 ** 20;
const DRIFT_MS = 20;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const mib = (octets: number): string => `${(octets / 2 ** 20).toFixed(2)} MiB`;
const grouped = (value: number): string => Math.round(value).toLocaleString('en');

/** How late, beside the first one, a turn of each second is; seconds that were left out fall away. */
function lateness(times: readonly number[]): number[] {
  const first = times[0] ?? 0;
  const half = SECOND_MS / 2;
  return times.map((time) => ((time - first + half) % SECOND_MS) - half);
}

/** Compares the second fifth of a run with its last fifth, and judges what has to stay the same. */
export function dayRows(sights: readonly Sight[], end: DayEnd): DayRow[] {
  const fifth = Math.floor(sights.length / 5);
  const early = sights.slice(fifth, 2 * fifth + 1);
  const late = sights.slice(-fifth - 1);
  const both = (what: (sight: Sight) => number): [number, number] => [median(early.map(what)), median(late.map(what))];
  const linesAMinute = (list: readonly Sight[]): string => (((list.at(-1)?.lines ?? 0) - (list[0]?.lines ?? 0)) / ((Math.max(1, list.length - 1) * (end.elapsedMs / sights.length)) / 60_000)).toFixed(0);
  const times = sights.flatMap((sight) => sight.times);
  const delays = lateness(times);
  const part = Math.floor(delays.length / 5);
  const drift = median(delays.slice(-part)) - median(delays.slice(0, part));
  // The history may grow until the retention is reached, with a fifth of a day for what still waits to be brought together.
  const full = sights.slice(Math.ceil((sights.length * 1.2) / end.wallDays));
  const third = Math.ceil(full.length / 3);
  const greatest = (list: readonly Sight[]): number => Math.max(...list.map(({ history }) => history));
  const [first, last] = [greatest(full.slice(0, third)), greatest(full.slice(-third))];
  const reach = Math.max(...full.map((sight) => sight.reach));
  const [heapEarly, heapLate] = both(({ heap }) => heap);
  const [resourcesEarly, resourcesLate] = both(({ resources }) => resources);
  const [descriptorsEarly, descriptorsLate] = both(({ descriptors }) => descriptors);
  const wrong = sights.reduce((sum, sight) => sum + sight.wrong, 0);
  return [
    { what: 'run', value: `${(end.elapsedMs / 60_000).toFixed(1)} min at ${end.intervalMs} ms; the wall clock ran ${Math.round(end.speed)} times as fast: ${((end.elapsedMs * end.speed) / 3_600_000).toFixed(0)} h`, held: null },
    { what: 'requests that devices answered', value: `${grouped(end.answered)}; a steady device ${end.steady.map(grouped).join(', ')} (a day of one-second polls has 86,400)`, held: end.answered > 0 },
    { what: 'turns of the steady devices that were left out, since the machine or the turn before was late', value: end.lateTurns.map(grouped).join(', '), held: null },
    { what: 'faults met', value: grouped(end.faultsMet), held: end.faultsMet > 0 },
    { what: 'heap after a collection, early and late', value: `${mib(heapEarly)}, ${mib(heapLate)}`, held: heapLate - heapEarly < HEAP_GROWTH },
    { what: 'resident set, early and late', value: both(({ rss }) => rss).map(mib).join(', '), held: null },
    { what: 'active timers, sockets and requests, early and late', value: `${resourcesEarly}, ${resourcesLate}`, held: resourcesLate - resourcesEarly <= 5 },
    { what: 'file descriptors, early and late', value: `${descriptorsEarly}, ${descriptorsLate}`, held: descriptorsLate - descriptorsEarly <= 5 },
    { what: `when the device of each second is asked, late beside early, over ${grouped(times.length)} turns`, value: `${drift.toFixed(1)} ms`, held: Math.abs(drift) < DRIFT_MS },
    { what: 'history files, greatest soon after the first day and in the last of them', value: `${mib(first)}, ${mib(last)}`, held: last < first * 1.25 },
    { what: 'how far back the history reached at most after the first day, with a retention of one day', value: `${reach.toFixed(2)} days`, held: reach < 2 },
    { what: 'samples in the history at the end', value: grouped(end.samples), held: end.samples > 0 },
    { what: 'all other files (project, audit, preferences), early and late', value: both(({ rest }) => rest).map(mib).join(', '), held: null },
    { what: 'lines of the log a minute, early and late', value: `${linesAMinute(early)}, ${linesAMinute(late)}`, held: null },
    { what: 'samples of steady devices that were good and wrong', value: String(wrong), held: wrong === 0 },
    { what: 'error of the history', value: end.historyError ?? 'none', held: end.historyError === null },
  ];
}
