import { IIN } from '../../stacks/dnp3';
import type { ActionId } from './actions';
import type { DeviceSettings } from './device-settings';

/** What an internal indication says, and what to do next. */
export interface Indication {
  /** By the standard's name: `NEED_TIME`. */
  readonly id: string;
  readonly title: string;
  /** The next step in words. */
  readonly next: string;
  /** The action that is the next step; null where there is none to press. */
  readonly action: ActionId | null;
  /** Whether somebody should look at it; the others are daily business or about one request. */
  readonly trouble: boolean;
}

/** The internal indications of a response as sentences, from IIN1.1 up (meanings from memory of IEEE 1815). */
export function indicationsOf(iin: number, settings: Pick<DeviceSettings, 'timeSync'>): Indication[] {
  const set = (bit: number): boolean => (iin & bit) !== 0;
  const events = [IIN.class1Events, IIN.class2Events, IIN.class3Events].flatMap((bit, at) => (set(bit) ? [at + 1] : []));
  const all: [boolean, Indication][] = [
    [events.length > 0, { id: 'CLASS_EVENTS', title: `Events of class ${events.join(', ')} are waiting`, next: 'They are asked for now', action: 'class-poll', trouble: false }],
    [set(IIN.needTime), needTime(settings)],
    [set(IIN.localControl), { id: 'LOCAL_CONTROL', title: 'Some outputs are under local control', next: 'Commands to them are refused: switch the outstation from local to remote', action: null, trouble: true }],
    [set(IIN.deviceTrouble), { id: 'DEVICE_TROUBLE', title: 'The outstation reports trouble in itself', next: 'Look at its own display or log', action: null, trouble: true }],
    [set(IIN.deviceRestart), { id: 'DEVICE_RESTART', title: 'The outstation has restarted', next: 'The indication is cleared and everything is read again', action: 'clear-restart', trouble: false }],
    [set(IIN.functionNotSupported), { id: 'NO_FUNC_CODE_SUPPORT', title: 'It does not know the function of the last request', next: 'If it was one for unsolicited responses, set their classes to none', action: null, trouble: false }],
    [set(IIN.objectUnknown), { id: 'OBJECT_UNKNOWN', title: 'It does not have an object of the last request', next: 'Compare the point list with its device profile', action: null, trouble: false }],
    [set(IIN.parameterError), { id: 'PARAMETER_ERROR', title: 'It has no such point, or takes no such value', next: 'Compare indexes with its device profile', action: null, trouble: false }],
    [set(IIN.eventBufferOverflow), { id: 'EVENT_BUFFER_OVERFLOW', title: 'Its event buffer overflowed: events are lost', next: 'Everything is read again; ask for events more often', action: 'integrity-poll', trouble: true }],
    [set(IIN.alreadyExecuting), { id: 'ALREADY_EXECUTING', title: 'It carries out the same request already', next: 'Wait for it to end', action: null, trouble: false }],
    [set(IIN.configurationCorrupt), { id: 'CONFIG_CORRUPT', title: 'Its configuration is corrupt', next: 'Load its configuration again with the tool of its maker', action: null, trouble: true }],
  ];
  return all.flatMap(([is, indication]) => (is ? [indication] : []));
}

function needTime({ timeSync }: Pick<DeviceSettings, 'timeSync'>): Indication {
  const common = { id: 'NEED_TIME', action: 'time-sync' as const };
  if (timeSync !== 'none') return { ...common, title: 'Needs time', next: 'Its time is set now', trouble: false };
  return { ...common, title: 'Needs time: its clock is not set', next: 'Set its time now, or have it set by itself in the settings of the device', trouble: true };
}

/** Those that somebody should look at, as one text; empty where there are none. */
export function troubleText(indications: readonly Indication[]): string {
  return indications.flatMap(({ trouble, title, next }) => (trouble ? [`${title}. ${next}`] : [])).join('. ');
}

/** What to try where a request was refused by its indications. */
export function indicationAdvice(iin: number): { title: string; how: string }[] {
  const refusals = IIN.functionNotSupported | IIN.objectUnknown | IIN.parameterError | IIN.alreadyExecuting;
  return indicationsOf(iin & refusals, { timeSync: 'none' }).map(({ title, next }) => ({ title, how: next }));
}
