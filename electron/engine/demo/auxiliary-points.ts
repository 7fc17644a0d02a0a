import { command, contact, measured, numberFrom, setting, statusBit, switching } from './plant-point';
import type { PlantPoint } from './plant-point';
import type { Consumer, ThermalModel } from './thermal-model';

/** The register map of the feed pump's drive. */
export function pumpPoints(model: ThermalModel): PlantPoint[] {
  const { pump } = model;
  const turning = (): boolean => pump.speedPercent > 1;
  return [
    measured(0, 'Speed', 'uint16', () => pump.speedPercent, { unit: '%', ucum: '%', sensorType: 'speed', scale: 0.1, decimals: 1, low: 0, high: 100 }),
    measured(1, 'Frequency', 'uint16', () => pump.speedPercent * 0.5, { unit: 'Hz', ucum: 'Hz', sensorType: 'frequency', scale: 0.01, decimals: 2 }),
    measured(2, 'Motor current', 'uint16', () => 0.4 + model.pumpPowerKw * 1.9, { unit: 'A', ucum: 'A', sensorType: 'current', scale: 0.01, decimals: 2 }),
    measured(3, 'Motor power', 'uint16', () => model.pumpPowerKw, { unit: 'kW', ucum: 'kW', sensorType: 'power', scale: 0.01, decimals: 2 }),
    measured(4, 'Network flow', 'float32', () => model.networkFlowM3h, { unit: 'm³/h', ucum: 'm3/h', sensorType: 'flow', decimals: 2 }),
    measured(6, 'Operating hours', 'uint32', () => pump.runSeconds / 3600, { unit: 'h', ucum: 'h', sensorType: 'hours', decimals: 0, pollIntervalMs: 10_000 }),
    measured(8, 'Status word', 'uint16', () => (turning() ? 1 : 0) | (pump.running ? 2 : 0) | (pump.fault ? 0x8000 : 0), { sensorType: 'status' }),
    statusBit(8, 0, 'Turning', turning),
    statusBit(8, 15, 'Fault', () => pump.fault),
    setting(0, 'Speed setpoint', 'uint16', () => pump.setpointPercent, numberFrom(30, 100, (value) => (pump.setpointPercent = value)), { unit: '%', ucum: '%', sensorType: 'setpoint', scale: 0.1, decimals: 1, low: 30, high: 100 }),
    command(0, 'Run', () => pump.running, switching((value) => (pump.running = value))),
    contact(0, 'Run feedback', turning),
  ];
}

/** The register map of the buffer tank's inputs. */
export function tankPoints(model: ThermalModel): PlantPoint[] {
  const { tank } = model;
  const temperature = { unit: '°C', ucum: 'Cel', sensorType: 'temperature', scale: 0.01, decimals: 2, low: 0, high: 120 } as const;
  return [
    measured(0, 'Top temperature', 'int16', () => tank.topC, temperature),
    measured(1, 'Middle temperature', 'int16', () => tank.middleC, temperature),
    measured(2, 'Bottom temperature', 'int16', () => tank.bottomC, temperature),
    measured(3, 'Network return temperature', 'int16', () => model.netReturnC, temperature),
    measured(4, 'Level', 'uint16', () => tank.levelPercent, { unit: '%', ucum: '%', sensorType: 'level', scale: 0.1, decimals: 1, low: 20, high: 95 }),
    measured(5, 'Pressure', 'uint16', () => model.pressureBar, { unit: 'bar', ucum: 'bar', sensorType: 'pressure', scale: 0.001, decimals: 3, low: 0.8, high: 3 }),
    contact(0, 'Level high', () => tank.levelPercent > 95),
    contact(1, 'Level low', () => tank.levelPercent < 20),
  ];
}

/** The register map of a heat meter: floats high word first, the counters in 64 and 32 bits. */
export function meterPoints(meter: Consumer, serial: number): PlantPoint[] {
  const abcd = (point: PlantPoint): PlantPoint => ({ ...point, point: { ...point.point, address: { ...point.point.address, byteOrder: 'ABCD' } } });
  return [
    measured(0, 'Power', 'float32', () => meter.powerKw, { unit: 'kW', ucum: 'kW', sensorType: 'power', decimals: 1 }),
    measured(2, 'Flow', 'float32', () => meter.flowM3h, { unit: 'm³/h', ucum: 'm3/h', sensorType: 'flow', decimals: 3 }),
    measured(4, 'Supply temperature', 'float32', () => meter.supplyC, { unit: '°C', ucum: 'Cel', sensorType: 'temperature', decimals: 2 }),
    measured(6, 'Return temperature', 'float32', () => meter.returnC, { unit: '°C', ucum: 'Cel', sensorType: 'temperature', decimals: 2 }),
    measured(8, 'Temperature difference', 'float32', () => meter.supplyC - meter.returnC, { unit: 'K', ucum: 'K', sensorType: 'difference', decimals: 2 }),
    measured(10, 'Energy', 'uint64', () => meter.energyKwh * 1000, { unit: 'Wh', ucum: 'W.h', sensorType: 'energy', decimals: 0, pollIntervalMs: 5000 }),
    measured(14, 'Volume', 'uint32', () => meter.volumeM3, { unit: 'm³', ucum: 'm3', sensorType: 'volume', scale: 0.01, decimals: 2, pollIntervalMs: 5000 }),
    measured(16, 'Serial number', 'uint32', () => serial, { sensorType: 'identification', decimals: 0, pollIntervalMs: 60_000 }),
  ].map(abcd);
}
