import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ProcedureError } from '../../../shared/contract/answer';
import type { ProcedureOutput } from '../../../shared/contract';
import type { Device } from '../../../shared/domain/device';
import type { Opaque } from '../../../shared/domain/point';
import { isoFromMicros } from '../../../shared/domain/time';
import { encodeValue } from '../../../shared/domain/value';
import type { Call } from '../../doors/contract-engine';
import type { Protocol } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import { runTest } from '../devices/run-test';
import { dropEmptyLines, findOrMakeLine, moveToLine } from '../edits/lines';
import { parseSettings, takeSettings } from '../edits/settings';
import type { HandlersOf } from '../handlers';
import { connectedDriver, pointsInARow, throwWhenGone, throwWhenRefused } from '../modbus-api/device-io';
import { dataTypeOf, keyOf, pointsFromRegisters, readingOf, registerOf } from '../modbus-api/registers';
import { deviceSettingsOf, isSerialLine, lineFieldsOf, lineSettingsOf, touchesLine, typeOf } from '../modbus-api/settings';
import { writeRegisters } from '../modbus-api/write';
import type { Services } from '../services';
import { usableProtocol } from './devices';

type Names = `api.modbus.${'add' | 'list' | 'get' | 'update' | 'remove' | 'connect' | 'disconnect' | 'test' | 'setRegisters' | 'data' | 'read' | 'write'}`;
type Entry = ProcedureOutput<'api.modbus.list'>['devices'][string];

const NAME = 'modbus';
/** How long `connect` waits to know whether the device is there; the wish stays either way. */
const CONNECT_WITHIN_MS = 10_000;

