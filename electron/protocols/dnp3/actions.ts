import { field } from '../setting-field';
import type { DeviceAction } from '../../../shared/contract/device-actions';
import type { SettingField } from '../../../shared/contract/setting-field';
import type { Choices } from '../setting-field';

export const ACTION_IDS = [
  'integrity-poll',
  'class-poll',
  'explain-silence',
  'time-sync',
  'measure-delay',
  'clear-restart',
  'enable-unsolicited',
  'disable-unsolicited',
  'freeze',
  'assign-class',
  'write-deadband',
  'warm-restart',
  'cold-restart',
] as const;
export type ActionId = (typeof ACTION_IDS)[number];

const CLASSES: Choices = [['1,2,3', '1, 2 and 3'], ['1', '1'], ['2', '2'], ['3', '3'], ['1,2', '1 and 2'], ['1,3', '1 and 3'], ['2,3', '2 and 3']];
const classes = field({ key: 'classes', label: 'Classes', kind: 'choice', group: 'Action', defaultValue: '1,2,3', choices: CLASSES });
const from = field({ key: 'from', label: 'From index', kind: 'integer', group: 'Action', defaultValue: 0, minimum: 0, maximum: 65_535 });
const to = field({ key: 'to', label: 'To index', kind: 'integer', group: 'Action', defaultValue: 0, minimum: 0, maximum: 65_535 });

/** Groups of static data whose events can be put into a class. */
export const ASSIGNABLE: Choices = [['1', 'Binary inputs'], ['3', 'Double-bit inputs'], ['10', 'Binary outputs'], ['20', 'Counters'], ['21', 'Frozen counters'], ['30', 'Analog inputs'], ['40', 'Analog outputs']];

type Given = Pick<DeviceAction, 'title' | 'help' | 'group'> & Partial<Pick<DeviceAction, 'writes' | 'confirm' | 'role'>> & { readonly fields?: readonly SettingField[] };

const action = (id: ActionId, { fields = [], ...given }: Given): DeviceAction => ({ id, writes: false, confirm: '', fields: [...fields], ...given });

/** What can be done with an outstation by hand. */
export const ACTIONS: readonly DeviceAction[] = [
  action('integrity-poll', { title: 'Integrity poll now', help: 'Reads all events, then everything (classes 1, 2, 3 and 0)', group: 'Polls' }),
  action('class-poll', { title: 'Event poll now', help: 'Reads the events that wait in these classes', group: 'Polls', fields: [classes] }),
  action('explain-silence', { title: 'Find out why it is silent', help: 'Asks link status, swapped addresses, the self address, usual addresses of masters and outstations', group: 'Polls', role: 'explain-silence' }),
  action('measure-delay', { title: 'Measure delay and clock', help: "Measures the delay of the line, and reads the outstation's clock where it tells it", group: 'Time', role: 'measure-clock' }),
  action('time-sync', {
    title: 'Set its time now',
    help: "Sets the outstation's clock by this computer's",
    group: 'Time',
    writes: true,
    fields: [field({ key: 'how', label: 'Over', kind: 'choice', group: 'Action', defaultValue: 'lan', choices: [['lan', 'A LAN'], ['non-lan', 'A line with delay']], help: 'With delay: it is measured first' })],
  }),
  action('clear-restart', { title: 'Clear the restart indication', help: 'Says that its restart was noticed', group: 'Events', writes: true }),
  action('enable-unsolicited', { title: 'Enable unsolicited responses', help: 'It sends events of these classes by itself, until the next start-up sequence', group: 'Events', writes: true, fields: [classes] }),
  action('disable-unsolicited', { title: 'Disable unsolicited responses', help: 'It keeps events of these classes until they are asked for, until the next start-up sequence', group: 'Events', writes: true, fields: [classes] }),
  action('assign-class', {
    title: 'Assign a class',
    help: 'Puts the events of points into a class; 0 for none. A restart may undo it',
    group: 'Events',
    writes: true,
    fields: [
      field({ key: 'points', label: 'Points', kind: 'choice', group: 'Action', defaultValue: '30', choices: ASSIGNABLE }),
      from,
      to,
      field({ key: 'eventClass', label: 'Class', kind: 'choice', group: 'Action', defaultValue: '2', choices: [['0', '0'], ['1', '1'], ['2', '2'], ['3', '3']] }),
    ],
  }),
  action('write-deadband', {
    title: 'Write a deadband',
    help: 'How far an analog input moves before that is an event, in raw units',
    group: 'Events',
    writes: true,
    fields: [
      field({ key: 'index', label: 'Analog input', kind: 'integer', group: 'Action', defaultValue: 0, minimum: 0, maximum: 65_535 }),
      field({ key: 'deadband', label: 'Deadband', kind: 'number', group: 'Action', defaultValue: 1, minimum: 0, maximum: 4_294_967_295 }),
      field({ key: 'variation', label: 'Sent as', kind: 'choice', group: 'Action', defaultValue: '1', choices: [['1', '16 bits'], ['2', '32 bits'], ['3', 'Single precision']] }),
    ],
  }),
  action('freeze', {
    title: 'Freeze',
    help: 'Copies counts or measurements into their frozen points, which are read then',
    group: 'Counters',
    writes: true,
    fields: [
      field({ key: 'points', label: 'Points', kind: 'choice', group: 'Action', defaultValue: '20', choices: [['20', 'Counters'], ['30', 'Analog inputs']] }),
      field({ key: 'clear', label: 'Then clear', kind: 'switch', group: 'Action', defaultValue: false, help: 'Counters begin again at 0. Sent once' }),
    ],
  }),
  action('warm-restart', { title: 'Warm restart', help: 'Restarts its application', group: 'Restart', writes: true, confirm: 'The outstation restarts its application: it does not answer for a while, and what it was told since its last start may be gone.' }),
  action('cold-restart', { title: 'Cold restart', help: 'Restarts it as when power returns', group: 'Restart', writes: true, confirm: 'The outstation restarts as when power returns: it does not answer for a while, outputs may change, and events that wait in it may be lost.' }),
];
