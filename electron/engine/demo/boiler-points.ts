import { BOILER_MODES } from './boiler-model';
import type { BoilerModel } from './boiler-model';
import { command, contact, measured, numberFrom, setting, statusBit, switching } from './plant-point';
import type { PlantPoint } from './plant-point';
import type { ThermalModel } from './thermal-model';

const STATUS = 18;
/** The device has no such sensor: the register map names it, the device refuses it. */
export const REFUSED_ADDRESS = 21;

/** The bits of the status word, as the boiler's controller documents them. */
function statusBits(boiler: BoilerModel): readonly (readonly [bit: number, name: string, value: boolean])[] {
  return [
    [0, 'Burner on', boiler.burnerOn],
    [1, 'Enabled', boiler.enabled],
    [4, 'Circuit pump on', boiler.flowM3h > 0],
    [6, 'Flame detected', boiler.flame],
    [10, 'Setpoint reached', Math.abs(boiler.waterC - boiler.setpointC) < 1],
    [15, 'Fault', boiler.fault],
  ];
}

/** The register map of a boiler. */
export function boilerPoints(model: ThermalModel, boiler: BoilerModel): PlantPoint[] {
  const word = (): number => statusBits(boiler).reduce((sum, [bit, , value]) => (value ? sum | (1 << bit) : sum), 0);
  return [
    measured(0, 'Supply temperature', 'float32', () => boiler.waterC, { unit: '°C', ucum: 'Cel', sensorType: 'temperature', decimals: 2, low: 0, high: 120 }),
    measured(2, 'Return temperature', 'float32', () => boiler.returnC, { unit: '°C', ucum: 'Cel', sensorType: 'temperature', decimals: 2, low: 0, high: 120 }),
    measured(4, 'Flue gas temperature', 'float32', () => boiler.flueC, { unit: '°C', ucum: 'Cel', sensorType: 'temperature', decimals: 1, low: 0, high: 250 }),
    measured(6, 'Water flow', 'float32', () => boiler.flowM3h, { unit: 'm³/h', ucum: 'm3/h', sensorType: 'flow', decimals: 2, low: 0, high: 30 }),
    measured(8, 'Thermal power', 'float32', () => boiler.outputKw, { unit: 'kW', ucum: 'kW', sensorType: 'power', decimals: 1 }),
    measured(10, 'Burner modulation', 'uint16', () => boiler.modulationPercent, { unit: '%', ucum: '%', sensorType: 'modulation', scale: 0.1, decimals: 1, low: 0, high: 100 }),
    measured(11, 'Water pressure', 'int16', () => model.pressureBar, { unit: 'bar', ucum: 'bar', sensorType: 'pressure', scale: 0.01, decimals: 2, low: 0.8, high: 3 }),
    measured(12, 'Flue gas O₂', 'int16', () => (boiler.flame ? 5.2 - 0.025 * boiler.modulationPercent : 20.9), { unit: '%', ucum: '%', sensorType: 'oxygen', scale: 0.1, decimals: 1 }),
    measured(15, 'Operating hours', 'uint32', () => boiler.runSeconds / 3600, { unit: 'h', ucum: 'h', sensorType: 'hours', scale: 0.1, decimals: 1, pollIntervalMs: 10_000 }),
    measured(STATUS, 'Status word', 'uint16', word, { sensorType: 'status', description: '0 burner, 1 enabled, 4 pump, 6 flame, 10 setpoint reached, 15 fault' }),
    ...statusBits(boiler).map(([bit, name], at) => statusBit(STATUS, bit, name, () => statusBits(boiler)[at]?.[2] ?? false)),
    measured(20, 'Outdoor temperature', 'int16', () => model.outdoorC, {
      unit: '°C', ucum: 'Cel', sensorType: 'temperature', scale: 0.1, decimals: 1, low: 0, high: 40,
      description: 'Its range is set too narrow: the value is out of range in frost. Widen the range to see it good',
    }),
    measured(REFUSED_ADDRESS, 'Condensate level', 'uint16', () => 0, {
      unit: '%', ucum: '%', sensorType: 'level', description: 'This boiler has no such sensor and answers with exception 2. The other points are read all the same',
    }),
    measured(22, 'Buffer tank top', 'int16', () => model.tank.topC, { unit: '°C', ucum: 'Cel', sensorType: 'temperature', scale: 0.01, decimals: 2, low: 0, high: 120 }),
    setting(0, 'Supply setpoint', 'int16', () => boiler.setpointC, numberFrom(40, 95, (value) => (boiler.setpointC = value)), { unit: '°C', ucum: 'Cel', sensorType: 'setpoint', scale: 0.1, decimals: 1, low: 40, high: 95 }),
    setting(1, 'Greatest modulation', 'uint16', () => boiler.greatestPercent, numberFrom(20, 100, (value) => (boiler.greatestPercent = value)), { unit: '%', ucum: '%', scale: 0.1, decimals: 1, low: 20, high: 100 }),
    setting(2, 'Operating mode', 'uint16', () => boiler.mode, numberFrom(0, 2, (value) => (boiler.mode = value)), {
      sensorType: 'mode', enumeration: [{ value: BOILER_MODES.off, label: 'Off' }, { value: BOILER_MODES.manual, label: 'Manual' }, { value: BOILER_MODES.auto, label: 'Auto' }],
    }),
    setting(3, 'Manual modulation', 'uint16', () => boiler.manualPercent, numberFrom(20, 100, (value) => (boiler.manualPercent = value)), { unit: '%', ucum: '%', scale: 0.1, decimals: 1, low: 20, high: 100 }),
    command(0, 'Boiler enable', () => boiler.enabled, switching((value) => (boiler.enabled = value))),
    command(1, 'Fault reset', () => false, switching((value) => value && boiler.reset())),
    contact(0, 'Flame', () => boiler.flame),
    contact(1, 'Fault', () => boiler.fault),
    contact(2, 'Circuit pump', () => boiler.flowM3h > 0),
  ];
}
