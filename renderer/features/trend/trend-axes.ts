/** Width of an axis with its figures, pixels. */
export const AXIS_WIDTH = 52;

/** A vertical axis: one for each unit, in the order in which the units appear among the pens. */
export interface TrendAxis {
  readonly scale: string;
  readonly unit: string;
  readonly side: 'left' | 'right';
}

/** Left axis for the first unit, right for the second, more are added outside right. */
export function axesFor(units: readonly string[]): TrendAxis[] {
  const different = [...new Set(units)];
  return different.map((unit, at) => ({ scale: `unit${at}`, unit, side: at === 0 ? 'left' : 'right' }));
}

/** The scale of a pen with this unit. */
export function scaleOf(axes: readonly TrendAxis[], unit: string): string {
  return axes.find((axis) => axis.unit === unit)?.scale ?? 'unit0';
}

/** The least stretch that an axis shows, as a share of its largest value: noise of the last digit does not fill the plot. */
const LEAST_SHARE = 0.02;

/**
 * Range of an axis: what is shown, with a tenth of room above and below; values that hardly differ stand in the middle
 * of a band that is a fiftieth of the largest, or 1 where all are 0.
 */
export function axisRange(min: number, max: number): [number, number] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return [0, 1];
  const least = Math.max(Math.abs(min), Math.abs(max)) * LEAST_SHARE || 1;
  const room = Math.max((max - min) * 0.1, (least - (max - min)) / 2);
  return [min - room, max + room];
}

const MOST_DECIMALS = 6;

/** A figure of an axis with as many decimals as its steps have: steps of 2.5 show 242.5, not 243. */
export function axisText(value: number, increment: number): string {
  const whole = (steps: number): boolean => Math.abs(steps - Math.round(steps)) < steps * 1e-6;
  let decimals = 0;
  while (decimals < MOST_DECIMALS && !whole(increment * 10 ** decimals)) decimals += 1;
  return value.toFixed(decimals).replace('-', '−');
}
