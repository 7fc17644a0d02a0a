import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { ProcedureError } from '../../../shared/contract/answer';
import type { SnapshotComparison } from '../../../shared/contract/snapshots';
import type { Device } from '../../../shared/domain/device';
import { MOST_SNAPSHOT_VALUES, SNAPSHOT_FORMAT, SNAPSHOT_SCHEMA_VERSION, type Snapshot, type SnapshotDevice } from '../../../shared/domain/snapshot';
import type { Call } from '../../doors/contract-engine';
import { compareSnapshots } from '../../project/snapshots/compare-snapshots';
import type { SnapshotStore } from '../../project/snapshots/snapshot-store';
import { NUMERIC_COLUMNS, snapshotTable } from '../../project/snapshots/snapshot-table';
import type { ActiveProject } from '../active-project';
import { fileName } from '../file-name';
import type { HandlersOf } from '../handlers';
import type { JobFile, Progress } from '../jobs';
import type { Services } from '../services';
import { shownAddress } from '../shown-address';
import { RestoreReports } from '../snapshots/restore-reports';
import { restoreValues } from '../snapshots/restore-values';
import { readDevices } from '../snapshots/take-snapshot';
import type { TenantRuntime } from '../tenant-runtime';

type Names =
  | 'snapshots.list'
  | 'snapshot.take'
  | 'snapshot.get'
  | 'snapshot.rename'
  | 'snapshot.remove'
  | 'snapshot.exportCsv'
  | 'snapshot.compare'
  | 'snapshot.restore'
  | 'snapshot.restored';

/** Labels that a head names. */
const MOST_LABELS = 100;

