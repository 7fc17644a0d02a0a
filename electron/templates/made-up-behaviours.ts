import { integerRange } from '../../shared/domain/data-type';
import type { Point } from '../../shared/domain/point';
import type { Behaviour, ValueSource } from '../../shared/domain/simulator';

/**
 * Values to begin with by unit, in engineering units, from to: what such a quantity often is in a plant. They are made up:
 * documents of registers say what a value means, not what it is.
 */
const USUAL: Readonly<Record<string, readonly [from: number, to: number]>> = {
  V: [228, 232],
  A: [4, 6],
  W: [900, 1400],
  kW: [0.9, 1.4],
  VA: [950, 1450],
  var: [50, 120],
  Hz: [49.95, 50.05],
  '°C': [35, 55],
  K: [3, 6],
  '%': [40, 60],
  bar: [1.5, 2],
  rpm: [1450, 1480],
  'l/min': [10, 14],
};
/** Units of what only grows. */
const COUNTED = new Set(['Wh', 'kWh', 'MWh', 'varh', 'kvarh', 'VAh', 'kVAh', 'h', 'm³']);
/** How long a value takes up and down again, from to, in whole seconds. */
const PERIOD_S = [40, 80] as const;
const COUNT_EVERY_MS = 10_000;

/**
 * What a simulated device shows at first for the points of a template, by point. Measured values go up and down between two
 * values, by the point's own limits where it has them and else by its unit; counters count; settings stand in the middle of
 * their limits. Points for which nothing can be told are left out: they are 0, as every simulated point without a behaviour.
 */
export function madeUpBehaviours(points: readonly Point[]): Record<string, Behaviour> {
  const made: Record<string, Behaviour> = {};
  for (const point of points) {
    const source = sourceOf(point);
    if (source !== null) made[point.id] = { source, onWrite: { kind: 'hold' } };
  }
  return made;
}

/** Constants for points that can be but one value, by point. */
export function onlyValues(points: readonly Point[]): Record<string, Behaviour> {
  return madeUpBehaviours(points.filter(({ enumeration }) => enumeration.length === 1));
}

function sourceOf(point: Point): ValueSource | null {
  if (point.dataType === 'string' || point.dataType === 'boolean') return null;
  const [first] = point.enumeration;
  if (first !== undefined) return { kind: 'constant', value: first.value * point.scale + point.offset };
  if (COUNTED.has(point.unit)) return counter(point);
  const range = rangeOf(point);
  if (range === null) return null;
  const [from, to] = range;
  const mean = rounded((from + to) / 2);
  return point.access === 'read' && from !== to ? { kind: 'sine', mean, amplitude: rounded((to - from) / 2), ...swingOf(point) } : { kind: 'constant', value: mean };
}

/** Each point swings in its own way, the same one wherever its template is simulated: neighbours that rise and fall together hide a mix-up. */
function swingOf({ name, address }: Point): { readonly periodMs: number; readonly phaseDegrees: number } {
  const [least, most] = PERIOD_S;
  const place = `${name} ${JSON.stringify(address)}`;
  return { periodMs: 1000 * (least + (hashOf(`period ${place}`) % (most - least + 1))), phaseDegrees: hashOf(`phase ${place}`) % 360 };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193) >>> 0;
  return hash;
}

/** Without the digits that only floating point brings. */
function rounded(value: number): number {
  return Number(value.toPrecision(9));
}

function counter(point: Point): ValueSource | null {
  const [, end] = ends(point);
  const step = Math.max(Math.abs(point.scale), 0.1);
  const start = 1000 * step;
  return start + step > end ? null : { kind: 'counter', start, step, everyMs: COUNT_EVERY_MS, most: null };
}

/** Within the point's limits and what its registers can hold; null where nothing is known. */
function rangeOf(point: Point): readonly [number, number] | null {
  const { low, high, unit } = point;
  const wanted = low !== null && high !== null && low < high ? ([low + (high - low) * 0.4, low + (high - low) * 0.6] as const) : USUAL[unit];
  if (wanted === undefined) return null;
  const [least, most] = ends(point);
  const within = (value: number): number => Math.min(most, Math.max(least, value));
  return [within(wanted[0]), within(wanted[1])];
}

/** The least and the greatest engineering value that the point's registers and limits allow. */
function ends({ dataType, scale, offset, low, high }: Point): readonly [number, number] {
  const range = integerRange(dataType);
  const raw = range === null ? [-Infinity, Infinity] : [Number(range[0]), Number(range[1])];
  const [least = -Infinity, most = Infinity] = raw.map((end) => end * scale + offset).sort((a, b) => a - b);
  return [Math.max(least, low ?? -Infinity), Math.min(most, high ?? Infinity)];
}
