import { expect, it } from 'vitest';
import { switchMeets, switchOn, takesText } from '../../../renderer/features/simulator/switch-words';
import type { SettingField } from '../../../shared/contract/devices';

const field = (key: string, label: string, more: Partial<SettingField>): SettingField => ({ key, label, kind: 'integer', group: '', unit: '', help: '', minimum: null, maximum: null, choices: [], visibleWhen: {}, defaultValue: null, ...more });

it('tells a switch of a unit as a whole from those of single points, and of other units', () => {
  const status = {
    switchesOn: [
      { unitId: 'a', switchId: 'local', whole: true, detail: '' },
      { unitId: 'a', switchId: 'lost', whole: false, detail: '3 points' },
      { unitId: 'b', switchId: 'dead', whole: true, detail: '' },
    ],
  };
  expect([switchOn(status, 'a', 'local'), switchOn(status, 'a', 'lost'), switchOn(status, 'a', 'dead'), switchOn(undefined, 'a', 'local')]).toEqual([
    { whole: true, text: 'On' },
    { whole: false, text: '3 points' },
    { whole: false, text: '' },
    { whole: false, text: '' },
  ]);
});

it('says what an action takes, without what is empty', () => {
  const fields = [field('events', 'Events', { defaultValue: 100 }), field('rate', 'Rate', { unit: '/s', defaultValue: 5 }), field('type', 'Of', { kind: 'choice', defaultValue: 'any', choices: [{ value: 'any', label: 'Any input' }] }), field('seconds', 'Silent for', {})];
  expect(takesText({ fields }, {})).toBe('Events 100, Rate 5 /s, Of Any input');
});

it('offers a switch for the points alone that have it', () => {
  const overRange = { onlyWhere: { type: ['analog-input', 'analog-output'] } };
  expect([switchMeets(overRange, { type: 'analog-input', index: 1 }), switchMeets(overRange, { type: 'counter' }), switchMeets(overRange, {}), switchMeets({ onlyWhere: {} }, { type: 'counter' })]).toEqual([true, false, false, true]);
});
