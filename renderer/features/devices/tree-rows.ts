import type { LineStatus } from '../../../shared/contract/devices';
import type { Device, DeviceStatus, Line } from '../../../shared/domain/device';
import type { Project } from '../../../shared/domain/project';
import { groupBy } from '../../components/group-by';

/** How bad a device is; the worst of a line shows in its row. */
export type Severity = 0 | 1 | 2;

export interface LineBranch {
  readonly line: Line;
  readonly devices: readonly Device[];
  readonly wanted: number;
  readonly connected: number;
  readonly worst: Severity;
  readonly load: number | null;
}

/** 2: lost or in error; 1: answers with bad points; 0: well, connecting, or wanted off. */
export function severityOf(status: DeviceStatus | undefined): Severity {
  if (!status || status.state === 'off' || status.state === 'connecting') return 0;
  if (status.state === 'lost' || status.state === 'error') return 2;
  return status.pointsBad > 0 ? 1 : 0;
}

function matches(device: Device, filter: string): boolean {
  const text = `${device.deviceId} ${device.description}`.toLowerCase();
  return text.includes(filter) || device.points.some((point) => point.name.toLowerCase().includes(filter));
}

/** Lines with their devices as the tree shows them. A filter keeps devices whose label, description or a point's name has it. */
export function lineBranches(project: Project, statuses: ReadonlyMap<string, DeviceStatus>, lines: ReadonlyMap<string, LineStatus>, filter: string): readonly LineBranch[] {
  const wanted = filter.trim().toLowerCase();
  const byLine = groupBy(project.devices, (device) => device.lineId);
  return project.lines.flatMap((line) => {
    const all = byLine.get(line.id) ?? [];
    const lineFits = wanted !== '' && line.name.toLowerCase().includes(wanted);
    const devices = wanted === '' || lineFits ? all : all.filter((device) => matches(device, wanted));
    if (wanted !== '' && devices.length === 0 && !lineFits) return [];
    const on = all.filter((device) => device.enabled);
    return [
      {
        line,
        devices,
        wanted: on.length,
        connected: on.filter((device) => statuses.get(device.id)?.state === 'connected').length,
        worst: on.reduce<Severity>((worst, device) => (severityOf(statuses.get(device.id)) > worst ? severityOf(statuses.get(device.id)) : worst), 0),
        load: lines.get(line.id)?.load ?? null,
      },
    ];
  });
}
