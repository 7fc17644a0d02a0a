import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Point } from '../../../shared/domain/point';
import type { WireSample } from '../../../shared/domain/sample';
import { plainValue } from '../../components/format/value';
import { toTabSeparated } from './clipboard-text';
import type { PointRow } from './point-row';

type Column = readonly [header: string, text: (point: Point) => string];

const text = (value: unknown): string => (value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));

/** The columns of a point list under the names that importing knows, in machine text. */
function listColumns(description: ProtocolDescription): Column[] {
  return [
    ['name', (point) => point.name],
    ...description.addressFields.map((field): Column => [snakeCase(field.key), (point) => text(point.address[field.key])]),
    ['data_type', (point) => point.dataType],
    ['access', (point) => point.access],
    ['scale', (point) => text(point.scale)],
    ['offset', (point) => text(point.offset)],
    ['unit', (point) => point.unit],
    ['decimals', (point) => text(point.decimals)],
    ['enumeration', (point) => point.enumeration.map((entry) => `${entry.value}=${escaped(entry.label)}`).join('; ')],
    ['sensor_type', (point) => point.sensorType],
    ['poll_interval_ms', (point) => text(point.pollIntervalMs)],
    ['deadband', (point) => text(point.deadband)],
    ['low', (point) => text(point.low)],
    ['high', (point) => text(point.high)],
    ['stale_after_ms', (point) => text(point.staleAfterMs)],
    ['tags', (point) => point.tags.map((tag) => escaped(tag)).join('; ')],
    ['description', (point) => point.description],
  ];
}

/** A backslash takes the meaning from a character that lists in one cell use. */
function escaped(label: string): string {
  return label.replaceAll(/[\\;,=:|]/g, String.raw`\$&`);
}

/** A cell that a spreadsheet would run as a formula begins with an apostrophe; importing takes it away. */
function guarded(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && Number.isNaN(Number(cell)) ? `'${cell}` : cell;
}

function snakeCase(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * Rows as tab-separated text that a spreadsheet takes and that pasting into another device takes back: the point list in
 * machine text, full precision and a dot, then the present value, its quality and when it came.
 */
export function copyRows(rows: readonly PointRow[], description: ProtocolDescription, sampleOf: (pointId: string) => WireSample | undefined): string {
  const columns = listColumns(description);
  const lines = rows.map(({ point }) => {
    const sample = sampleOf(point.id);
    const live = sample === undefined ? ['', '', ''] : [plainValue(sample.value), sample.quality.level, new Date(sample.receivedTime / 1000).toISOString()];
    return [...columns.map(([, write]) => guarded(write(point))), ...live];
  });
  return toTabSeparated([[...columns.map(([header]) => header), 'value', 'quality', 'received'], ...lines]);
}
