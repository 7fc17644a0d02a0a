import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildDevices } from '../../../electron/maps/build-devices';
import { deviceTable } from '../../../electron/maps/device-table';
import { planDevices, type PlanRequest } from '../../../electron/maps/plan-devices';
import { readDeviceRows } from '../../../electron/maps/read-device-rows';
import { readSettingCell, settingCell } from '../../../electron/maps/setting-cell';
import { tableFiles } from '../../../electron/project/point-list/table-files';
import { createMqttProtocol } from '../../../electron/protocols/mqtt';
import type { SettingField } from '../../../shared/contract/devices';
import type { Device, Line } from '../../../shared/domain/device';
import type { Opaque } from '../../../shared/domain/point';
import { makeDevice } from '../../support/domain-fixtures';
import { modbus } from './map-fixtures';

const protocols = [modbus, createMqttProtocol()];
const keyOf = ({ protocol, settings }: Line): string => `${protocol} ${protocols.find(({ description }) => description.name === protocol)?.lineKey(settings) ?? ''}`;

const check: PlanRequest['check'] = (protocol, row) => {
  const line = protocol.lineSettings.safeParse(row.lineSettings);
  const device = protocol.deviceSettings.safeParse(row.settings);
  if (!line.success) return { problems: line.error.issues.map(({ path, message }) => ({ column: String(path[0]), message })) };
  if (!device.success) return { problems: device.error.issues.map(({ path, message }) => ({ column: String(path[0]), message })) };
  return { lineSettings: line.data, settings: device.data };
};

interface Plant {
  readonly devices: readonly Device[];
  readonly lines: readonly Line[];
}

async function applied(table: Uint8Array, format: 'csv' | 'xlsx', { devices, lines }: Plant) {
  const read = readDeviceRows(await tableFiles.read(table, format), { protocols, devices, lines, policies: {} });
  const plan = planDevices({ rows: read.rows, devices, lines, check, pointsOf: () => null });
  return { rows: plan.rows, unknown: read.unknownColumns, built: buildDevices({ devices, lines, planned: plan.planned, keyOf, newId: () => crypto.randomUUID() }) };
}

const csv = (text: string): Uint8Array => Buffer.from(text);
const NOTHING: Plant = { devices: [], lines: [] };

/** Without what a table can't carry: identities. */
function plain({ devices, lines }: Plant): unknown {
  const byId = new Map(lines.map((line) => [line.id, line]));
  return devices.map(({ id: _id, lineId, findings: _findings, ...device }) => {
    const { id: _lineId, ...line } = byId.get(lineId) ?? { id: '' };
    return { ...device, adaptivePolling: device.adaptivePolling ?? null, line };
  });
}

