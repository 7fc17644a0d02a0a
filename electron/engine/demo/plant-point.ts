import type { PointInput } from '../../../shared/domain/point';

/** What a point of the plant shows of the model, in engineering units, and what a write does to it. */
export interface PlantSignal {
  read(): number | boolean;
  /** False refuses the value. Absent where nothing can be written. */
  write?(value: number | boolean): boolean;
}

/** A point of the plant: how it is in the project, and its signal. The address counts from 0. */
export interface PlantPoint {
  readonly point: Omit<PointInput, 'id'>;
  readonly signal: PlantSignal;
}

type Extra = Partial<Omit<PointInput, 'id' | 'name' | 'address' | 'dataType'>>;
type Get = () => number | boolean;
type Set = (value: number | boolean) => boolean;

function make(table: string, address: number, name: string, dataType: PointInput['dataType'], get: Get, extra: Extra, set?: Set, place: Record<string, string | number> = {}): PlantPoint {
  const point = { name, dataType, address: { table, address, ...place }, access: set === undefined ? ('read' as const) : ('read-write' as const), ...extra };
  return { point, signal: set === undefined ? { read: get } : { read: get, write: set } };
}

/** A measured value in input registers; 32-bit values low word first, as many heating controllers have them. */
export function measured(address: number, name: string, dataType: PointInput['dataType'], get: Get, extra: Extra): PlantPoint {
  return make('input-register', address, name, dataType, get, extra, undefined, dataType.endsWith('32') ? { byteOrder: 'CDAB' } : {});
}

/** A bit of the status word in input register `address`. */
export function statusBit(address: number, bit: number, name: string, get: Get): PlantPoint {
  return make('input-register', address, name, 'boolean', get, { sensorType: 'status' }, undefined, { bit });
}

/** A value that may be written, in a holding register. */
export function setting(address: number, name: string, dataType: PointInput['dataType'], get: Get, set: Set, extra: Extra): PlantPoint {
  return make('holding-register', address, name, dataType, get, { sensorType: 'setting', ...extra }, set);
}

/** A command that may be written, a coil. */
export function command(address: number, name: string, get: Get, set: Set): PlantPoint {
  return make('coil', address, name, 'boolean', get, { sensorType: 'command' }, set);
}

/** A contact, a discrete input. */
export function contact(address: number, name: string, get: Get): PlantPoint {
  return make('discrete-input', address, name, 'boolean', get, { sensorType: 'contact' });
}

/** Takes a number within the limits and hands it on; anything else is refused. */
export function numberFrom(least: number, greatest: number, take: (value: number) => void): Set {
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < least || value > greatest) return false;
    take(value);
    return true;
  };
}

/** Takes true or false and hands it on. */
export function switching(take: (value: boolean) => void): Set {
  return (value) => {
    if (typeof value !== 'boolean') return false;
    take(value);
    return true;
  };
}
