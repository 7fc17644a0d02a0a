import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ProcedureOutput } from '../../../shared/contract';
import { ProcedureError } from '../../../shared/contract/answer';
import type { Device } from '../../../shared/domain/device';
import type { Opaque } from '../../../shared/domain/point';
import { isoFromMicros } from '../../../shared/domain/time';
import type { Call } from '../../doors/contract-engine';
import type { Protocol } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import { runTest } from '../devices/run-test';
import { performanceOf, rateOf } from '../dnp3-api/performance';
import { pointsFrom, postedPoint, readingOf } from '../dnp3-api/points';
import { deviceSettingsOf, lineFieldsOf, lineSettingsOf, touchesLine } from '../dnp3-api/settings';
import { operate } from '../dnp3-api/write';
import { dropEmptyLines, findOrMakeLine, moveToLine } from '../edits/lines';
import { parseSettings, takeSettings } from '../edits/settings';
import type { HandlersOf } from '../handlers';
import { connectedDriver } from '../modbus-api/device-io';
import type { Services } from '../services';
import { usableProtocol } from './devices';

type Names = `api.dnp3.${'add' | 'list' | 'get' | 'update' | 'remove' | 'connect' | 'disconnect' | 'test' | 'data' | 'integrityPoll' | 'write' | 'metrics' | 'summary' | 'performance'}`;
type Entry = ProcedureOutput<'api.dnp3.list'>['devices'][string];

const NAME = 'dnp3';
/** How long `connect` waits to know whether the outstation answers; the wish stays either way. */
const CONNECT_WITHIN_MS = 10_000;

