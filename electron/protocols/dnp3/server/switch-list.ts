import { z } from 'zod';
import type { ServerSwitch } from '../../../../shared/contract/simulators';
import type { SettingField } from '../../../../shared/contract/devices';
import { flagSwitches } from './point-flags';

const BURST_TYPES = ['any', 'binary', 'double-bit', 'analog', 'counter'] as const;

/** What a burst of events takes. */
export const burstSchema = z.object({
  events: z.number().int().min(1).max(100_000).default(100),
  /** Events a second; 0: all at once. */
  perSecond: z.number().min(0).max(10_000).default(0),
  type: z.enum(BURST_TYPES).default('any'),
});
export type BurstSettings = z.infer<typeof burstSchema>;

/** What a restart by hand takes. */
export const restartSchema = z.object({
  /** How long it is silent, seconds; null: as the unit's settings say. */
  seconds: z.number().min(0).max(600).nullable().default(null),
});

const field = (given: Pick<SettingField, 'key' | 'label' | 'kind' | 'defaultValue'> & Partial<SettingField>): SettingField => ({ group: 'Switch', unit: '', help: '', minimum: null, maximum: null, choices: [], visibleWhen: {}, ...given });
const item = (group: string, kind: ServerSwitch['kind'], id: string, title: string, help: string, fields: SettingField[] = []): ServerSwitch => ({ id, title, help, kind, group, fields, perPoint: false, onlyWhere: {} });

const STATION = 'Outstation';
const EVENTS = 'Events';
const SECURITY = 'Secure authentication';

/** States and actions of a served outstation, for the screens. */
export const switchList: readonly ServerSwitch[] = [
  item(STATION, 'action', 'restart', 'Restart', 'Silent for a while, then back with IIN1.7 device restart. Its events are lost', [
    field({ key: 'seconds', label: 'Silent for', kind: 'number', defaultValue: null, unit: 's', minimum: 0, maximum: 600, help: "empty: as in the unit's settings" }),
  ]),
  item(STATION, 'state', 'need-time', 'Needs time', 'IIN1.4, until a master sets the time'),
  item(STATION, 'state', 'local', 'Local control', 'IIN1.5; every command is refused with the status LOCAL'),
  item(STATION, 'state', 'trouble', 'Device trouble', 'IIN1.6'),
  item(STATION, 'state', 'corrupt', 'Configuration corrupt', 'IIN2.5'),
  item(STATION, 'state', 'dead', 'Dead', 'Hears nothing and sends nothing; connections stay open'),
  item(EVENTS, 'action', 'burst', 'Burst of events', 'Changes of its inputs with the time of each, point after point. It ends at the values of before', [
    field({ key: 'events', label: 'Events', kind: 'integer', defaultValue: 100, minimum: 1, maximum: 100_000 }),
    field({ key: 'perSecond', label: 'Rate', kind: 'number', defaultValue: 0, unit: '/s', minimum: 0, maximum: 10_000, help: '0: all at once' }),
    field({
      key: 'type',
      label: 'Of',
      kind: 'choice',
      defaultValue: 'any',
      choices: [
        { value: 'any', label: 'Any input' },
        { value: 'binary', label: 'Binary inputs' },
        { value: 'double-bit', label: 'Double-bit inputs' },
        { value: 'analog', label: 'Analog inputs' },
        { value: 'counter', label: 'Counters' },
      ],
    }),
  ]),
  item(EVENTS, 'action', 'stop-burst', 'Stop the burst', 'What was made so far stays'),
  item(EVENTS, 'action', 'overflow', 'Overflow the buffer', 'One event more than it holds, at once: IIN2.3 until a master has taken events'),
  item(SECURITY, 'state', 'wrong-key', 'Wrong update keys', 'Of all users; session keys are forgotten, on and off'),
  item(SECURITY, 'action', 'forget-keys', 'Forget session keys', 'What comes in them is refused once, until masters bring new ones'),
  ...flagSwitches,
];
