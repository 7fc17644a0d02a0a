import { IIN } from '../../stacks/dnp3';
import type { DeviceSettings } from './device-settings';

/** What an internal indication says, and what to do next. */
export interface Indication {
  readonly title: string;
  readonly action: string;
  /** Whether somebody should look at it; the others are daily business or about one request. */
  readonly trouble: boolean;
}

/** The internal indications of a response as sentences, from IIN1.1 up (meanings from memory of IEEE 1815). */
export function indicationsOf(iin: number, settings: DeviceSettings): Indication[] {
  const set = (bit: number): boolean => (iin & bit) !== 0;
  const events = [IIN.class1Events, IIN.class2Events, IIN.class3Events].flatMap((bit, at) => (set(bit) ? [at + 1] : []));
  const all: [boolean, Indication][] = [
    [events.length > 0, { title: `Events of class ${events.join(', ')} are waiting`, action: 'They are asked for now', trouble: false }],
    [set(IIN.needTime), settings.timeSync === 'none' ? { title: 'Needs time: its clock is not set', action: 'Set time synchronization to LAN or not LAN in the settings of the device', trouble: true } : { title: 'Needs time', action: 'Its time is set now', trouble: false }],
    [set(IIN.localControl), { title: 'Some outputs are under local control', action: 'Commands to them are refused: switch the outstation from local to remote', trouble: true }],
    [set(IIN.deviceTrouble), { title: 'The outstation reports trouble in itself', action: 'Look at its own display or log', trouble: true }],
    [set(IIN.deviceRestart), { title: 'The outstation has restarted', action: 'The indication is cleared and everything is read again', trouble: false }],
    [set(IIN.functionNotSupported), { title: 'It does not know the function of the last request', action: 'If it was one for unsolicited responses, set their classes to none', trouble: false }],
    [set(IIN.objectUnknown), { title: 'It does not have an object of the last request', action: 'Compare the point list with its device profile', trouble: false }],
    [set(IIN.parameterError), { title: 'It has no such point, or takes no such value', action: 'Compare indexes with its device profile', trouble: false }],
    [set(IIN.eventBufferOverflow), { title: 'Its event buffer overflowed: events are lost', action: 'Everything is read again; ask for events more often', trouble: true }],
    [set(IIN.alreadyExecuting), { title: 'It carries out the same request already', action: 'Wait for it to end', trouble: false }],
    [set(IIN.configurationCorrupt), { title: 'Its configuration is corrupt', action: 'Load its configuration again with the tool of its maker', trouble: true }],
  ];
  return all.flatMap(([is, indication]) => (is ? [indication] : []));
}

/** Those that somebody should look at, as one text; empty where there are none. */
export function troubleText(indications: readonly Indication[]): string {
  return indications.flatMap(({ trouble, title, action }) => (trouble ? [`${title}. ${action}`] : [])).join('. ');
}