/** Values as found: kept, compared, written back. */
export function snapshotHandlers(services: Services): HandlersOf<Names> {
  const { tenant, protocol } = services;
  const reports = new RestoreReports();
  const storeOf = (runtime: TenantRuntime): SnapshotStore => runtime.storage.store.snapshots(runtime.current().file.project.id);
  const store = (call: Call): SnapshotStore => storeOf(tenant(call));
  const read = (project: ActiveProject, devices: readonly Device[], progress: Progress, signal: AbortSignal): Promise<SnapshotDevice[]> =>
    readDevices({ project, protocol, signal, onProgress: (label, done, total) => progress.step(`Reading ${label}`, done, total) }, devices);

  return {
    'snapshots.list': (_input, call) => store(call).list(),
    'snapshot.take': async ({ name, note, deviceIds }, call) => {
      const runtime = tenant(call);
      const project = runtime.current();
      project.mustHoldConnections();
      const devices = deviceIds.length === 0 ? project.file.project.devices : deviceIds.map((id) => project.device(id));
      const values = devices.reduce((sum, { points }) => sum + points.length, 0);
      if (values === 0) throw new ProcedureError('conflict', 'There are no points to take a snapshot of. Add points to a device first.', { reason: 'no_points' });
      if (values > MOST_SNAPSHOT_VALUES) throw new ProcedureError('too_large', `These devices have ${values} points; a snapshot holds ${MOST_SNAPSHOT_VALUES}. Choose fewer devices.`);
      const keep = storeOf(runtime);
      await keep.mustHaveRoom();
      call.audit.target = name;
      const takenBy = call.session.user;
      return runtime.jobs.start(`Snapshot ${name}`, async (progress, signal) => {
        const takenAt = services.clock.nowMicros();
        const found = await read(project, devices, progress, signal);
        signal.throwIfAborted();
        const snapshot = snapshotOf({ name, note, takenAt, takenBy }, found);
        progress.step('Keeping it', values, values);
        await keep.save(snapshot);
        runtime.log.write('info', 'Snapshots', `${name}: ${snapshot.head.values} values kept, ${snapshot.head.bad} of them bad (${takenBy})`);
        return null;
      });
    },
    'snapshot.get': ({ snapshotId }, call) => store(call).get(snapshotId).then(({ head, devices }) => ({ head, devices: [...devices] })),
    'snapshot.rename': async ({ snapshotId, name, note }, call) => {
      const keep = store(call);
      const snapshot = await keep.get(snapshotId);
      call.audit.target = snapshot.head.name;
      await keep.save({ ...snapshot, head: { ...snapshot.head, name, note } });
      return {};
    },
    'snapshot.remove': async ({ snapshotId }, call) => {
      await store(call).remove(snapshotId);
      return {};
    },
    'snapshot.exportCsv': async ({ snapshotId }, call) => {
      const snapshot = await store(call).get(snapshotId);
      const octets = await services.tableFiles.write(snapshotTable(snapshot), 'csv', NUMERIC_COLUMNS);
      return { name: `${fileName(snapshot.head.name)}.csv`, contentBase64: Buffer.from(octets).toString('base64') };
    },
    'snapshot.compare': async ({ snapshotId, with: other }, call) => {
      const runtime = tenant(call);
      const project = runtime.current();
      const keep = storeOf(runtime);
      const old = await keep.get(snapshotId);
      if (other.kind === 'now') project.mustHoldConnections();
      return runtime.jobs.start(`Compare ${old.head.name}`, async (progress, signal, path) => {
        const against = other.kind === 'snapshot' ? await keep.get(other.snapshotId) : null;
        const known = new Set(old.devices.map(({ deviceId }) => deviceId));
        const now = against?.devices ?? (await read(project, project.file.project.devices.filter(({ id }) => known.has(id)), progress, signal));
        signal.throwIfAborted();
        const rows = compareSnapshots({
          old: old.devices,
          now,
          devices: project.file.project.devices,
          addressOf: (name, point) => protocol(name)?.addressTexts(point)[0] ?? '',
          shownAddress: (device, point) => {
            const known = protocol(device.protocol);
            return known === null ? '' : shownAddress(known, device, point);
          },
        });
        const comparison: SnapshotComparison = { old: old.head, other: against?.head ?? null, comparedAt: services.clock.nowMicros(), rows };
        return writeJson(path, `${fileName(old.head.name)} compared.json`, comparison);
      });
    },
    'snapshot.restore': async ({ snapshotId, values, reason }, call) => {
      const runtime = tenant(call);
      const project = runtime.current();
      const { session } = call;
      project.mustHoldConnections();
      const offReason = (): string => {
        if (runtime.project !== project) return 'The project was closed';
        return session.kind === 'token' || runtime.writing.state.armed ? '' : 'Writing is not armed any more';
      };
      if (offReason() !== '') throw new ProcedureError('conflict', 'Writing is not armed. Arm it first; it is read-only until then.', { reason: 'not_armed' });
      const snapshot = await storeOf(runtime).get(snapshotId);
      call.audit.target = snapshot.head.name;
      let rows: ReturnType<RestoreReports['begin']> = [];
      const job = runtime.jobs.start(`Restore from ${snapshot.head.name}`, async (progress, signal) => {
        const context = {
          project,
          protocol,
          audit: runtime.storage.audit,
          clock: services.clock,
          user: session.user,
          door: session.kind,
          reason,
          offReason,
          log: (level: 'info' | 'warning', source: string, message: string, deviceId: string) => runtime.log.write(level, source, message, { deviceId }),
        };
        await restoreValues(context, snapshot, values, (row) => {
          rows.push(row);
          progress.step(summary(rows), rows.length, values.length);
        }, signal);
        return null;
      });
      rows = reports.begin(job.id);
      return job;
    },
    'snapshot.restored': ({ jobId }, call) => {
      const rows = tenant(call).jobs.get(jobId) === null ? null : reports.get(jobId);
      if (rows === null) throw new ProcedureError('not_found', 'There is no such restore, or it was long ago. The audit trail has what was written.');
      return { rows: [...rows] };
    },
  };
}

function snapshotOf({ name, note, takenAt, takenBy }: Pick<Snapshot['head'], 'name' | 'note' | 'takenAt' | 'takenBy'>, devices: readonly SnapshotDevice[]): Snapshot {
  const values = devices.reduce((sum, device) => sum + device.values.length, 0);
  const bad = devices.reduce((sum, device) => sum + device.values.filter(({ quality }) => quality.level === 'bad').length, 0);
  const head = { format: SNAPSHOT_FORMAT, schemaVersion: SNAPSHOT_SCHEMA_VERSION, id: randomUUID(), name, note, takenAt, takenBy, devices: devices.slice(0, MOST_LABELS).map(({ label }) => label), deviceCount: devices.length, values, bad } as const;
  return { head: { ...head, devices: [...head.devices] }, devices };
}

function summary(rows: readonly { outcome: string }[]): string {
  const written = rows.filter(({ outcome }) => outcome === 'verified' || outcome === 'written').length;
  const others = rows.length - written;
  return others === 0 ? `${written} written` : `${written} written, ${others} not`;
}

async function writeJson(path: string, name: string, content: object): Promise<JobFile> {
  const octets = Buffer.from(JSON.stringify(content));
  await writeFile(path, octets, { mode: 0o600 });
  return { name, size: octets.length };
}
