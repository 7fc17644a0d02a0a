import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { ProcedureError } from '../../../shared/contract/answer';
import type { InventoryReport, LiveReport, LiveRow, MapDifference } from '../../../shared/contract/map-tools';
import type { Device } from '../../../shared/domain/device';
import { adoptDifferences } from '../../maps/adopt-differences';
import { coverageOf } from '../../maps/coverage';
import { liveRow } from '../../maps/live-row';
import type { Difference } from '../../maps/compare-maps';
import type { Protocol } from '../../protocols/protocol';
import type { Call } from '../../doors/contract-engine';
import type { ActiveProject } from '../active-project';
import { compareWithOther, differenceTable } from '../edits/other-map';
import { shiftPoints } from '../edits/shift-points';
import { fileName } from '../file-name';
import { shownAddress } from '../shown-address';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';
import { readPoints } from '../snapshots/read-points';
import { usableProtocol } from '../usable-protocol';
import { notRunning } from './running-driver';

type Names = 'map.diff' | 'map.adopt' | 'map.diffCsv' | 'map.checkLive' | 'map.inventory' | 'map.coverage' | 'points.shift';

/** Points that are named in one message. */
const MOST_NAMED = 5;

/** What is done with a map as a whole: compared, checked against its device, drawn, moved. */
export function mapToolHandlers(services: Services): HandlersOf<Names> {
  const { tenant } = services;
  const current = (call: Call): ActiveProject => tenant(call).current();
  const protocolOf = (name: string): Protocol => {
    const protocol = services.protocol(name);
    if (!protocol) throw new ProcedureError('conflict', `This version does not know the protocol "${name}".`);
    return protocol;
  };

  return {
    'map.diff': async (input, call) => {
      const { comparison, other, problems, protocol } = await compareWithOther(services, call, input);
      return { other, same: comparison.same, differences: comparison.differences.map((difference) => told(difference, protocol)), problems: [...problems] };
    },
    'map.diffCsv': async (input, call) => {
      const { comparison, other, device, protocol } = await compareWithOther(services, call, input);
      const octets = await services.tableFiles.write(differenceTable(comparison.differences, protocol), 'csv', new Set());
      return { name: `${fileName(`${device.deviceId} and ${other}`)}.csv`, contentBase64: Buffer.from(octets).toString('base64') };
    },
    'map.adopt': async ({ chosen, ...input }, call) => {
      const { comparison, other, device, protocol, project } = await compareWithOther(services, call, input);
      const { added, changed, removed, problems } = adoptDifferences(comparison.differences, chosen, protocol, randomUUID);
      if (problems.length > 0) throw new ProcedureError('bad_input', `Nothing was taken over. ${problems.slice(0, MOST_NAMED).join('; ')}${problems.length > MOST_NAMED ? ` and ${problems.length - MOST_NAMED} more` : ''}.`, { fields: problems.map((message) => ({ path: 'chosen', message })) });
      call.audit.target = device.deviceId;
      const revision = project.file.edit(`${chosen.length} ${chosen.length === 1 ? 'difference' : 'differences'} of ${other} into ${device.deviceId}`, (draft) => {
        const target = draft.devices.find(({ id }) => id === device.id);
        if (target) target.points = [...device.points.filter(({ id }) => !removed.has(id)).map((point) => changed.get(point.id) ?? point), ...added];
      });
      await project.running.settled();
      return { revision, added: added.length, changed: changed.size, removed: removed.size };
    },
    'map.checkLive': async ({ deviceId, forgetFindings }, call) => {
      const runtime = tenant(call);
      const project = runtime.current();
      const protocol = usableProtocol(services, project, project.device(deviceId).protocol);
      project.mustHoldConnections();
      if (forgetFindings) await forget(project, deviceId);
      const device = project.device(deviceId);
      if (!project.running.device(deviceId)) throw notRunning(project, device);
      call.audit.target = device.deviceId;
      return runtime.jobs.start(`Check of ${device.deviceId} against its map`, async (progress, signal, path) => {
        const startedAt = services.clock.nowMicros();
        const rows = await liveRows(project, device, protocol, (done) => progress.step('Reading', done, device.points.length), signal);
        signal.throwIfAborted();
        const report: LiveReport = { deviceId, label: device.deviceId, startedAt, endedAt: services.clock.nowMicros(), rows };
        const octets = Buffer.from(JSON.stringify(report));
        await writeFile(path, octets, { mode: 0o600 });
        return { name: `${fileName(device.deviceId)} checked.json`, size: octets.length };
      });
    },
    'map.inventory': ({ deviceId }, call) => {
      const runtime = tenant(call);
      const project = runtime.current();
      const protocol = usableProtocol(services, project, project.device(deviceId).protocol);
      project.mustHoldConnections();
      const device = project.device(deviceId);
      if (!project.running.device(deviceId)) throw notRunning(project, device);
      const inventory = project.running.device(deviceId)?.driver?.inventory;
      if (inventory === undefined) throw new ProcedureError('conflict', `A device of ${protocol.description.title} can't be asked for all it has.`);
      call.audit.target = device.deviceId;
      const { tenantId } = call;
      return runtime.jobs.start(`What ${device.deviceId} has`, async (progress, signal, path) => {
        const { points, notes } = await inventory.read(device.points, (step, done, total) => progress.step(step, done, total), signal);
        signal.throwIfAborted();
        const inventoryId = services.inventories.keep({ tenantId, deviceId, name: `what ${device.deviceId} answers`, points });
        const report: InventoryReport = { inventoryId, deviceId, endedAt: services.clock.nowMicros(), points: points.length, notes: [...notes] };
        const octets = Buffer.from(JSON.stringify(report));
        await writeFile(path, octets, { mode: 0o600 });
        return { name: `${fileName(device.deviceId)} inventory.json`, size: octets.length };
      });
    },
    'map.coverage': ({ deviceId }, call) => {
      const device = current(call).device(deviceId);
      const protocol = protocolOf(device.protocol);
      const { addressSpace } = protocol;
      if (addressSpace === undefined) return { tables: [], troubles: [], troubleCount: 0, reason: `Addresses of ${protocol.description.title} do not count: there is no space to draw.` };
      return coverageOf({ points: device.points, space: addressSpace, known: addressSpace.known(device), textOf: (point) => shownAddress(protocol, device, point) });
    },
    'points.shift': async ({ deviceId, pointIds, by, dryRun }, call) => {
      const project = current(call);
      const device = project.device(deviceId);
      const protocol = protocolOf(device.protocol);
      const shifted = shiftPoints(device, protocol, pointIds, by);
      const answer = { moved: shifted.points.size, examples: shifted.examples, problems: shifted.problems };
      if (dryRun || shifted.problems.length > 0 || shifted.points.size === 0) {
        if (!dryRun && shifted.problems.length > 0) throw new ProcedureError('bad_input', `Nothing was moved. ${shifted.problems.slice(0, MOST_NAMED).join('; ')}.`, { fields: shifted.problems.map((message) => ({ path: 'by', message })) });
        return { ...answer, revision: project.file.revision };
      }
      const revision = project.file.edit(`Move ${shifted.points.size} ${shifted.points.size === 1 ? 'point' : 'points'} by ${by > 0 ? '+' : ''}${by}`, (draft) => {
        const target = draft.devices.find(({ id }) => id === deviceId);
        if (target) target.points = device.points.map((point) => shifted.points.get(point.id) ?? point);
      });
      await project.running.settled();
      return { ...answer, revision };
    },
  };
}

