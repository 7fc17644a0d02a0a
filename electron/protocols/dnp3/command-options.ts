import { z } from 'zod';
import { field } from '../setting-field';
import type { SettingField } from '../../../shared/contract/setting-field';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { DeviceSettings } from './device-settings';
import type { PointAddress } from './point-address';

/** Select and operate as one, in two steps by a person, at once, or at once with nobody answering. */
export const MODES = ['select', 'two-steps', 'direct', 'direct-no-ack'] as const;
export type CommandMode = (typeof MODES)[number];

export const MODE_TITLES: Readonly<Record<CommandMode, string>> = {
  select: 'Select before operate',
  'two-steps': 'Select, then operate',
  direct: 'Direct operate',
  'direct-no-ack': 'Direct operate without acknowledgement',
};

const milliseconds = z.number().int().min(0).max(4_294_967_295);

/** Every field of a control relay output block that a master chooses (group 12 variation 1). */
export const crobOptionsSchema = z.object({
  mode: z.enum(MODES),
  operation: z.enum(['nul', 'pulseOn', 'pulseOff', 'latchOn', 'latchOff']),
  tripClose: z.enum(['nul', 'close', 'trip']),
  clear: z.boolean().default(false),
  queue: z.boolean().default(false),
  /** 0: the operation is not carried out. */
  count: z.number().int().min(0).max(255),
  onTimeMs: milliseconds,
  offTimeMs: milliseconds,
});
export type CrobOptions = z.infer<typeof crobOptionsSchema>;

export const analogOptionsSchema = z.object({
  mode: z.enum(MODES),
  /** Of group 41. */
  variation: z.enum(['1', '2', '3', '4']).transform(Number).pipe(z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])),
});
export type AnalogOptions = z.infer<typeof analogOptionsSchema>;

const VARIATIONS: Readonly<Record<string, 1 | 2 | 3 | 4>> = { int32: 1, int16: 2, float32: 3, float64: 4 };
export const VARIATION_TITLES = ['', '32-bit integer', '16-bit integer', 'single precision', 'double precision'] as const;

/** How the point is operated where nothing else is said. */
export function modeOf(address: PointAddress, settings: DeviceSettings): CommandMode {
  return address.operate === 'device' ? settings.operate : address.operate;
}

/** On or off as the point's settings have it. */
export function crobOf(address: PointAddress, on: boolean, mode: CommandMode): CrobOptions {
  const { control, count, onTimeMs, offTimeMs } = address;
  const operation = control === 'latch' ? (on ? 'latchOn' : 'latchOff') : control === 'pulse' && !on ? 'pulseOff' : 'pulseOn';
  return { mode, operation, tripClose: control === 'trip-close' ? (on ? 'close' : 'trip') : 'nul', clear: false, queue: false, count, onTimeMs, offTimeMs };
}

/** The variation that the point's settings choose; the data type's where they leave it. */
export function analogOf(address: PointAddress, { dataType }: Pick<Point, 'dataType'>, mode: CommandMode): AnalogOptions {
  return { mode, variation: VARIATIONS[address.command === 'auto' ? dataType : address.command] ?? 1 };
}

const mode: SettingField = field({
  key: 'mode',
  label: 'How',
  kind: 'choice',
  group: 'How',
  defaultValue: 'select',
  choices: MODES.map((each) => [each, MODE_TITLES[each]] as const),
});

/** The form of a binary output. */
export const CROB_FIELDS: readonly SettingField[] = [
  field({ key: 'operation', label: 'Operation', kind: 'choice', group: 'What', defaultValue: 'latchOn', choices: [['latchOn', 'Latch on'], ['latchOff', 'Latch off'], ['pulseOn', 'Pulse on'], ['pulseOff', 'Pulse off'], ['nul', 'None (NUL)']], help: 'Outstations take what their device profile names' }),
  field({ key: 'tripClose', label: 'Trip or close', kind: 'choice', group: 'What', defaultValue: 'nul', choices: [['nul', 'Neither'], ['close', 'Close'], ['trip', 'Trip']], help: 'For pairs of outputs; goes with pulse on' }),
  field({ key: 'count', label: 'Count', kind: 'integer', group: 'What', defaultValue: 1, minimum: 0, maximum: 255, help: '0: not carried out' }),
  field({ key: 'onTimeMs', label: 'On time', kind: 'integer', group: 'What', defaultValue: 500, unit: 'ms', minimum: 0, maximum: 4_294_967_295, help: 'Of a pulse' }),
  field({ key: 'offTimeMs', label: 'Off time', kind: 'integer', group: 'What', defaultValue: 500, unit: 'ms', minimum: 0, maximum: 4_294_967_295, help: 'Of a pulse' }),
  field({ key: 'clear', label: 'Clear', kind: 'switch', group: 'What', defaultValue: false, help: 'Ends first what runs on the output' }),
  field({ key: 'queue', label: 'Queue', kind: 'switch', group: 'What', defaultValue: false, help: 'Obsolete: outstations refuse it' }),
  mode,
];

/** The form of an analog output. */
export const ANALOG_FIELDS: readonly SettingField[] = [
  field({ key: 'variation', label: 'Sent as', kind: 'choice', group: 'What', defaultValue: '1', choices: ([1, 2, 3, 4] as const).map((each) => [String(each), `g41v${each}, ${VARIATION_TITLES[each]}`] as const) }),
  mode,
];

/** What a form begins with. */
export function formOptions(options: CrobOptions | AnalogOptions): Opaque {
  return 'variation' in options ? { mode: options.mode, variation: String(options.variation) } : { ...options };
}
