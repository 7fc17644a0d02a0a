import type { PlantPoint, PlantSignal } from './plant-point';

type Extra = Partial<Omit<PlantPoint['point'], 'name' | 'address' | 'dataType'>>;
type Get = () => number | boolean;
type Set = NonNullable<PlantSignal['write']>;
type Class = 0 | 1 | 2 | 3;

const POSITIONS = [
  { value: 0, label: 'Intermediate' },
  { value: 1, label: 'Open' },
  { value: 2, label: 'Closed' },
  { value: 3, label: 'Indeterminate' },
];

/** A binary input of class 1. */
export function binaryInput(index: number, name: string, get: Get): PlantPoint {
  return { point: { name, dataType: 'boolean', address: { type: 'binary-input', index, eventClass: 1 }, sensorType: 'contact' }, signal: { read: get } };
}

/** The position of a switch by its two contacts. */
export function position(index: number, name: string, get: () => number): PlantPoint {
  return { point: { name, dataType: 'uint16', enumeration: POSITIONS, address: { type: 'double-bit-input', index, eventClass: 1 }, sensorType: 'position' }, signal: { read: get } };
}

/** An analog input of class 2; what moves by less than its deadband is no event. */
export function analogInput(index: number, name: string, get: () => number, extra: Extra): PlantPoint {
  return { point: { name, dataType: 'float32', address: { type: 'analog-input', index, eventClass: 2 }, ...extra }, signal: { read: get } };
}

/** A counter of class 3. */
export function counter(index: number, name: string, get: () => number, extra: Extra): PlantPoint {
  return { point: { name, dataType: 'uint32', decimals: 0, address: { type: 'counter', index, eventClass: 3 }, ...extra }, signal: { read: get } };
}

/** A binary output that is latched, or closed and tripped. */
export function binaryOutput(index: number, name: string, control: 'latch' | 'trip-close', get: Get, set: Set): PlantPoint {
  return { point: { name, dataType: 'boolean', access: 'read-write', address: { type: 'binary-output', index, eventClass: 1, control, onTimeMs: 200, offTimeMs: 200 }, sensorType: 'command' }, signal: { read: get, write: set } };
}

/** A setpoint. */
export function analogOutput(index: number, name: string, get: () => number, set: Set, extra: Extra, eventClass: Class = 2): PlantPoint {
  return { point: { name, dataType: 'float32', access: 'read-write', address: { type: 'analog-output', index, eventClass }, sensorType: 'setpoint', ...extra }, signal: { read: get, write: set } };
}
