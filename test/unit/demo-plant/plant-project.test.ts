import { describe, expect, it } from 'vitest';
import { plantLayout, plantProject } from '../../../electron/engine/demo/plant-project';
import { ThermalModel } from '../../../electron/engine/demo/thermal-model';
import { createDnp3Protocol } from '../../../electron/protocols/dnp3';
import { createModbusProtocol } from '../../../electron/protocols/modbus';

const protocols = [createModbusProtocol(), createDnp3Protocol()];
const protocolOf = (name: string) => protocols.find(({ description }) => description.name === name)!;
const layout = plantLayout(new ThermalModel());
const project = plantProject(layout, [15_021, 15_022, 15_023, 15_024, 15_025], 1_790_000_000_000_000);

describe('the demonstration plant as a project', () => {
  it('has points that their protocols take', () => {
    for (const device of project.devices) for (const point of device.points) expect(`${point.name}: ${protocolOf(device.protocol).checkPoint(point) ?? 'right'}`).toBe(`${point.name}: right`);
  });

  it('answers to every API key with one point', () => {
    for (const device of project.devices) {
      const keys = device.points.map((point) => `${point.sensorType}_${protocolOf(device.protocol).addressKey(point)}`);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('has identifiers that stay the same at every start', () => {
    const again = plantProject(plantLayout(new ThermalModel()), [1, 2, 3, 4, 5], 0);
    expect(again.devices.map(({ id }) => id)).toEqual(project.devices.map(({ id }) => id));
    expect(again.devices.flatMap(({ points }) => points.map(({ id }) => id))).toEqual(project.devices.flatMap(({ points }) => points.map(({ id }) => id)));
    expect(new Set(project.devices.flatMap(({ points }) => points.map(({ id }) => id))).size).toBe(project.devices.flatMap(({ points }) => points).length);
  });

  it('is marked as simulated, and its trends draw points that exist', () => {
    const points = new Set(project.devices.flatMap((device) => device.points.map(({ id }) => id)));
    expect(project.simulated).toBe(true);
    expect(project.trends.flatMap(({ pens }) => pens).filter(({ pointId }) => !points.has(pointId))).toEqual([]);
    expect(project.trends[0]?.pens).toHaveLength(4);
  });

  it('has valid settings for its lines and devices', () => {
    for (const line of project.lines) expect(protocolOf(line.protocol).lineSettings.safeParse(line.settings).success).toBe(true);
    for (const device of project.devices) expect(protocolOf(device.protocol).deviceSettings.safeParse(device.settings).success).toBe(true);
  });
});
