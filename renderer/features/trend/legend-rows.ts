import type { WireSample } from '../../../shared/domain/sample';
import type { Micros } from '../../../shared/domain/time';
import { NO_VALUE, formatNumber } from '../../components/format/number';
import type { NumberFormat } from '../../components/format/number';
import { decimalsFor, formatValue } from '../../components/format/value';
import type { PenBuffer } from './pen-buffer';
import type { TrendCursors } from './trend-chart';
import type { LegendRow } from './trend-legend';
import type { TrendPoint } from './trend-pens';

/** The figures of one pen: now, at the cursors, and the extremes of what the window shows. */
export function legendRow(
  { point, device, pen }: TrendPoint,
  buffer: PenBuffer | undefined,
  sample: WireSample | undefined,
  cursors: TrendCursors | null,
  view: { from: Micros; to: Micros },
  format: NumberFormat,
): LegendRow {
  const figure = (value: number | null): string => (value === null ? NO_VALUE : formatNumber(value, decimalsFor(point), format));
  const a = cursors === null ? null : (buffer?.valueAt(cursors.a) ?? null);
  const b = cursors === null ? null : (buffer?.valueAt(cursors.b) ?? null);
  const extremes = buffer?.extremes(view.from, view.to) ?? null;
  const good = sample !== undefined && sample.quality.level !== 'bad';
  return {
    pointId: point.id,
    pen,
    label: `${device.deviceId} ${point.name}`,
    unit: point.unit,
    now: good ? formatValue(sample.value, point, format) : NO_VALUE,
    a: figure(a),
    b: figure(b),
    difference: a === null || b === null ? NO_VALUE : signed(figure(b - a), b - a),
    min: figure(extremes?.min ?? null),
    max: figure(extremes?.max ?? null),
  };
}

function signed(text: string, value: number): string {
  return value > 0 ? `+${text}` : text;
}
