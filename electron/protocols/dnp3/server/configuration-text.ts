import type { UnitSettings } from './unit-settings';
import type { ServedPoint } from './served-point';

/** What the configuration file of a served outstation says: its addresses and its points, as CSV. */
export function configurationText({ outstationAddress, masterAddress }: UnitSettings, points: readonly ServedPoint[]): string {
  const rows = points.map(({ point, type, index, config }) => [type, index, point.name, config.eventClass, config.deadband ?? 0]);
  const head = [['outstation', outstationAddress], ['master', masterAddress], [], ['type', 'index', 'name', 'class', 'deadband']];
  return [...head, ...rows, []].map((row) => row.map((cell) => (typeof cell === 'string' && /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : String(cell))).join(',')).join('\r\n');
}
