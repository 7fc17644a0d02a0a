import { COMMAND_STATUS, readControlCode } from '../../../stacks/dnp3';
import type { Command, ControlCode } from '../../../stacks/dnp3';
import { integerRange, isFractional } from '../../../../shared/domain/data-type';
import type { Point } from '../../../../shared/domain/point';
import type { Value } from '../../../../shared/domain/value';
import type { ServedPoint } from './served-point';

/** What a command does to its point, or the status with which it is refused. */
export type CheckedCommand =
  | { readonly kind: 'set'; readonly value: Value }
  | { readonly kind: 'pulse'; readonly active: boolean; readonly count: number; readonly onMs: number; readonly offMs: number }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly status: number };

const refused = (status: number): CheckedCommand => ({ kind: 'refused', status });

/** Looks at a command without doing anything. @param served the point that it is for; undefined where there is none */
export function checkCommand(command: Command, served: ServedPoint | undefined, listedOnly: boolean): CheckedCommand {
  if (served === undefined || served.point.access === 'read') return refused(COMMAND_STATUS.notSupported);
  return command.group === 12 ? checkControl(command, served, listedOnly) : checkAnalog(command, served.point);
}

function checkControl({ value: { controlCode = 0, count = 1, onMs = 0, offMs = 0 } }: Command, { address }: ServedPoint, listedOnly: boolean): CheckedCommand {
  const code = readControlCode(controlCode);
  if (code === undefined || code.tripClose === 'reserved') return refused(COMMAND_STATUS.notSupported);
  // The queue bit is obsolete.
  if (code.queue) return refused(COMMAND_STATUS.notSupported);
  if (code.operation === 'nul') return code.clear ? { kind: 'cancel' } : refused(COMMAND_STATUS.notSupported);
  if (listedOnly && controlOf(code) !== address.control) return refused(COMMAND_STATUS.notSupported);
  if (count === 0) return { kind: 'nothing' };
  // Trip and close move a breaker, which stays where it was moved to.
  if (code.tripClose !== 'nul') return { kind: 'set', value: code.tripClose === 'close' };
  if (code.operation === 'latchOn' || code.operation === 'latchOff') return { kind: 'set', value: code.operation === 'latchOn' };
  return { kind: 'pulse', active: code.operation === 'pulseOn', count, onMs, offMs };
}

function controlOf({ operation, tripClose }: ControlCode): 'latch' | 'pulse' | 'trip-close' {
  if (tripClose !== 'nul') return 'trip-close';
  return operation === 'latchOn' || operation === 'latchOff' ? 'latch' : 'pulse';
}

function checkAnalog({ value: { value = 0 } }: Command, { dataType, scale, offset, low, high }: Point): CheckedCommand {
  if (!Number.isFinite(value)) return refused(COMMAND_STATUS.outOfRange);
  const raw = isFractional(dataType) ? value : Math.round(value);
  const range = integerRange(dataType);
  if (range !== null && (raw < Number(range[0]) || raw > Number(range[1]))) return refused(COMMAND_STATUS.outOfRange);
  const engineering = raw * scale + offset;
  if ((low !== null && engineering < low) || (high !== null && engineering > high)) return refused(COMMAND_STATUS.outOfRange);
  return { kind: 'set', value: raw };
}

const OPERATIONS: Readonly<Record<string, string>> = { pulseOn: 'pulse on', pulseOff: 'pulse off', latchOn: 'latch on', latchOff: 'latch off', nul: 'nul' };

/** What the protocol calls a command: `CROB latch on`, `Analog output, single precision`. */
export function commandText({ group, variation, value: { controlCode = 0, count = 1 } }: Command): string {
  if (group === 41) return `Analog output, ${['', '32-bit', '16-bit', 'single precision', 'double precision'][variation] ?? `variation ${variation}`}`;
  const code = readControlCode(controlCode);
  if (code === undefined) return `CROB, control code ${controlCode}`;
  const way = code.tripClose === 'close' ? 'close, ' : code.tripClose === 'trip' ? 'trip, ' : '';
  return `CROB ${way}${OPERATIONS[code.operation] ?? code.operation}${count === 1 ? '' : `, ${count} times`}${code.clear ? ', clear' : ''}`;
}
