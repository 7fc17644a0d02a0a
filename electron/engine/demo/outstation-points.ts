import { analogInput, analogOutput, binaryInput, binaryOutput, counter, position } from './dnp3-point';
import type { GridModel } from './grid-model';
import { numberFrom, switching, type PlantPoint } from './plant-point';

/** Below it there is no voltage worth the name. */
const LEAST_VOLTS = 320;
const HIGH_WELL_M = 2.1;

/** The point list of the feeder's outstation. */
export function feederPoints(model: GridModel): PlantPoint[] {
  const { feeder } = model;
  const current = { unit: 'A', ucum: 'A', sensorType: 'current', decimals: 1, deadband: 0.5 } as const;
  return [
    position(0, 'Breaker position', () => model.position),
    binaryInput(0, 'Spring charged', () => model.springCharged),
    binaryInput(1, 'Voltage present', () => feeder.voltageV > LEAST_VOLTS),
    analogInput(0, 'Current L1', () => feeder.currentA, current),
    analogInput(1, 'Current L2', () => feeder.currentA * 0.98, current),
    analogInput(2, 'Current L3', () => feeder.currentA * 1.03, current),
    analogInput(3, 'Voltage L1-L2', () => feeder.voltageV, { unit: 'V', ucum: 'V', sensorType: 'voltage', decimals: 1, deadband: 0.5 }),
    analogInput(4, 'Active power', () => feeder.powerKw, { unit: 'kW', ucum: 'kW', sensorType: 'power', decimals: 1, deadband: 0.2 }),
    analogInput(5, 'Frequency', () => feeder.frequencyHz, { unit: 'Hz', ucum: 'Hz', sensorType: 'frequency', decimals: 3, deadband: 0.01 }),
    counter(0, 'Active energy', () => Math.floor(feeder.energyKwh), { unit: 'kWh', ucum: 'kW.h', sensorType: 'energy' }),
    counter(1, 'Breaker operations', () => feeder.operations, { sensorType: 'operations' }),
    binaryOutput(0, 'Breaker', 'trip-close', () => feeder.closed, (value) => typeof value === 'boolean' && model.operate(value)),
    analogOutput(0, 'Voltage setpoint', () => feeder.setpointV, numberFrom(380, 420, (value) => (feeder.setpointV = value)), { unit: 'V', ucum: 'V', decimals: 1, low: 380, high: 420 }),
  ];
}

/** The point list of the booster pump station's outstation. */
export function boosterPoints(model: GridModel): PlantPoint[] {
  const { station, feeder } = model;
  const pressure = { unit: 'bar', ucum: 'bar', sensorType: 'pressure', decimals: 2, deadband: 0.02 } as const;
  return [
    binaryInput(0, 'Pump running', () => model.pumpRuns),
    binaryInput(1, 'Supply present', () => feeder.closed),
    binaryInput(2, 'Well high', () => station.levelM > HIGH_WELL_M),
    analogInput(0, 'Suction pressure', () => station.suctionBar, pressure),
    analogInput(1, 'Discharge pressure', () => station.dischargeBar, pressure),
    analogInput(2, 'Flow', () => station.flowM3h, { unit: 'm³/h', ucum: 'm3/h', sensorType: 'flow', decimals: 2, deadband: 0.2 }),
    analogInput(3, 'Speed', () => station.speedPercent, { unit: '%', ucum: '%', sensorType: 'speed', decimals: 1, deadband: 0.5 }),
    analogInput(4, 'Well level', () => station.levelM, { unit: 'm', ucum: 'm', sensorType: 'level', decimals: 3, deadband: 0.005 }),
    counter(0, 'Volume', () => Math.floor(station.volumeM3), { unit: 'm³', ucum: 'm3', sensorType: 'volume' }),
    counter(1, 'Pump starts', () => station.starts, { sensorType: 'starts' }),
    binaryOutput(0, 'Pump', 'latch', () => station.pumpOn, switching((value) => model.switchPump(value))),
    analogOutput(0, 'Pressure setpoint', () => station.setpointBar, numberFrom(2, 5.5, (value) => (station.setpointBar = value)), { unit: 'bar', ucum: 'bar', decimals: 2, low: 2, high: 5.5 }),
  ];
}
