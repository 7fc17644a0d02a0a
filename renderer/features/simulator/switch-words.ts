import type { ServerSwitch, SimulatorStatus } from '../../../shared/contract/simulators';
import type { Opaque } from '../../../shared/domain/point';
import { fieldVisible, settingValue, textOf } from '../../components/setting/setting-values';

/** How a switch of a unit stands: on for the unit as a whole, and in words. */
export function switchOn(status: Pick<SimulatorStatus, 'switchesOn'> | undefined, unitId: string, switchId: string): { readonly whole: boolean; readonly text: string } {
  const on = (status?.switchesOn ?? []).filter((each) => each.unitId === unitId && each.switchId === switchId);
  const whole = on.some((each) => each.whole);
  return { whole, text: on.map(({ detail, whole: all }) => (detail === '' ? (all ? 'On' : '') : detail)).join(', ') };
}

/** Whether points of such an address have the switch. */
export function switchMeets({ onlyWhere }: Pick<ServerSwitch, 'onlyWhere'>, address: Opaque): boolean {
  return Object.entries(onlyWhere).every(([key, values]) => values.includes(textOf(address[key] ?? null)));
}

/** What an action takes, in short: `Events 100, Rate 0 /s, Of Any input`. Fields that are empty are left out. */
export function takesText({ fields }: Pick<ServerSwitch, 'fields'>, settings: Opaque): string {
  return fields
    .filter((field) => fieldVisible(field, settings))
    .flatMap((field) => {
      const value = settingValue(settings, field);
      if (value === null || value === '') return [];
      const text = field.choices.find((choice) => choice.value === textOf(value))?.label ?? textOf(value);
      return [`${field.label} ${text}${field.unit === '' ? '' : ` ${field.unit}`}`];
    })
    .join(', ');
}
