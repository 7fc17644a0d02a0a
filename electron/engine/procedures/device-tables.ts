import { randomUUID } from 'node:crypto';
import { ProcedureError } from '../../../shared/contract/answer';
import type { ParsedInput } from '../../../shared/contract';
import type { Point } from '../../../shared/domain/point';
import { buildDevices } from '../../maps/build-devices';
import { fieldsOf, snakeCase } from '../../maps/device-columns';
import { deviceTable } from '../../maps/device-table';
import { planDevices, type DevicePlan, type PlannedDevice, type RowPoints } from '../../maps/plan-devices';
import { readDeviceRows, type DeviceRowRead, type Problem } from '../../maps/read-device-rows';
import { isSecretField } from '../../maps/setting-cell';
import type { Call } from '../../doors/contract-engine';
import { TableProblem } from '../../project/point-list/table';
import { bare } from '../../project/point-list/words';
import type { Protocol } from '../../protocols/protocol';
import { Vault } from '../../security/vault';
import { readMapFile } from '../edits/other-map';
import { checkedSettings, takeSettings } from '../edits/settings';
import { pointsOf } from '../edits/template-points';
import { fileName } from '../file-name';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';
import { fromBase64 } from './projects';

type Names = 'devices.exportTable' | 'devices.previewTable' | 'devices.applyTable';
type TableInput = ParsedInput<'devices.applyTable'>;

/** Devices as a table: one row a device, out and in. */
export function deviceTableHandlers(services: Services): HandlersOf<Names> {
  const { tenant, protocols, tableFiles } = services;
  return {
    'devices.exportTable': async ({ format }, call) => {
      const { project } = tenant(call).current().file;
      const octets = await tableFiles.write(deviceTable(project, protocols), format, new Set());
      return { name: `${fileName(project.name)} devices.${format}`, contentBase64: Buffer.from(octets).toString('base64') };
    },
    'devices.previewTable': async (input, call) => {
      const { plan, unknownColumns } = await planTable(services, call, input);
      return { rows: plan.rows, unknownColumns };
    },
    'devices.applyTable': async (input, call) => {
      const runtime = tenant(call);
      const project = runtime.current();
      const { plan } = await planTable(services, call, input);
      const planned: PlannedDevice[] = [];
      for (const device of plan.planned) planned.push(hasNewSecret(device) ? { ...device, ...(await takeSettings(device.protocol, device, runtime.storage.vault)) } : device);
      const { devices, lines } = project.file.project;
      const keyOf = ({ protocol: name, settings }: (typeof lines)[number]): string => {
        const protocol = services.protocol(name);
        return `${name} ${protocol === null ? JSON.stringify(settings) : protocol.lineKey(settings)}`;
      };
      const built = buildDevices({ devices, lines, planned, keyOf, newId: randomUUID });
      const refused = plan.rows.filter(({ action }) => action === 'refused').length;
      const revision =
        built.added + built.changed === 0 && built.lines.every((line, at) => line === lines[at])
          ? project.file.revision
          : project.file.edit(`${built.added} devices made, ${built.changed} changed by a table`, (draft) => {
              draft.lines = built.lines;
              draft.devices = built.devices;
            });
      await project.running.settled();
      return { revision, added: built.added, changed: built.changed, refused };
    },
  };
}

async function planTable(services: Services, call: Call, { format, contentBase64, maps }: TableInput): Promise<{ plan: DevicePlan; unknownColumns: string[] }> {
  const runtime = services.tenant(call);
  const project = runtime.current();
  try {
    const table = await services.tableFiles.read(fromBase64(contentBase64), format);
    const before = project.file.project;
    const read = readDeviceRows(table, { protocols: services.protocols, devices: before.devices, lines: before.lines, policies: before.protocols });
    const points = new Map<DeviceRowRead, RowPoints>();
    const taken = new Set(before.devices.flatMap((device) => device.points.map(({ id }) => id)));
    for (const row of read.rows) points.set(row, await pointsOfRow(services, call, row, maps, taken));
    const { devices, lines } = project.file.project;
    const { vault } = runtime.storage;
    const plan = planDevices({ rows: read.rows, devices, lines, check: (protocol, row) => checked(protocol, row, vault), pointsOf: (row) => points.get(row) ?? null });
    return { plan, unknownColumns: read.unknownColumns };
  } catch (cause) {
    if (cause instanceof TableProblem) throw new ProcedureError('bad_input', cause.message, { reason: 'no_device_table' });
    throw cause;
  }
}

