import { createHash } from 'node:crypto';
import { pointSchema } from '../../../shared/domain/point';
import type { Point } from '../../../shared/domain/point';
import { PROJECT_SCHEMA_VERSION, projectSchema } from '../../../shared/domain/project';
import type { Project } from '../../../shared/domain/project';
import type { Micros } from '../../../shared/domain/time';
import { meterPoints, pumpPoints, tankPoints } from './auxiliary-points';
import { boilerPoints, REFUSED_ADDRESS } from './boiler-points';
import type { PlantSignal } from './plant-point';
import type { PlantPoint } from './plant-point';
import type { ThermalModel } from './thermal-model';

export interface PlantDevice {
  readonly deviceId: string;
  readonly description: string;
  readonly unitId: number;
  readonly byteOrder: 'ABCD' | 'CDAB';
  readonly points: readonly Point[];
}

/** One line of the plant: a Modbus server on a port of its own. */
export interface PlantLine {
  readonly name: string;
  readonly devices: readonly PlantDevice[];
  /** Addresses that its server refuses. */
  readonly refused: readonly { unitId: number; table: string; address: number }[];
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

/** The plant's lines, devices and points over a model. */
export function plantLayout(model: ThermalModel): PlantLayout {
  const signals = new Map<string, { point: Point; signal: PlantSignal }>();
  const device = (deviceId: string, description: string, unitId: number, byteOrder: PlantDevice['byteOrder'], points: readonly PlantPoint[]): PlantDevice => ({
    deviceId,
    description,
    unitId,
    byteOrder,
    points: points.map(({ point: input, signal }) => {
      const point = pointSchema.parse({ ...input, id: idOf(deviceId, input.name, JSON.stringify(input.address)) });
      signals.set(point.id, { point, signal });
      return point;
    }),
  });
  const [first, second] = model.boilers;
  const refused = [1, 2].map((unitId) => ({ unitId, table: 'input-register', address: REFUSED_ADDRESS }));
  const lines: PlantLine[] = [
    { name: 'Boiler house LAN', refused, devices: [device('BLR-01', 'Boiler 1', 1, 'CDAB', boilerPoints(model, first)), device('BLR-02', 'Boiler 2', 2, 'CDAB', boilerPoints(model, second))] },
    { name: 'Feed pump', refused: [], devices: [device('PMP-01', 'Feed pump', 1, 'CDAB', pumpPoints(model))] },
    { name: 'Tank room', refused: [], devices: [device('TK-01', 'Buffer tank', 1, 'ABCD', tankPoints(model))] },
    {
      name: 'Meter gateway',
      refused: [],
      devices: model.consumers.map((consumer, at) => device(`HM-0${at + 1}`, `Heat meter ${consumer.name}`, 11 + at, 'ABCD', meterPoints(consumer, 70_411_200 + at))),
    },
  ];
  return { lines, signals };
}

/** The project over the plant, with the ports that its servers took, in the order of the lines. */
export function plantProject(layout: PlantLayout, ports: readonly number[], createdAt: Micros): Project {
  const deviceSettings = (device: PlantDevice) => ({ unitId: device.unitId, byteOrder: device.byteOrder, timeoutMs: 1000, addressNotation: 'Modicon' });
  return projectSchema.parse({
    schemaVersion: PROJECT_SCHEMA_VERSION,
    id: idOf('project'),
    name: 'Demonstration plant',
    createdAt,
    simulated: true,
    lines: layout.lines.map((line, at) => ({
      id: idOf('line', line.name),
      name: line.name,
      protocol: 'modbus',
      settings: { transport: 'tcp', host: '127.0.0.1', port: ports[at] ?? 0 },
    })),
    devices: layout.lines.flatMap((line) =>
      line.devices.map((device) => ({
        id: idOf('device', device.deviceId),
        deviceId: device.deviceId,
        description: device.description,
        protocol: 'modbus',
        lineId: idOf('line', line.name),
        settings: deviceSettings(device),
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