/** The published DNP3 routes. */
export function dnp3ApiHandlers(services: Services): HandlersOf<Names> {
  const { tenant, clock } = services;
  const current = (call: Call): ActiveProject => tenant(call).current();
  const now = (): string => isoFromMicros(clock.nowMicros());
  const all = (call: Call): readonly Device[] => tenant(call).project?.file.project.devices.filter(({ protocol }) => protocol === NAME) ?? [];
  const find = (call: Call, deviceId: string): Device => {
    const device = all(call).find((candidate) => candidate.deviceId === deviceId);
    if (!device) throw new ProcedureError('not_found', `There is no DNP3 device ${deviceId}.`, { reason: 'no_device' });
    return device;
  };
  const dnp3 = (project: ActiveProject): Protocol => usableProtocol(services, project, NAME);
  const performance = (call: Call, device: Device) => performanceOf(tenant(call).project?.running.device(device.id)?.diagnostics() ?? null);

  return {
    'api.dnp3.add': async (body, call) => {
      const project = current(call);
      const protocol = dnp3(project);
      const policy = project.file.project.protocols[NAME];
      const given = parseSettings(protocol.lineSettings, lineSettingsOf(lineFieldsOf(body), policy?.lineDefaults ?? {}), 'line');
      const settings = parseSettings(protocol.deviceSettings, deviceSettingsOf(body, policy?.deviceDefaults ?? {}), 'device');
      if (project.file.project.devices.some(({ deviceId }) => deviceId === body.device_id)) {
        throw new ProcedureError('conflict', `There is a device ${body.device_id} already. Device ids are unique over all protocols.`, { reason: 'duplicate_device' });
      }
      const points = pointsFrom(body.points, []);
      const { lineSettings } = await takeSettings(protocol, { lineSettings: given, settings }, tenant(call).storage.vault);
      project.file.edit(`Add ${body.device_id}`, (draft) => {
        const lineId = findOrMakeLine(draft, { protocol, settings: lineSettings, name: null, replaceSettings: body.tls !== undefined });
        draft.devices.push({ id: randomUUID(), deviceId: body.device_id, description: '', protocol: NAME, lineId, settings, enabled: false, pollIntervalMs: null, points, findings: [] });
      });
      await project.running.settled();
      return { message: `Device ${body.device_id} added`, device_id: body.device_id };
    },
    'api.dnp3.list': (_input, call) => {
      const { project } = tenant(call);
      const entries = project === null ? [] : all(call).map((device): [string, Entry] => [device.deviceId, entryOf(project, device)]);
      return {
        service: 'dnp3' as const,
        master_initialized: services.protocols.some(({ description }) => description.name === NAME),
        total_devices: entries.length,
        connected_devices: entries.filter(([, { connected }]) => connected).length,
        devices: Object.fromEntries(entries),
      };
    },
    'api.dnp3.get': ({ device_id }, call) => {
      const device = find(call, device_id);
      return { device_id, ...entryOf(current(call), device), points: device.points.map(postedPoint) };
    },
    'api.dnp3.update': async (body, call) => {
      const project = current(call);
      const protocol = dnp3(project);
      const device = find(call, body.device_id);
      const settings = parseSettings(protocol.deviceSettings, deviceSettingsOf(body, device.settings), 'device');
      const given = touchesLine(body) ? parseSettings(protocol.lineSettings, lineSettingsOf(body, project.line(device.lineId).settings), 'line') : null;
      const points = body.points === undefined ? null : pointsFrom(body.points, device.points);
      const lineSettings = given && (await takeSettings(protocol, { lineSettings: given, settings }, tenant(call).storage.vault)).lineSettings;
      project.file.edit(`Change ${device.deviceId}`, (draft) => {
        if (lineSettings) moveToLine(draft, device.id, { protocol, settings: lineSettings, name: null, replaceSettings: body.tls !== undefined });
        const target = draft.devices.find(({ id }) => id === device.id);
        if (target && !isDeepStrictEqual(device.settings, settings)) target.settings = settings;
        if (target && points) target.points = points;
        dropEmptyLines(draft);
      });
      await project.running.settled();
      return { message: `Device ${device.deviceId} changed`, device_id: device.deviceId };
    },
    'api.dnp3.remove': async ({ device_id }, call) => {
      const project = current(call);
      const device = find(call, device_id);
      project.file.edit(`Delete ${device_id}`, (draft) => {
        draft.devices = draft.devices.filter(({ id }) => id !== device.id);
        dropEmptyLines(draft);
      });
      await project.running.settled();
      return { message: `Device ${device_id} removed`, device_id };
    },
    'api.dnp3.connect': async ({ device_id, tls }, call) => {
      const project = current(call);
      const device = find(call, device_id);
      const protocol = dnp3(project);
      project.mustHoldConnections();
      if (tls) {
        const given = parseSettings(protocol.lineSettings, lineSettingsOf({ tls }, project.line(device.lineId).settings), 'line');
        const { lineSettings } = await takeSettings(protocol, { lineSettings: given, settings: device.settings }, tenant(call).storage.vault);
        project.file.edit(`Security of ${device_id}`, (draft) => moveToLine(draft, device.id, { protocol, settings: lineSettings, name: null, replaceSettings: true }));
      }
      await project.wish(device.id, true);
      await project.running.device(device.id)?.decided(CONNECT_WITHIN_MS, call.signal);
      const status = project.running.status(device.id);
      if (status?.state === 'connected') return { message: `Connected to ${device_id}`, device_id };
      const rest = 'It is tried again until it is disconnected.';
      const reason = status?.reason ?? '';
      if (project.running.lineStatus(device.lineId)?.state === 'open') throw new ProcedureError('no_answer', `${device_id} did not answer. ${reason === '' ? '' : `${reason}. `}${rest}`);
      throw new ProcedureError('unreachable', `${device_id} could not be reached. ${reason === '' ? '' : `${reason}. `}${rest}`);
    },
    'api.dnp3.disconnect': async ({ device_id }, call) => {
      await current(call).wish(find(call, device_id).id, false);
      return { message: `Disconnected from ${device_id}`, device_id };
    },
    'api.dnp3.test': async ({ device_id }, call) => {
      const project = current(call);
      const device = find(call, device_id);
      const { success, steps, diagnosis } = await runTest({ services, runtime: tenant(call), protocol: dnp3(project), lineSettings: project.line(device.lineId).settings, settings: device.settings, points: device.points, signal: call.signal });
      return { success, diagnosis, steps: steps.map(({ name, ok, durationMs, message }) => ({ name, ok, duration_ms: durationMs, message })) };
    },
    'api.dnp3.data': ({ device_id }, call) => {
      const project = current(call);
      const device = find(call, device_id);
      const at = now();
      const readings = device.points.filter(({ access }) => access !== 'write').map((point) => readingOf(point, project.cache.latest(point.id), at));
      return { device_id, timestamp: at, success: project.running.status(device.id)?.state === 'connected', readings };
    },
    'api.dnp3.integrityPoll': async ({ device_id }, call) => {
      const project = current(call);
      const device = find(call, device_id);
      connectedDriver(project, device);
      const read = await project.running.device(device.id)?.acquired?.readNow(call.signal);
      const points = device.points.filter(({ access }) => access !== 'write').length;
      if (read === undefined || (points > 0 && read.good === 0)) throw new ProcedureError('no_answer', `${device_id} did not answer the integrity poll with a value. ${project.running.status(device.id)?.reason ?? ''}`.trimEnd());
      return { message: `Integrity poll of ${device_id} done`, device_id, points: read.good, duration_ms: read.durationMs };
    },
    'api.dnp3.write': (input, call) => operate(current(call), find(call, input.device_id), input, call),
    'api.dnp3.metrics': (_input, call) => ({ timestamp: now(), devices: Object.fromEntries(all(call).map((device) => [device.deviceId, performance(call, device)])) }),
    'api.dnp3.summary': (_input, call) => {
      const devices = all(call);
      const each = devices.map((device) => performance(call, device));
      const sum = (key: 'requests' | 'responses' | 'timeouts'): number => each.reduce((total, one) => total + one[key], 0);
      const trips = each.flatMap(({ average_response_ms }) => (average_response_ms === null ? [] : [average_response_ms]));
      return {
        timestamp: now(),
        total_devices: devices.length,
        connected_devices: devices.filter(({ id }) => tenant(call).project?.running.status(id)?.state === 'connected').length,
        data_points: devices.reduce((total, { points }) => total + points.length, 0),
        requests: sum('requests'),
        responses: sum('responses'),
        timeouts: sum('timeouts'),
        success_rate: rateOf(sum('requests'), sum('responses')),
        average_response_ms: trips.length === 0 ? null : trips.reduce((total, trip) => total + trip, 0) / trips.length,
      };
    },
    'api.dnp3.performance': ({ device_id }, call) => ({ device_id, timestamp: now(), ...performance(call, find(call, device_id)) }),
  };
}

function entryOf(project: ActiveProject, device: Device): Entry {
  const line: Opaque = project.line(device.lineId).settings;
  const status = project.running.status(device.id);
  const serial = line['transport'] === 'serial';
  const { host, port } = line;
  const { masterAddress, outstationAddress } = device.settings;
  return {
    master_address: typeof masterAddress === 'number' ? masterAddress : 0,
    outstation_address: typeof outstationAddress === 'number' ? outstationAddress : 0,
    host: !serial && typeof host === 'string' ? host : null,
    port: !serial && typeof port === 'number' ? port : null,
    connected: status?.state === 'connected',
    data_point_count: device.points.length,
    last_reading_count: status?.pointsGood ?? 0,
  };
}
