import type { ProcedureOutput } from '../../../shared/contract';
import { ProcedureError } from '../../../shared/contract/answer';
import type { Device } from '../../../shared/domain/device';
import type { Opaque } from '../../../shared/domain/point';
import type { Call } from '../../doors/contract-engine';
import type { ActiveProject } from '../active-project';
import { connectedDriver } from '../device-api/device-io';
import { PublishedDevices } from '../device-api/published-devices';
import { performanceOf, rateOf } from '../dnp3-api/performance';
import { pointsFrom, postedPoint, readingOf } from '../dnp3-api/points';
import { deviceSettingsOf, lineFieldsOf, lineSettingsOf, touchesLine } from '../dnp3-api/settings';
import { operate } from '../dnp3-api/write';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';

type Names = `api.dnp3.${'add' | 'list' | 'get' | 'update' | 'remove' | 'connect' | 'disconnect' | 'test' | 'data' | 'integrityPoll' | 'write' | 'metrics' | 'summary' | 'performance'}`;
type Entry = ProcedureOutput<'api.dnp3.list'>['devices'][string];

const NAME = 'dnp3';

/** The published DNP3 routes. */
export function dnp3ApiHandlers(services: Services): HandlersOf<Names> {
  const { tenant } = services;
  const published = new PublishedDevices(services, NAME, 'DNP3');
  const current = (call: Call): ActiveProject => published.current(call);
  const all = (call: Call): readonly Device[] => published.all(call);
  const find = (call: Call, deviceId: string): Device => published.find(call, deviceId);
  const now = (): string => published.now();
  const performance = (call: Call, device: Device) => performanceOf(tenant(call).project?.running.device(device.id)?.diagnostics() ?? null);

  return {
    'api.dnp3.add': (body, call) =>
      published.add(call, {
        deviceId: body.device_id,
        line: (base) => lineSettingsOf(lineFieldsOf(body), base),
        device: (base) => deviceSettingsOf(body, base),
        points: (known) => pointsFrom(body.points, known),
        replaceSettings: body.tls !== undefined,
      }),
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
    'api.dnp3.update': (body, call) => {
      const { points } = body;
      return published.update(call, {
        deviceId: body.device_id,
        line: touchesLine(body) ? (base) => lineSettingsOf(body, base) : null,
        device: (base) => deviceSettingsOf(body, base),
        points: points === undefined ? null : (known) => pointsFrom(points, known),
        replaceSettings: body.tls !== undefined,
      });
    },
    'api.dnp3.remove': ({ device_id }, call) => published.remove(call, device_id),
    'api.dnp3.connect': ({ device_id, tls }, call) => published.connect(call, device_id, tls === undefined ? null : (base) => lineSettingsOf({ tls }, base)),
    'api.dnp3.disconnect': ({ device_id }, call) => published.disconnect(call, device_id),
    'api.dnp3.test': ({ device_id }, call) => published.test(call, device_id),
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
      const reason = project.running.status(device.id)?.reason ?? '';
      // A line that can't be opened is no silent outstation.
      if (project.running.lineStatus(device.lineId)?.state === 'failed') throw new ProcedureError('unreachable', `${device_id} could not be reached. ${reason}`.trimEnd());
      if (read === undefined || (points > 0 && read.good === 0)) throw new ProcedureError('no_answer', `${device_id} did not answer the integrity poll with a value. ${reason}`.trimEnd());
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
