import type { DeviceStatus } from '../../../shared/domain/device';
import type { OpenProject } from '../../client/project-mirror';

/** Something that the engineer has to solve, with its fix. */
export interface Problem {
  readonly id: string;
  readonly severity: 'bad' | 'uncertain';
  readonly what: string;
  readonly why: string;
  /** The command that leads to the fix, and what its button says. */
  readonly fix: { readonly label: string; readonly command: string } | null;
  readonly deviceId: string | null;
}

/** What is wrong now: the file, the recording, devices that are lost, points that are bad, what devices refuse. The worst first. */
export function problemsOf(open: OpenProject | null, statuses: readonly DeviceStatus[], historyError: string | null): readonly Problem[] {
  if (!open) return [];
  const problems: Problem[] = [];
  if (open.saveError !== '') {
    problems.push({ id: 'save', severity: 'bad', what: 'The project is not saved', why: open.saveError, fix: { label: 'Export a copy', command: 'project.export' }, deviceId: null });
  }
  if (historyError !== null) problems.push({ id: 'history', severity: 'bad', what: 'Samples are not recorded', why: historyError, fix: null, deviceId: null });
  if (open.readOnly) problems.push({ id: 'readonly', severity: 'uncertain', what: 'The project is read only', why: open.readOnlyReason, fix: null, deviceId: null });
  const byDevice = new Map(statuses.map((status) => [status.deviceId, status] as const));
  for (const device of open.project.devices) {
    const status = byDevice.get(device.id);
    if (status && device.enabled && (status.state === 'lost' || status.state === 'error')) {
      problems.push({
        id: `lost:${device.id}`,
        severity: 'bad',
        what: `${device.deviceId} ${status.state === 'lost' ? 'is not reached' : 'is in error'}`,
        why: status.reason,
        fix: { label: 'Test the connection', command: 'device.edit' },
        deviceId: device.id,
      });
    } else if (status && status.state === 'connected' && status.pointsBad > 0) {
      problems.push({
        id: `bad:${device.id}`,
        severity: 'uncertain',
        what: `${device.deviceId}: ${status.pointsBad} ${status.pointsBad === 1 ? 'point is' : 'points are'} bad`,
        why: `${status.pointsGood} are good. The reason of each stands in its row.`,
        fix: { label: 'Show the points', command: 'device.open' },
        deviceId: device.id,
      });
    }
    if (device.findings.length > 0) {
      const [first] = device.findings;
      problems.push({
        id: `findings:${device.id}`,
        severity: 'uncertain',
        what: `${device.deviceId}: ${device.findings.length} ${device.findings.length === 1 ? 'address was' : 'addresses were'} refused`,
        why: `${first?.message ?? ''}${device.findings.length > 1 ? ` And ${device.findings.length - 1} more. They are left out of reading until this is forgotten.` : ' It is left out of reading until this is forgotten.'}`,
        fix: { label: 'Forget and try again', command: 'device.clearFindings' },
        deviceId: device.id,
      });
    }
  }
  return problems.sort((a, b) => Number(a.severity === 'uncertain') - Number(b.severity === 'uncertain'));
}
