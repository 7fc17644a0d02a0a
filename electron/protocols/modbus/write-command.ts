import type { Value } from '../../../shared/domain/value';
import { fieldMask, functionCodeOf, functionName, MAX_WRITE_REGISTERS, withField } from '../../stacks/modbus';
import type { ModbusRequest, ModbusValueType } from '../../stacks/modbus';
import type { DeviceSettings } from './device-settings';
import { isBitTable, isWritable, tableName } from './point-address';
import type { PointLayout } from './point-layout';
import { encodeRegisters, octetsOf, registersOf } from './value-codec';

/**
 * The request that writes a value; for a bit of a register, the mask write that changes it inside the device (null where
 * the settings rule it out), and how the register that is read first becomes it (null likewise).
 */
export type WriteCommand =
  | { readonly kind: 'direct'; readonly request: ModbusRequest; readonly raw: Uint8Array }
  | { readonly kind: 'bit'; readonly address: number; readonly mask: ModbusRequest | null; readonly change: ((register: number) => ModbusRequest) | null; readonly changed: (register: number) => number }
  | { readonly kind: 'impossible'; readonly problem: string };

type Field = Extract<ModbusValueType, { type: 'bit' | 'bits' }>;

/** How a raw value is written to a point. Pure. */
export function writeCommand(layout: PointLayout, rawValue: Value, settings: DeviceSettings): WriteCommand {
  const { table, address } = layout.address;
  if (!isWritable(table)) return impossible(`A ${tableName(table)} can't be written: Modbus has no function for it`.replace('A input', 'An input'));
  if (isBitTable(table)) return writeCoil(address, rawValue, settings);
  if (layout.type?.type === 'bit' || layout.type?.type === 'bits') return writeField(layout, layout.type, rawValue, settings);
  const encoded = encodeRegisters(layout, nearestInteger(layout, rawValue));
  if ('problem' in encoded) return impossible(encoded.problem);
  const most = Math.min(settings.maxRegistersPerWrite, MAX_WRITE_REGISTERS);
  if (encoded.registers.length > most) return impossible(`The value takes ${encoded.registers.length} registers; this device takes ${most} in one write`);
  return { kind: 'direct', request: writeRegisters(address, encoded.registers, settings), raw: octetsOf(encoded.registers) };
}

/** `06 Write single register`. */
export function operationName(request: ModbusRequest): string {
  const code = functionCodeOf(request);
  return `${String(code).padStart(2, '0')} ${functionName(code)}`;
}

function writeCoil(address: number, rawValue: Value, settings: DeviceSettings): WriteCommand {
  const value = asBit(rawValue);
  if (value === null) return impossible('A coil takes true or false');
  const raw = Uint8Array.of(value ? 1 : 0);
  return { kind: 'direct', raw, request: settings.writeFunction === 'multiple' ? { functionCode: 15, address, values: [value] } : { functionCode: 5, address, value } };
}

function writeField(layout: PointLayout, type: Field, rawValue: Value, settings: DeviceSettings): WriteCommand {
  const value = type.type === 'bit' ? asBit(rawValue) : nearestInteger(layout, rawValue);
  if (value === null) return impossible('A bit takes true or false');
  const encoded = encodeRegisters(layout, value);
  if ('problem' in encoded) return impossible(encoded.problem);
  const { address } = layout.address;
  const own = fieldMask(type.bit, type.type === 'bit' ? 1 : type.count, layout.order);
  const field = encoded.registers[0] ?? 0;
  const changed = (register: number): number => withField(register, own, field);
  const change = (register: number): ModbusRequest => writeRegisters(address, Uint16Array.of(changed(register)), settings);
  // (register AND andMask) OR (orMask AND NOT andMask): all bits are kept but the field's own.
  const mask: ModbusRequest = { functionCode: 22, address, andMask: ~own & 0xffff, orMask: field };
  const { bitWrite } = settings;
  return { kind: 'bit', address, mask: bitWrite === 'read-modify-write' ? null : mask, change: bitWrite === 'mask' ? null : change, changed };
}

/** The register that a bit's present octets are; 0 where they are not known. */
export function registerOf(current: Uint8Array | null): number {
  return current === null ? 0 : (registersOf(current)[0] ?? 0);
}

function writeRegisters(address: number, registers: Uint16Array, settings: DeviceSettings): ModbusRequest {
  const single = registers[0];
  if (registers.length === 1 && single !== undefined && settings.writeFunction === 'auto') return { functionCode: 6, address, value: single };
  return { functionCode: 16, address, values: registers };
}

function asBit(value: Value): boolean | null {
  if (typeof value === 'boolean') return value;
  return value === 0 || value === 1 || value === 0n || value === 1n ? Number(value) === 1 : null;
}

/** Undoing a scale leaves 784.9999999999999 where 785 is meant: what is an integer but for rounding is one. */
function nearestInteger(layout: PointLayout, value: Value): Value {
  if (typeof value !== 'number' || layout.type === null || layout.type.type.startsWith('float') || layout.type.type === 'fixed') return value;
  const whole = Math.round(value);
  return Math.abs(value - whole) <= 1e-9 * Math.max(1, Math.abs(value)) ? whole : value;
}

function impossible(problem: string): WriteCommand {
  return { kind: 'impossible', problem };
}
