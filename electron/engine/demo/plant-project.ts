import { createHash } from 'node:crypto';
import { pointSchema } from '../../../shared/domain/point';
import type { Opaque, Point } from '../../../shared/domain/point';
import { PROJECT_SCHEMA_VERSION, projectSchema } from '../../../shared/domain/project';
import type { Project } from '../../../shared/domain/project';
import type { Micros } from '../../../shared/domain/time';
import { meterPoints, pumpPoints, tankPoints } from './auxiliary-points';
import { boilerPoints, REFUSED_ADDRESS } from './boiler-points';
import { GridModel } from './grid-model';
import { boosterPoints, feederPoints } from './outstation-points';
import type { PlantSignal } from './plant-point';
import type { PlantPoint } from './plant-point';
import type { ThermalModel } from './thermal-model';

export interface PlantDevice {
  readonly deviceId: string;
  readonly description: string;
  /** How the project reaches it, and how it is served. */
  readonly settings: Opaque;
  readonly served: Opaque;
  readonly points: readonly Point[];
}

/** One line of the plant: a server on a port of its own. */
export interface PlantLine {
  readonly name: string;
  readonly protocol: 'modbus' | 'dnp3';
  readonly devices: readonly PlantDevice[];
  /** Of the server's port, beside where it listens. */
  readonly port: Opaque;
}

export interface PlantLayout {
  readonly lines: readonly PlantLine[];
  /** What each point shows of the model. */
  readonly signals: ReadonlyMap<string, { readonly point: Point; readonly signal: PlantSignal }>;
}

/** The same identifier at every start, so that history and trends stay with their points. */
function idOf(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(['thermacore demonstration plant', ...parts].join('/')).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** The plant's lines, devices and points over its models. */
export function plantLayout(model: ThermalModel, grid = new GridModel()): PlantLayout {
  const signals = new Map<string, { point: Point; signal: PlantSignal }>();
  const made = (deviceId: string, description: string, settings: Opaque, served: Opaque, points: readonly PlantPoint[]): PlantDevice => ({
    deviceId,
    description,
    settings,
    served,
    points: points.map(({ point: input, signal }) => {
      const point = pointSchema.parse({ ...input, id: idOf(deviceId, input.name, JSON.stringify(input.address)) });
      signals.set(point.id, { point, signal });
      return point;
    }),
  });
  const device = (deviceId: string, description: string, unitId: number, byteOrder: 'ABCD' | 'CDAB', points: readonly PlantPoint[]): PlantDevice =>
    made(deviceId, description, { unitId, byteOrder, timeoutMs: 1000, addressNotation: 'Modicon' }, { unitId, byteOrder }, points);
  const outstation = (deviceId: string, description: string, address: number, points: readonly PlantPoint[]): PlantDevice => {
    const addresses = { outstationAddress: address, masterAddress: 1 };
    return made(deviceId, description, { ...addresses, eventPollS: 0, responseTimeoutMs: 2000 }, { ...addresses, files: true }, points);
  };
  /** Registers between the points read as 0, as in most devices; what the boilers lack is refused. */
  const registers = (refused: readonly { unitId: number; table: string; address: number }[] = []): Opaque => ({ gaps: 'zero', refused: refused.map((each) => ({ ...each })) });
  const [first, second] = model.boilers;
  const refused = [1, 2].map((unitId) => ({ unitId, table: 'input-register', address: REFUSED_ADDRESS }));
  const lines: PlantLine[] = [
    { name: 'Boiler house LAN', protocol: 'modbus', port: registers(refused), devices: [device('BLR-01', 'Boiler 1', 1, 'CDAB', boilerPoints(model, first)), device('BLR-02', 'Boiler 2', 2, 'CDAB', boilerPoints(model, second))] },
    { name: 'Feed pump', protocol: 'modbus', port: registers(), devices: [device('PMP-01', 'Feed pump', 1, 'CDAB', pumpPoints(model))] },
    { name: 'Tank room', protocol: 'modbus', port: registers(), devices: [device('TK-01', 'Buffer tank', 1, 'ABCD', tankPoints(model))] },
    {
      name: 'Meter gateway',
      protocol: 'modbus',
      port: registers(),
      devices: model.consumers.map((consumer, at) => device(`HM-0${at + 1}`, `Heat meter ${consumer.name}`, 11 + at, 'ABCD', meterPoints(consumer, 70_411_200 + at))),
    },
    // Two outstations behind one port, told apart by their addresses.
    { name: 'Telecontrol', protocol: 'dnp3', port: {}, devices: [outstation('FDR-01', 'Feeder 1', 11, feederPoints(grid)), outstation('PST-01', 'Booster pump station', 12, boosterPoints(grid))] },
  ];
  return { lines, signals };
}

/** The project over the plant, with the ports that its servers took, in the order of the lines. */
export function plantProject(layout: PlantLayout, ports: readonly number[], createdAt: Micros): Project {
  return projectSchema.parse({
    schemaVersion: PROJECT_SCHEMA_VERSION,
    id: idOf('project'),
    name: 'Demonstration plant',
    createdAt,
    simulated: true,
    lines: layout.lines.map((line, at) => ({
      id: idOf('line', line.name),
      name: line.name,
      protocol: line.protocol,
      settings: { transport: 'tcp', host: '127.0.0.1', port: ports[at] ?? 0 },
    })),
    devices: layout.lines.flatMap((line) =>
      line.devices.map((device) => ({
        id: idOf('device', device.deviceId),
        deviceId: device.deviceId,
        description: device.description,
        protocol: line.protocol,
        lineId: idOf('line', line.name),
        settings: device.settings,
        enabled: true,
        points: device.points,
      })),
    ),
    trends: [
      trend(layout, 'Boiler 1', [['BLR-01', 'Supply temperature'], ['BLR-01', 'Return temperature'], ['BLR-01', 'Supply setpoint'], ['BLR-01', 'Thermal power']]),
      trend(layout, 'Heat meters', [['HM-01', 'Power'], ['HM-02', 'Power'], ['HM-03', 'Power'], ['PMP-01', 'Network flow']]),
    ],
    protocols: {},
    history: { retentionDays: 7 },
  });
}

function trend(layout: PlantLayout, name: string, pens: readonly (readonly [deviceId: string, point: string])[]) {
  const points = new Map(layout.lines.flatMap((line) => line.devices.flatMap((device) => device.points.map((point) => [`${device.deviceId}/${point.name}`, point.id] as const))));
  return {
    id: idOf('trend', name),
    name,
    // A newcomer sees lines at once, not an empty plot with a stroke at its end.
    spanMs: 60_000,
    pens: pens.map(([deviceId, point], at) => ({ pointId: points.get(`${deviceId}/${point}`) ?? '', pen: at + 1 })),
  };
}
