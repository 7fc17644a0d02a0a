import type { Device, DeviceStatus, Line } from '../../../shared/domain/device';
import type { Project } from '../../../shared/domain/project';
import { formatDuration } from '../../components/format/age';

/** What is known of this device beside its settings: on the line with others, its round trip. By the field's key. */
export function deviceHints(device: Device, line: Line | undefined, project: Project | undefined, status: DeviceStatus | undefined): Record<string, string> {
  const hints: Record<string, string> = {};
  const sharing = project?.devices.filter((each) => each.lineId === line?.id).length ?? 0;
  if (sharing > 1) hints['host'] = `The line is shared by ${sharing} devices`;
  if (sharing > 1) hints['serialPath'] = `shared by ${sharing} devices`;
  const trip = status?.roundTripMs;
  if (trip !== null && trip !== undefined) hints['timeoutMs'] = `${device.deviceId} answers in ${formatDuration(trip)} on average`;
  return hints;
}
