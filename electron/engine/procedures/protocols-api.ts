import type { ProcedureOutput } from '../../../shared/contract';
import type { Device, DeviceStatus } from '../../../shared/domain/device';
import { isoFromMicros, MICROS_PER_SECOND, type Micros } from '../../../shared/domain/time';
import type { ProtocolCounts } from '../../protocols/protocol';
import type { RunningDevices } from '../devices/running-devices';
import type { HandlersOf } from '../handlers';
import { healthScore } from '../overview/overview';
import type { Services } from '../services';
import type { TenantRuntime } from '../tenant-runtime';

type Names = 'api.protocols.status' | 'api.unified.devices';
type Status = ProcedureOutput<'api.protocols.status'>['protocols'][string];

/** The names that existing clients know, whether this version has the protocol or not, with the figures that they look for in `metrics`. */
const PUBLISHED: Readonly<Record<string, readonly string[]>> = {
  modbus: ['active_devices', 'total_registers'],
  dnp3: ['active_outstations', 'data_points'],
  opcua: [],
  mqtt: ['messages_sent', 'messages_received'],
  simulator: [],
};
/** A heartbeat older than this is stale, seconds. */
const STALE_AFTER_S = 300;

/** The published routes over all protocols. */
export function protocolsApiHandlers(services: Services): HandlersOf<Names> {
  const { clock, options, tenant } = services;
  return {
    'api.protocols.status': (_input, call) => {
      const runtime = tenant(call);
      const at = clock.nowMicros();
      const names = [...new Set([...Object.keys(PUBLISHED), ...services.protocols.map(({ description }) => description.name)])];
      const protocols = Object.fromEntries(names.map((name) => [name, statusOf(services, runtime, name, at)]));
      const all = Object.values(protocols);
      const known = all.filter(({ status }) => status !== 'not_initialized');
      const count = (level: Status['availability_level']): number => all.filter(({ availability_level }) => availability_level === level).length;
      return {
        timestamp: isoFromMicros(at),
        version: options.version,
        summary: {
          total_protocols: all.length,
          active_protocols: all.filter(isActive).length,
          supported_protocols: names,
          protocols_list: names,
          availability_summary: { fully_available: count('fully_available'), available: count('available'), degraded: count('degraded'), unavailable: count('unavailable') },
          recovering_protocols: all.filter(({ is_recovering }) => is_recovering).length,
          health_score: known.length === 0 ? 0 : Math.round(known.reduce((sum, { health_score }) => sum + health_score, 0) / known.length),
        },
        protocols,
      };
    },
    'api.unified.devices': (_input, call) => {
      const active = tenant(call).project;
      const devices: ProcedureOutput<'api.unified.devices'>['devices'] = {};
      const protocols: Record<string, { total: number; connected: number }> = {};
      for (const device of active?.file.project.devices ?? []) {
        const status = active?.running.status(device.id);
        const connected = status?.state === 'connected';
        const line = active?.file.project.lines.find(({ id }) => id === device.lineId);
        const of = (protocols[device.protocol] ??= { total: 0, connected: 0 });
        of.total += 1;
        if (connected) of.connected += 1;
        devices[device.deviceId] = {
          protocol: device.protocol,
          status: connected ? 'connected' : 'disconnected',
          details: {
            state: status?.state ?? 'off',
            reason: status?.reason ?? '',
            line: line?.name ?? '',
            points: device.points.length,
            points_good: status?.pointsGood ?? 0,
            points_bad: status?.pointsBad ?? 0,
            round_trip_ms: status?.roundTripMs ?? null,
            last_reading: status?.lastAnswerAt == null ? null : isoFromMicros(status.lastAnswerAt),
          },
        };
      }
      const total = Object.keys(devices).length;
      const connected = Object.values(protocols).reduce((sum, of) => sum + of.connected, 0);
      return {
        timestamp: isoFromMicros(clock.nowMicros()),
        devices,
        summary: { total_devices: total, connected_devices: connected, connection_rate: total === 0 ? 0 : Math.round((connected / total) * 1000) / 10, protocols },
      };
    },
  };
}