/** The published Modbus routes. */
export function modbusApiHandlers(services: Services): HandlersOf<Names> {
  const { tenant, clock } = services;
  const current = (call: Call): ActiveProject => tenant(call).current();
  const now = (): string => isoFromMicros(clock.nowMicros());
  const find = (call: Call, deviceId: string): Device => {
    const device = tenant(call).project?.file.project.devices.find((candidate) => candidate.protocol === NAME && candidate.deviceId === deviceId);
    if (!device) throw new ProcedureError('not_found', `There is no Modbus device ${deviceId}.`, { reason: 'no_device' });
    return device;
  };
  const modbus = (project: ActiveProject): Protocol => usableProtocol(services, project, NAME);

  return {
    'api.modbus.add': async (body, call) => {
      const project = current(call);
      const protocol = modbus(project);
      const policy = project.file.project.protocols[NAME];
      const given = parseSettings(protocol.lineSettings, lineSettingsOf(lineFieldsOf(body), policy?.lineDefaults ?? {}), 'line');
      const settings = parseSettings(protocol.deviceSettings, deviceSettingsOf(body, policy?.deviceDefaults ?? {}), 'device');
      if (project.file.project.devices.some(({ deviceId }) => deviceId === body.device_id)) {
        throw new ProcedureError('conflict', `There is a device ${body.device_id} already. Device ids are unique over all protocols.`, { reason: 'duplicate_device' });
      }
      const points = pointsFromRegisters(body.registers, []);
      if (body.serial) refuseOtherSerialSettings(project, protocol, given);
      const { lineSettings } = await takeSettings(protocol, { lineSettings: given, settings }, tenant(call).storage.vault);
      project.file.edit(`Add ${body.device_id}`, (draft) => {
        const lineId = findOrMakeLine(draft, { protocol, settings: lineSettings, name: null, replaceSettings: body.tls !== undefined });
        draft.devices.push({ id: randomUUID(), deviceId: body.device_id, description: '', protocol: NAME, lineId, settings, enabled: false, pollIntervalMs: null, points, findings: [] });
      });
      await project.running.settled();
      return { message: `Device ${body.device_id} added`, device_id: body.device_id };
    },
    'api.modbus.list': (_input, call) => {
      const project = tenant(call).project;
      const devices = project?.file.project.devices.filter(({ protocol }) => protocol === NAME) ?? [];
      const lines = new Map(project?.file.project.lines.map((line) => [line.id, line.settings]));
      const entries = project === null ? [] : devices.map((device): [string, Entry] => [device.deviceId, entryOf(project, device, lines.get(device.lineId) ?? {})]);
      return { service: 'modbus' as const, total_devices: entries.length, connected_devices: entries.filter(([, { connected }]) => connected).length, devices: Object.fromEntries(entries) };
    },
    'api.modbus.get': ({ device_id }, call) => {
      const device = find(call, device_id);
      const project = current(call);
      return { device_id, ...entryOf(project, device, project.line(device.lineId).settings), registers: device.points.map(registerOf) };
    },
    'api.modbus.update': async (body, call) => {
      const project = current(call);
      const protocol = modbus(project);
      const device = find(call, body.device_id);
      const settings = parseSettings(protocol.deviceSettings, deviceSettingsOf(body, device.settings), 'device');
      const given = touchesLine(body) ? parseSettings(protocol.lineSettings, lineSettingsOf(body, project.line(device.lineId).settings), 'line') : null;
      const points = body.registers === undefined ? null : pointsFromRegisters(body.registers, device.points);
      const lineSettings = given && (await takeSettings(protocol, { lineSettings: given, settings }, tenant(call).storage.vault)).lineSettings;
      project.file.edit(`Change ${device.deviceId}`, (draft) => {
        if (lineSettings) moveToLine(draft, device.id, { protocol, settings: lineSettings, name: null, replaceSettings: body.serial !== undefined || body.tls !== undefined });
        const target = draft.devices.find(({ id }) => id === device.id);
        if (target && !isDeepStrictEqual(device.settings, settings)) target.settings = settings;
        if (target && points) target.points = points;
        dropEmptyLines(draft);
      });
      await project.running.settled();
      return { message: `Device ${device.deviceId} changed`, device_id: device.deviceId };
    },
    'api.modbus.remove': async ({ device_id }, call) => {
      const project = current(call);
      const device = find(call, device_id);
      project.file.edit(`Delete ${device_id}`, (draft) => {
        draft.devices = draft.devices.filter(({ id }) => id !== device.id);
        dropEmptyLines(draft);
      });
      await project.running.settled();
      return { message: `Device ${device_id} removed`, device_id };
    },
    'api.modbus.connect': async ({ device_id, tls }, call) => {
      const project = current(call);
      const device = find(call, device_id);
      const protocol = modbus(project);
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
      if (status?.state === 'connecting') throw new ProcedureError('no_answer', `${device_id} did not answer within ${CONNECT_WITHIN_MS / 1000} s. ${rest}`);
      throw new ProcedureError('unreachable', `${device_id} could not be reached. ${status?.reason ?? ''} ${rest}`.replace('  ', ' '));
    },
    'api.modbus.disconnect': async ({ device_id }, call) => {
      const project = current(call);
      await project.wish(find(call, device_id).id, false);
      return { message: `Disconnected from ${device_id}`, device_id };
    },
    'api.modbus.test': async ({ device_id }, call) => {
      const runtime = tenant(call);
      const project = current(call);
      const device = find(call, device_id);
      const protocol = modbus(project);
      const { success, steps, diagnosis } = await runTest({ services, runtime, protocol, lineSettings: project.line(device.lineId).settings, settings: device.settings, points: device.points, signal: call.signal });
      return { success, diagnosis, steps: steps.map(({ name, ok, durationMs, message }) => ({ name, ok, duration_ms: durationMs, message })) };
    },
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
function refuseOtherSerialSettings(project: ActiveProject, protocol: Protocol, settings: ReturnType<Protocol['lineSettings']['parse']>): void {
  const key = protocol.lineKey(settings);
  const known = project.file.project.lines.find((line) => line.protocol === NAME && protocol.lineKey(line.settings) === key);
  if (known && ['baudRate', 'parity', 'dataBits', 'stopBits'].some((field) => known.settings[field] !== settings[field])) {
    throw new ProcedureError('conflict', `The port is in the project already as ${protocol.lineLabel(known.settings)}. Give the same settings, or change them for the whole line.`, { reason: 'other_line_settings' });
  }
}
