import { COMMAND_STATUS, controlCodeOctet } from '../../stacks/dnp3';
import type { Command, ControlCode } from '../../stacks/dnp3';
import { addressOf, pointProblem } from './point-address';
import type { PointAddress } from './point-address';
import type { Point } from '../../../shared/domain/point';
import type { Value } from '../../../shared/domain/value';
import type { DeviceSettings } from './device-settings';

/** A command as it will be sent, with words for people. */
export interface MadeCommand {
  readonly command: Command;
  readonly select: boolean;
  /** `Latch on`, `Trip (pulse on)`; `Analog output, 32-bit`. */
  readonly title: string;
}

const VARIATIONS = { int32: 1, int16: 2, float32: 3, float64: 4 } as const;
const TITLES = ['', '32-bit integer', '16-bit integer', 'single precision', 'double precision'] as const;
const LIMITS: Readonly<Record<number, readonly [number, number]>> = { 1: [-2_147_483_648, 2_147_483_647], 2: [-32_768, 32_767] };
/** The greatest single precision value. */
const MAX_SINGLE = 3.402_823_466_385_288_6e38;

/** What writing a raw value to a point commands; in plain words why it can't. */
export function commandOf(point: Point, rawValue: Value, settings: DeviceSettings): MadeCommand | { readonly problem: string } {
  const address = addressOf(point);
  const problem = pointProblem(point);
  if (address === null || problem !== null) return { problem: problem ?? 'The address is not one of DNP3' };
  if (point.access === 'read') return { problem: `${point.name} is read only` };
  const select = (address.operate === 'device' ? settings.operate : address.operate) === 'select';
  if (address.type === 'binary-output') {
    return typeof rawValue === 'boolean' ? { ...controlOf(address, rawValue), select } : { problem: 'An output is switched on or off' };
  }
  return typeof rawValue === 'number' ? analogOf(address, point, rawValue, select) : { problem: 'There is no number to write' };
}

function controlOf(address: PointAddress, on: boolean): Omit<MadeCommand, 'select'> {
  const { title, code } = codeOf(address.control, on);
  const value = { controlCode: controlCodeOctet(code), count: address.count, onMs: address.onTimeMs, offMs: address.offTimeMs, status: COMMAND_STATUS.success };
  return { command: { group: 12, variation: 1, index: address.index, value }, title };
}

function codeOf(control: PointAddress['control'], on: boolean): { title: string; code: ControlCode } {
  const plain = { queue: false, clear: false, tripClose: 'nul' } as const;
  if (control === 'latch') return { title: on ? 'Latch on' : 'Latch off', code: { ...plain, operation: on ? 'latchOn' : 'latchOff' } };
  if (control === 'pulse') return { title: on ? 'Pulse on' : 'Pulse off', code: { ...plain, operation: on ? 'pulseOn' : 'pulseOff' } };
  return { title: on ? 'Close (pulse on)' : 'Trip (pulse on)', code: { ...plain, operation: 'pulseOn', tripClose: on ? 'close' : 'trip' } };
}

function analogOf(address: PointAddress, { dataType }: Point, value: number, select: boolean): MadeCommand | { readonly problem: string } {
  const variation = variationOf(address.command === 'auto' ? dataType : address.command);
  const limits = LIMITS[variation];
  if (!Number.isFinite(value)) return { problem: `${value} can't be commanded` };
  if (limits !== undefined && (!Number.isInteger(value) || value < limits[0] || value > limits[1])) return { problem: `${value} is no ${TITLES[variation] ?? 'value'}: ${limits[0]} to ${limits[1]}, whole numbers` };
  if (variation === 3 && Math.abs(value) > MAX_SINGLE) return { problem: `${value} does not fit single precision` };
  return { command: { group: 41, variation, index: address.index, value: { value, status: COMMAND_STATUS.success } }, title: `Analog output, ${TITLES[variation] ?? ''}`, select };
}

function variationOf(type: string): 1 | 2 | 3 | 4 {
  if (type === 'int16' || type === 'float32' || type === 'int32') return VARIATIONS[type];
  return type === 'float64' ? 4 : 1;
}