/** Settings as an edit by hand would check them, each problem under its column. */
function checked(protocol: Protocol, row: DeviceRowRead, vault: Vault): ReturnType<Parameters<typeof planDevices>[0]['check']> {
  try {
    return checkedSettings(protocol, row, vault);
  } catch (cause) {
    if (!(cause instanceof ProcedureError)) throw cause;
    const fields = cause.details.fields ?? [];
    return { problems: fields.length === 0 ? [{ column: '', message: cause.message }] : fields.map(({ path, message }): Problem => ({ column: snakeCase(path.split('.').at(-1) ?? path), message })) };
  }
}

function hasNewSecret({ protocol, lineSettings, settings }: PlannedDevice): boolean {
  const typed = (part: 'line' | 'device', values: typeof settings): boolean =>
    fieldsOf(protocol, part).some((field) => {
      const value = values[field.key];
      return isSecretField(field) && typeof value === 'string' && value !== '' && !Vault.isReference(value);
    });
  return typed('line', lineSettings) || typed('device', settings);
}

/** The points of the map file or the template that a row names. */
async function pointsOfRow(services: Services, call: Call, row: DeviceRowRead, maps: TableInput['maps'], taken: Set<string>): Promise<RowPoints> {
  const { protocol, mapFile, template } = row;
  if (protocol === null || (mapFile === '' && template === '')) return null;
  const hasPoints = (row.existing?.points.length ?? 0) > 0;
  if (mapFile !== '') {
    const file = maps.find(({ name }) => name.toLowerCase() === mapFile.toLowerCase());
    if (file !== undefined) return pointsOfFile(services, protocol, file, taken);
    return hasPoints ? null : { problem: { column: 'map_file', message: `${mapFile} was not chosen along with the table` } };
  }
  return pointsOfTemplate(services, call, protocol, template);
}

async function pointsOfFile(services: Services, protocol: Protocol, file: TableInput['maps'][number], taken: Set<string>): Promise<RowPoints> {
  const wrong = (message: string): RowPoints => ({ problem: { column: 'map_file', message: `${file.name}: ${message}` } });
  try {
    const map = await readMapFile(services, protocol, file.name, fromBase64(file.contentBase64), file.name.toLowerCase().endsWith('.xlsx') ? 'xlsx' : 'csv', (id) => taken.has(id));
    const [problem] = map.problems;
    if (problem !== undefined) return wrong(problem);
    for (const { id } of map.points) taken.add(id);
    return { points: map.points, from: file.name };
  } catch (cause) {
    if (cause instanceof ProcedureError) return wrong(cause.message);
    throw cause;
  }
}

/** By its id, or by vendor and model as the list shows them. */
async function pointsOfTemplate(services: Services, call: Call, protocol: Protocol, name: string): Promise<RowPoints> {
  const wrong = (message: string): RowPoints => ({ problem: { column: 'template', message } });
  const library = services.tenant(call).storage.templates;
  const { templates } = await library.list();
  const own = templates.filter((one) => one.protocol === protocol.description.name);
  const found = own.filter(({ id, vendor, model }) => id === name || id === `product:${name}` || bare(`${vendor} ${model}`) === bare(name) || bare(model) === bare(name));
  const [one] = found;
  if (one === undefined) return wrong(`there is no template "${name}" for ${protocol.description.title}`);
  if (found.length > 1) return wrong(`"${name}" may be ${found.map(({ id }) => id).join(' or ')}`);
  try {
    const points: Point[] = pointsOf(await library.get(one.id), protocol);
    return { points, from: `${one.vendor} ${one.model}` };
  } catch (cause) {
    if (cause instanceof ProcedureError) return wrong(cause.message);
    throw cause;
  }
}
