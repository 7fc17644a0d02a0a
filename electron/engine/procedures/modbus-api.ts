import { ProcedureError } from '../../../shared/contract/answer';
import type { ProcedureOutput } from '../../../shared/contract';
import type { Device } from '../../../shared/domain/device';
import type { Opaque } from '../../../shared/domain/point';
import { isoFromMicros } from '../../../shared/domain/time';
import { encodeValue } from '../../../shared/domain/value';
import type { Call } from '../../doors/contract-engine';
import type { Protocol } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import { connectedDriver, throwWhenGone, throwWhenRefused } from '../device-api/device-io';
import { PublishedDevices } from '../device-api/published-devices';
import type { HandlersOf } from '../handlers';
import { pointsInARow } from '../modbus-api/points-in-a-row';
import { dataTypeOf, keyOf, pointsFromRegisters, readingOf, registerOf } from '../modbus-api/registers';
import { deviceSettingsOf, isSerialLine, lineFieldsOf, lineSettingsOf, touchesLine, typeOf } from '../modbus-api/settings';
import { writeRegisters } from '../modbus-api/write';
import type { Services } from '../services';

type Names = `api.modbus.${'add' | 'list' | 'get' | 'update' | 'remove' | 'connect' | 'disconnect' | 'test' | 'setRegisters' | 'data' | 'read' | 'write'}`;
type Entry = ProcedureOutput<'api.modbus.list'>['devices'][string];

const NAME = 'modbus';

/** The published Modbus routes. */
export function modbusApiHandlers(services: Services): HandlersOf<Names> {
  const { tenant } = services;
  const published = new PublishedDevices(services, NAME, 'Modbus');
  const current = (call: Call): ActiveProject => published.current(call);
  const find = (call: Call, deviceId: string): Device => published.find(call, deviceId);
  const now = (): string => published.now();

  return {
    'api.modbus.add': (body, call) =>
      published.add(
        call,
        {
          deviceId: body.device_id,
          line: (base) => lineSettingsOf(lineFieldsOf(body), base),
          device: (base) => deviceSettingsOf(body, base),
          points: (known) => pointsFromRegisters(body.registers, known),
          replaceSettings: body.tls !== undefined,
        },
        body.serial && refuseOtherSerialSettings,
      ),
    'api.modbus.list': (_input, call) => {
      const project = tenant(call).project;
      const devices = published.all(call);
      const lines = new Map(project?.file.project.lines.map((line) => [line.id, line.settings]));
      const entries = project === null ? [] : devices.map((device): [string, Entry] => [device.deviceId, entryOf(project, device, lines.get(device.lineId) ?? {})]);
      return { service: 'modbus' as const, total_devices: entries.length, connected_devices: entries.filter(([, { connected }]) => connected).length, devices: Object.fromEntries(entries) };
    },
    'api.modbus.get': ({ device_id }, call) => {
      const device = find(call, device_id);
      const project = current(call);
      return { device_id, ...entryOf(project, device, project.line(device.lineId).settings), registers: device.points.map(registerOf) };
    },
    'api.modbus.update': (body, call) => {
      const { registers } = body;
      return published.update(call, {
        deviceId: body.device_id,
        line: touchesLine(body) ? (base) => lineSettingsOf(body, base) : null,
        device: (base) => deviceSettingsOf(body, base),
        points: registers === undefined ? null : (known) => pointsFromRegisters(registers, known),
        replaceSettings: body.serial !== undefined || body.tls !== undefined,
      });
    },
    'api.modbus.remove': ({ device_id }, call) => published.remove(call, device_id),
    'api.modbus.connect': ({ device_id, tls }, call) => published.connect(call, device_id, tls === undefined ? null : (base) => lineSettingsOf({ tls }, base)),
    'api.modbus.disconnect': ({ device_id }, call) => published.disconnect(call, device_id),
    'api.modbus.test': ({ device_id }, call) => published.test(call, device_id),
    'api.modbus.setRegisters': async ({ device_id, registers }, call) => {
      const project = current(call);
      const device = find(call, device_id);
      const points = pointsFromRegisters(registers, device.points);
      project.file.edit(`Register map of ${device_id}`, (draft) => {
        const target = draft.devices.find(({ id }) => id === device.id);
        if (target) target.points = points;
      });
      await project.running.settled();
      return { message: `Register map of ${device_id} replaced`, device_id, register_count: points.length };
    },
    'api.modbus.data': async ({ device_id }, call) => {
      const project = current(call);
      const device = find(call, device_id);
      connectedDriver(project, device);
      await project.running.device(device.id)?.acquired?.readNow(call.signal);
      const readable = device.points.filter(({ access }) => access !== 'write');
      const samples = new Map(readable.map((point) => [point.id, project.cache.latest(point.id)]));
      throwWhenGone(project, device, [...samples.values()].filter((sample) => sample !== null));
      const readings = Object.fromEntries(readable.map((point) => [keyOf(point), readingOf(point, samples.get(point.id) ?? null, now())]));
      const bad = Object.values(readings).filter(({ quality }) => quality === 'bad').length;
      const total = readable.length;
      return { device_id, timestamp: now(), success: total === 0 || bad < total, readings, ...(bad > 0 ? { error: `${bad} of ${total} registers could not be read` } : {}) };
    },
    'api.modbus.read': async ({ device_id, address, count, register_type, data_type, byte_order }, call) => {
      const project = current(call);
      const device = find(call, device_id);
      const points = pointsInARow(register_type, address, count, dataTypeOf(register_type, data_type), byte_order);
      const driver = connectedDriver(project, device);
      const readings = (await driver.poll?.read(points, { urgent: true, signal: call.signal })) ?? [];
      throwWhenGone(project, device, readings);
      throwWhenRefused(device, readings);
      const byId = new Map(readings.map((reading) => [reading.pointId, reading.value]));
      return { device_id, address, values: points.map(({ id }) => encodeValue(byId.get(id) ?? null)), timestamp: now() };
    },
    'api.modbus.write': (input, call) => writeRegisters(current(call), find(call, input.device_id), input, call),
  };
}

function entryOf(project: ActiveProject, device: Device, settings: Opaque): Entry {
  const status = project.running.status(device.id);
  const serial = isSerialLine(settings);
  const { host, port } = settings;
  const { unitId } = device.settings;
  return {
    unit_id: typeof unitId === 'number' ? unitId : 0,
    host: !serial && typeof host === 'string' ? host : null,
    port: !serial && typeof port === 'number' ? port : null,
    device_type: typeOf(settings),
    connected: status?.state === 'connected',
    register_count: device.points.length,
    last_reading: status?.lastAnswerAt == null ? null : isoFromMicros(status.lastAnswerAt),
  };
}

/** One serial port has one baud rate: a second device that names another is told, and the first goes on undisturbed. */
function refuseOtherSerialSettings(project: ActiveProject, protocol: Protocol, settings: Opaque): void {
  const key = protocol.lineKey(settings);
  const known = project.file.project.lines.find((line) => line.protocol === NAME && protocol.lineKey(line.settings) === key);
  if (known && ['baudRate', 'parity', 'dataBits', 'stopBits'].some((field) => known.settings[field] !== settings[field])) {
    throw new ProcedureError('conflict', `The port is in the project already as ${protocol.lineLabel(known.settings)}. Give the same settings, or change them for the whole line.`, { reason: 'other_line_settings' });
  }
}
