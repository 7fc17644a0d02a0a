import { afterAll, beforeAll, expect, it } from 'vitest';
import { DemoPlant } from '../../../electron/engine/demo-plant';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import type { LineDriver } from '../../../electron/protocols/protocol';
import { DeviceUnderTest, LineRecorder, systemClock, until } from '../../support/modbus-line';

const protocol = createModbusProtocol();
const lines = new Map<string, LineDriver>();
const devices = new Map<string, DeviceUnderTest>();
let plant: DemoPlant;

beforeAll(async () => {
  plant = await DemoPlant.start({ protocols: [protocol], clock: systemClock, log: new LineRecorder().context.log });
  for (const line of plant.project.lines) lines.set(line.id, protocol.createLine(line.settings, new LineRecorder().context));
  for (const device of plant.project.devices) {
    const driven = new DeviceUnderTest(lines.get(device.lineId)!, device.settings, device.points);
    driven.driver.connect();
    devices.set(device.deviceId, driven);
  }
});

afterAll(async () => {
  await Promise.all([...lines.values()].map((line) => line.close()));
  await plant.close();
});

it('gives a value for every point of every device, but for the one sensor that the boilers lack', async () => {
  for (const [name, device] of devices) {
    const readings = await device.read();
    const bad = readings.filter(({ quality }) => quality.level !== 'good').map(({ pointId, quality }) => `${device.points.find(({ id }) => id === pointId)?.name}: ${quality.reason}`);
    expect({ name, bad }).toEqual({ name, bad: name.startsWith('BLR') ? ['Condensate level: Exception 2'] : [] });
  }
});

it('follows a setpoint that is written, and refuses one outside its range', async () => {
  const boiler = devices.get('BLR-01')!;
  const setpoint = boiler.points.find(({ name }) => name === 'Supply setpoint')!;
  const supply = boiler.points.find(({ name }) => name === 'Supply temperature')!;
  const temperature = async (): Promise<number> => Number((await boiler.driver.poll!.read([supply], { urgent: false, signal: new AbortController().signal }))[0]?.value);
  const before = await temperature();
  const signal = new AbortController().signal;
  expect(await boiler.driver.write!.execute(setpoint, 1200, signal)).toMatchObject({ outcome: 'refused', exception: '3 Illegal data value' });
  expect(await boiler.driver.write!.execute(setpoint, 900, signal)).toMatchObject({ outcome: 'accepted' });
  await until(async () => (await temperature()) > before + 1, 40_000, 'the supply temperature rises');
});

it('passes a connection test', async () => {
  const device = plant.project.devices.find(({ deviceId }) => deviceId === 'HM-02')!;
  const result = await lines.get(device.lineId)!.testDevice(device.settings, device.points, new AbortController().signal);
  expect(result.success).toBe(true);
  expect(result.steps.map(({ name, ok }) => `${name} ${String(ok)}`)).toEqual(['Connection opened true', 'Request sent, function 04 true', 'Answer true', 'Other units on the line true']);
});