/** What the device refused is tried again: its driver is made anew. */
async function forget(project: ActiveProject, deviceId: string): Promise<void> {
  if (project.device(deviceId).findings.length === 0) return;
  project.file.note((draft) => {
    const device = draft.devices.find(({ id }) => id === deviceId);
    if (device) device.findings = [];
  });
  await project.running.settled();
}

async function liveRows(project: ActiveProject, device: Device, protocol: Protocol, onDone: (done: number) => void, signal: AbortSignal): Promise<LiveRow[]> {
  const rows = new Map<string, LiveRow>();
  await readPoints(project, device, protocol, (batch) => {
    const inspect = project.running.device(device.id)?.driver?.inspect;
    for (const { point, reading, value } of batch) {
      const readings = reading?.raw && inspect ? inspect.readings(point, reading.raw) : [];
      rows.set(point.id, liveRow({ point, addresses: protocol.addressTexts(point), reading: reading ?? undefined, readings, value }));
    }
    onDone(rows.size);
  }, signal);
  return device.points.map((point) => rows.get(point.id) ?? liveRow({ point, addresses: protocol.addressTexts(point), reading: undefined, readings: [], value: null }));
}

function told({ key, kind, matchedBy, before, after, fields }: Difference, protocol: Protocol): MapDifference {
  const shown = before ?? after;
  return { key, kind, matchedBy, pointId: before?.id ?? null, name: shown?.name ?? '', addresses: shown === null ? [] : protocol.addressTexts(shown), fields: [...fields] };
}