describe('a table of devices', () => {
  it('makes devices of one line each once, with the settings that its columns name', async () => {
    const { rows, built } = await applied(csv('device_id,protocol,host,port,unit,Retries,Color\nA,Modbus,10.0.0.1,502,1,5,red\nB,modbus,10.0.0.1,502,2,,\n'), 'csv', NOTHING);
    expect(rows.map(({ action }) => action)).toEqual(['add', 'add']);
    expect(built.lines).toHaveLength(1);
    expect(built.devices).toMatchObject([{ deviceId: 'A', settings: { unitId: 1, retries: 5 } }, { deviceId: 'B', settings: { unitId: 2, retries: 3 } }]);
    expect(built.devices[0]?.lineId).toBe(built.lines[0]?.id);
  });

  it('says by row and column what is refused, and why', async () => {
    const { rows, unknown, built } = await applied(csv('device_id,protocol,host,port,unit,connect_timeout_ms,shade\nA,modbus,10.0.0.1,502,1,5000,x\nA,modbus,10.0.0.1,502,2,5000,\nbad label,modbus,h,1,1,5000,\nC,profibus,h,1,1,5000,\nD,modbus,,502,1,5000,\nE,modbus,10.0.0.1,502,900,5000,\nF,modbus,10.0.0.1,502,3,7000,\n'), 'csv', NOTHING);
    expect(unknown).toEqual(['shade']);
    expect(rows.map(({ row, action, problems }) => [row, action, problems[0]?.column ?? '', problems[0]?.message ?? ''])).toEqual([
      [2, 'add', '', ''],
      [3, 'refused', 'device_id', 'row 2 has it already'],
      [4, 'refused', 'device_id', expect.stringContaining('is no label')],
      [5, 'refused', 'protocol', expect.stringContaining('"profibus" is not known')],
      [6, 'refused', 'host', 'a host name or address is needed'],
      [7, 'refused', 'unit_id', '900 is not from 0 to 255'],
      [8, 'refused', 'connect_timeout_ms', 'row 2 is on the same line and says otherwise'],
    ]);
    expect(built).toMatchObject({ added: 1, changed: 0 });
  });

  it('changes what its columns name and leaves the rest', async () => {
    const before = (await applied(csv('device_id,protocol,host,unit,retries\nA,modbus,10.0.0.1,1,5\nB,modbus,10.0.0.1,2,5\n'), 'csv', NOTHING)).built;
    const { rows, built } = await applied(csv('device_id,unit\nA,9\nB,2\n'), 'csv', before);
    expect(rows).toMatchObject([{ action: 'change', changes: [{ field: 'unitId', before: '1', after: '9' }] }, { action: 'same' }]);
    expect(built.devices[0]).toMatchObject({ settings: { unitId: 9, retries: 5 } });
    expect(built.devices[1]).toBe(before.devices[1]);
    expect(built.lines).toEqual(before.lines);
  });

  it('takes a line along when everybody on it moves, and parts from it when not', async () => {
    const before = (await applied(csv('device_id,protocol,host\nA,modbus,10.0.0.1\nB,modbus,10.0.0.1\n'), 'csv', NOTHING)).built;
    const both = await applied(csv('device_id,host\nA,10.0.0.2\nB,10.0.0.2\n'), 'csv', before);
    expect(both.built.lines).toEqual([expect.objectContaining({ id: before.lines[0]?.id, name: '10.0.0.2:502' })]);
    const one = await applied(csv('device_id,host\nA,10.0.0.2\n'), 'csv', before);
    expect(one.built.lines.map(({ name }) => name)).toEqual(['10.0.0.1:502', '10.0.0.2:502']);
    expect(one.built.devices[1]).toBe(before.devices[1]);
  });

  it('leaves secrets out, and keeps them where the cell is empty', async () => {
    const line: Line = { id: crypto.randomUUID(), name: 'b', protocol: 'mqtt', settings: protocols[1]?.lineSettings.parse({ host: 'broker', password: 'vault:1234' }) ?? {} };
    const device = makeDevice([], { protocol: 'mqtt', deviceId: 'M', lineId: line.id, settings: protocols[1]?.deviceSettings.parse({}) ?? {} });
    const table = deviceTable({ devices: [device], lines: [line] }, protocols);
    expect(JSON.stringify(table)).not.toContain('vault:1234');
    const { rows, built } = await applied(await tableFiles.write(table, 'csv', new Set()), 'csv', { devices: [device], lines: [line] });
    expect(rows.map(({ action }) => action)).toEqual(['same']);
    expect(built.lines).toEqual([line]);
  });

  const text = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('', ' ', '(none)', '(empty)', '\\x', 'json:1', '=1+1', '-5', '0x10', 'a,b;"c"', 'ü\tß')).filter((value) => !/\p{C}/u.test(value) || value === 'ü\tß');
  const device = fc.record({
    host: fc.constantFrom('10.0.0.1', '10.0.0.2', 'plc-3.example'),
    unitId: fc.integer({ min: 0, max: 255 }),
    retries: fc.integer({ min: 0, max: 20 }),
    byteOrder: fc.constantFrom('ABCD', 'CDAB'),
    forbidden: fc.constantFrom('', '40100-40110', 'coils 5'),
    description: text,
    enabled: fc.boolean(),
    pollIntervalMs: fc.option(fc.integer({ min: 10, max: 86_400_000 })),
    adaptive: fc.option(fc.constantFrom({ fastest: 0.5, slowest: 4 }, { fastest: 1, slowest: 16 })),
    lineName: fc.string({ minLength: 1, maxLength: 12 }).filter((value) => value.trim() === value && value !== '' && !/\p{C}/u.test(value)),
    more: fc.option(fc.constantFrom({ laterSetting: [1, { a: 'b' }] })),
  });

  it.each(['csv', 'xlsx'] as const)('comes back from its export as it was, by %s, into an empty project and its own', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(device, { minLength: 1, maxLength: 5 }), async (list) => {
        const lines = new Map<string, Line>();
        const devices = list.map((one, at) => {
          const settings = modbus.lineSettings.parse({ host: one.host, connectTimeoutMs: 1000 + one.host.length });
          const line = lines.get(one.host) ?? { id: crypto.randomUUID(), name: one.lineName, protocol: 'modbus', settings };
          lines.set(one.host, line);
          return makeDevice([], {
            deviceId: `DEV-${at}`,
            description: one.description,
            lineId: line.id,
            enabled: one.enabled,
            pollIntervalMs: one.pollIntervalMs,
            adaptivePolling: one.adaptive,
            settings: modbus.deviceSettings.parse({ unitId: one.unitId, retries: one.retries, byteOrder: one.byteOrder, forbidden: one.forbidden }),
          });
        });
        const plant = { devices, lines: [...lines.values()] };
        const octets = await tableFiles.write(deviceTable(plant, protocols), format, new Set());
        const fresh = await applied(octets, format, NOTHING);
        expect(fresh.rows.flatMap(({ problems }) => problems)).toEqual([]);
        expect(plain(fresh.built)).toEqual(plain(plant));
        const again = await applied(octets, format, plant);
        expect(again.rows.map(({ action }) => action)).toEqual(devices.map(() => 'same'));
        expect(again.built.devices.every((one, at) => one === devices[at])).toBe(true);
      }),
      { numRuns: format === 'csv' ? 30 : 6 },
    );
  });
});

describe('a setting in a cell', () => {
  const field = (kind: SettingField['kind'], defaultValue: SettingField['defaultValue']): SettingField => ({ key: 'k', label: 'K', kind, group: '', unit: '', help: '', choices: [], minimum: null, maximum: null, defaultValue, visibleWhen: {} });
  const json: fc.Arbitrary<Opaque[string]> = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom(' ', '(none)', '\\', ' \\x', 'json:{', 'yes', '5'), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)), fc.boolean(), fc.constant(null), fc.constant<Opaque[string]>({ a: [1, 'x'] }));

  it('comes back as it was, whatever its field is', () => {
    fc.assert(
      fc.property(fc.constantFrom<SettingField['kind']>('text', 'integer', 'number', 'choice', 'switch', 'pem'), fc.constantFrom<Opaque[string]>('', 'x', null, 5, true), json, (kind, defaultValue, value) => {
        const one = field(kind, defaultValue);
        expect(readSettingCell(settingCell(value, one), one, false)).toEqual({ ok: true, value });
      }),
      { numRuns: 2000 },
    );
  });
});
