import type { Overview } from '../../../shared/contract/devices';
import type { Protocol } from '../../protocols/protocol';
import type { TenantRuntime } from '../tenant-runtime';
import type { AdvisedDevice, AdvisedLine } from './advice';
import { makeOverview } from './overview';

const EMPTY = { protocols: {}, lines: [], devices: [] };

/** The overview of a tenant's open project; of nothing where none is open. */
export function overviewOf(runtime: TenantRuntime, protocols: readonly Protocol[]): Overview {
  const active = runtime.project;
  const project = active?.file.project ?? EMPTY;
  const names = new Map(project.lines.map(({ id, name }) => [id, name]));
  const defaults = new Map(protocols.map(({ description }) => [description.name, description.defaultPollIntervalMs]));
  const devices: AdvisedDevice[] = [];
  for (const device of project.devices) {
    const status = active?.running.status(device.id);
    if (!status) continue;
    const pollIntervalMs = device.pollIntervalMs ?? defaults.get(device.protocol) ?? 1000;
    devices.push({ device, status, diagnostics: active?.running.device(device.id)?.diagnostics() ?? null, pollIntervalMs, lineLabel: names.get(device.lineId) ?? 'its line' });
  }
  const lines = runtime.lineStatuses().map((status): AdvisedLine & { status: typeof status } => ({
    status,
    lineId: status.lineId,
    label: names.get(status.lineId) ?? '',
    load: status.load,
    devices: status.devices,
  }));
  return makeOverview({ project, protocols, devices, lines });
}
