import { COMMAND_STATUS, controlCodeOctet } from '../../stacks/dnp3';
import { analogOf, analogOptionsSchema, crobOf, crobOptionsSchema, modeOf, VARIATION_TITLES } from './command-options';
import { addressOf, pointProblem } from './point-address';
import type { Command } from '../../stacks/dnp3';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { Value } from '../../../shared/domain/value';
import type { AnalogOptions, CommandMode, CrobOptions } from './command-options';
import type { DeviceSettings } from './device-settings';
import type { PointAddress } from './point-address';

/** A command as it will be sent, with words for people. */
export interface MadeCommand {
  readonly command: Command;
  readonly mode: CommandMode;
  /** `Latch on`, `Trip (pulse on)`; `Analog output, 32-bit integer`. */
  readonly title: string;
  /** The same with every field: what the audit trail says. */
  readonly whole: string;
  /** What the output's status should show; null where only a change can be told. */
  readonly expected: Value;
}

type Made = MadeCommand | { readonly problem: string };

const LIMITS: Readonly<Record<number, readonly [number, number]>> = { 1: [-2_147_483_648, 2_147_483_647], 2: [-32_768, 32_767] };
/** The greatest single precision value. */
const MAX_SINGLE = 3.402_823_466_385_288_6e38;
const OPERATIONS = { nul: 'None (NUL)', pulseOn: 'Pulse on', pulseOff: 'Pulse off', latchOn: 'Latch on', latchOff: 'Latch off' } as const;

/** What writing a raw value to a point commands; in plain words why it can't. */
export function commandOf(point: Point, rawValue: Value, settings: DeviceSettings): Made {
  const output = outputOf(point);
  if ('problem' in output) return output;
  const mode = modeOf(output.address, settings);
  if (output.address.type === 'analog-output') return analogCommand(output.address, rawValue, analogOf(output.address, point, mode));
  return typeof rawValue === 'boolean' ? crobCommand(output.address, crobOf(output.address, rawValue, mode)) : { problem: 'An output is switched on or off' };
}

/** What options of a person command; in plain words why they can't. */
export function chosenCommand(point: Point, rawValue: Value, options: Opaque): Made {
  const output = outputOf(point);
  if ('problem' in output) return output;
  const { address } = output;
  if (address.type === 'analog-output') {
    const parsed = analogOptionsSchema.safeParse(options);
    return parsed.success ? analogCommand(address, rawValue, parsed.data) : { problem: optionProblem(parsed.error.issues) };
  }
  const parsed = crobOptionsSchema.safeParse(options);
  return parsed.success ? crobCommand(address, parsed.data) : { problem: optionProblem(parsed.error.issues) };
}

function optionProblem(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  return issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ');
}

function outputOf(point: Point): { readonly address: PointAddress } | { readonly problem: string } {
  const address = addressOf(point);
  const problem = pointProblem(point);
  if (address === null || problem !== null) return { problem: problem ?? 'The address is not one of DNP3' };
  return point.access === 'read' ? { problem: `${point.name} is read only` } : { address };
}

function crobCommand({ index }: PointAddress, options: CrobOptions): MadeCommand {
  const { operation, tripClose, clear, queue, count, onTimeMs, offTimeMs, mode } = options;
  const plain = OPERATIONS[operation];
  const title = tripClose === 'nul' ? plain : `${tripClose === 'close' ? 'Close' : 'Trip'} (${plain.toLowerCase()})`;
  const flags = `${clear ? ', clear' : ''}${queue ? ', queue' : ''}`;
  const value = { controlCode: controlCodeOctet({ operation, queue, clear, tripClose }), count, onMs: onTimeMs, offMs: offTimeMs, status: COMMAND_STATUS.success };
  return { command: { group: 12, variation: 1, index, value }, mode, title, whole: `${title}, count ${count}, on ${onTimeMs} ms, off ${offTimeMs} ms${flags}`, expected: expectedOf(options) };
}

function expectedOf({ operation, tripClose, count }: CrobOptions): Value {
  if (count === 0) return null;
  if (operation === 'latchOn' || operation === 'latchOff') return operation === 'latchOn';
  return operation === 'pulseOn' && tripClose !== 'nul' ? tripClose === 'close' : null;
}

function analogCommand(address: PointAddress, value: Value, { variation, mode }: AnalogOptions): Made {
  if (typeof value !== 'number') return { problem: 'There is no number to write' };
  const limits = LIMITS[variation];
  const type = VARIATION_TITLES[variation];
  if (!Number.isFinite(value)) return { problem: `${value} can't be commanded` };
  if (limits !== undefined && (!Number.isInteger(value) || value < limits[0] || value > limits[1])) return { problem: `${value} is no ${type}: ${limits[0]} to ${limits[1]}, whole numbers` };
  if (variation === 3 && Math.abs(value) > MAX_SINGLE) return { problem: `${value} does not fit single precision` };
  const title = `Analog output, ${type}`;
  return { command: { group: 41, variation, index: address.index, value: { value, status: COMMAND_STATUS.success } }, mode, title, whole: `${title}, ${value}`, expected: variation === 3 ? Math.fround(value) : value };
}