function isActive({ connected, status, is_heartbeat_stale }: Status): boolean {
  return connected && status === 'ready' && !is_heartbeat_stale;
}

function statusOf(services: Services, runtime: TenantRuntime, name: string, at: Micros): Status {
  const { version } = services.options;
  const active = runtime.project;
  const demo = active?.file.project.simulated === true;
  const protocol = services.protocol(name);
  if (!protocol) return absent(name, version, 'not_initialized', demo);
  if (active?.file.project.protocols[name]?.enabled === false) return absent(name, version, 'not_initialized', demo);
  const devices = active?.file.project.devices.filter(({ protocol }) => protocol === name) ?? [];
  const statuses = devices.map(({ id }) => active?.running.status(id)).filter((status) => status != null);
  const wanted = statuses.filter(({ state }) => state !== 'off');
  const connected = wanted.filter(({ state }) => state === 'connected');
  const last = statuses.reduce<Micros | null>((newest, { lastAnswerAt }) => (lastAnswerAt === null ? newest : Math.max(newest ?? 0, lastAnswerAt)), null);
  const age = last === null ? null : Math.max(0, at - last) / MICROS_PER_SECOND;
  const status = statusName(wanted, connected.length);
  const troubled = wanted.find(({ state }) => state === 'lost' || state === 'error');
  const isStale = connected.length > 0 && (age === null ? false : age > STALE_AFTER_S);
  return {
    name,
    available: true,
    connected: connected.length > 0,
    status,
    last_heartbeat: last === null ? null : isoFromMicros(last),
    is_heartbeat_stale: isStale,
    time_since_last_heartbeat: age,
    is_recovering: wanted.some(({ nextTryAt }) => nextTryAt !== null),
    availability_level: isStale ? 'degraded' : availability(wanted.length, connected.length),
    health_score: healthScore(wanted),
    retry_count: wanted.filter(({ state }) => state !== 'connected').length,
    version,
    metrics: protocol.apiMetrics?.(countsOf(active?.running, devices, connected.length)) ?? {},
    error: troubled ? { code: troubled.state === 'error' ? 'device_error' : 'device_lost', message: troubled.reason } : null,
    demo,
  };
}

function statusName(wanted: readonly DeviceStatus[], connected: number): Status['status'] {
  if (wanted.length === connected) return 'ready';
  if (connected > 0) return 'degraded';
  if (wanted.some(({ state }) => state === 'connecting')) return 'initializing';
  return wanted.some(({ state }) => state === 'lost') ? 'reconnecting' : 'error';
}

function availability(wanted: number, connected: number): Status['availability_level'] {
  if (wanted === 0) return 'available';
  if (connected === wanted) return 'fully_available';
  return connected > 0 ? 'degraded' : 'unavailable';
}

function absent(name: string, version: string, status: Status['status'], demo: boolean): Status {
  return {
    name,
    available: false,
    connected: false,
    status,
    last_heartbeat: null,
    is_heartbeat_stale: false,
    time_since_last_heartbeat: null,
    is_recovering: false,
    availability_level: 'unavailable',
    health_score: 0,
    retry_count: 0,
    version,
    metrics: Object.fromEntries((PUBLISHED[name] ?? []).map((figure) => [figure, 0])),
    error: null,
    demo,
  };
}

function countsOf(running: RunningDevices | undefined, devices: readonly Device[], devicesConnected: number): ProtocolCounts {
  const lines = [...new Set(devices.map(({ lineId }) => lineId))].map((lineId) => running?.line(lineId)?.diagnostics());
  const sum = (numbers: readonly (number | undefined)[]): number => numbers.reduce<number>((total, number) => total + (number ?? 0), 0);
  return {
    devicesConnected,
    points: sum(devices.map(({ points }) => points.length)),
    requests: sum(lines.map((line) => line?.requests)),
    responses: sum(lines.map((line) => line?.responses)),
  };
}
