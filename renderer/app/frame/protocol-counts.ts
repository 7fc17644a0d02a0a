import type { DeviceStatus } from '../../../shared/domain/device';
import type { Project } from '../../../shared/domain/project';
import { groupBy } from '../../components/group-by';

/** The devices of a protocol, for the status bar. */
export interface ProtocolCount {
  readonly protocol: string;
  readonly title: string;
  /** Devices that are wanted on. */
  readonly wanted: number;
  readonly connected: number;
  readonly lost: readonly string[];
  /** Devices that answer, with points that are bad. */
  readonly troubled: readonly string[];
}

/** Counts the devices of each protocol that has any. Devices that are wanted off do not count. */
export function protocolCounts(project: Project, statuses: readonly DeviceStatus[], titles: ReadonlyMap<string, string>): readonly ProtocolCount[] {
  const byDevice = new Map(statuses.map((status) => [status.deviceId, status] as const));
  const groups = groupBy(project.devices, (device) => device.protocol);
  return [...groups].map(([protocol, devices]) => {
    const wanted = devices.filter((device) => device.enabled);
    const state = (id: string): string => byDevice.get(id)?.state ?? 'connecting';
    return {
      protocol,
      title: titles.get(protocol) ?? protocol,
      wanted: wanted.length,
      connected: wanted.filter((device) => state(device.id) === 'connected').length,
      lost: wanted.filter((device) => ['lost', 'error'].includes(state(device.id))).map((device) => device.id),
      troubled: wanted.filter((device) => state(device.id) === 'connected' && (byDevice.get(device.id)?.pointsBad ?? 0) > 0).map((device) => device.id),
    };
  });
}
