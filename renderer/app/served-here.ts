import type { Device } from '../../shared/domain/device';
import type { Project } from '../../shared/domain/project';

/** Addresses by which a computer calls itself. */
const OWN: ReadonlySet<unknown> = new Set(['127.0.0.1', 'localhost', '::1']);
/** Addresses that mean every one of this computer. */
const EVERY: ReadonlySet<unknown> = new Set(['0.0.0.0', '::', '']);

/**
 * Whether a device is one of the project's own simulators: its line leads to where one listens. Both sides name host, port
 * and transport alike. A simulator on a port that the system chooses is not recognized, nor one on a serial line.
 */
export function isServedHere({ lines, simulators }: Pick<Project, 'lines' | 'simulators'>, device: Pick<Device, 'lineId' | 'protocol'>): boolean {
  const line = lines.find(({ id }) => id === device.lineId)?.settings;
  if (line === undefined || typeof line['port'] !== 'number') return false;
  return simulators.some(
    ({ protocol, enabled, ports }) =>
      enabled && protocol === device.protocol && ports.some(({ settings }) => settings['port'] === line['port'] && settings['transport'] === line['transport'] && sameHost(settings['host'], line['host'])),
  );
}

function sameHost(served: unknown, asked: unknown): boolean {
  return served === asked || (OWN.has(asked) && (EVERY.has(served) || OWN.has(served)));
}
