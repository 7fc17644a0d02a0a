import { describe, expect, it } from 'vitest';
import { ACTION_IDS, ACTIONS } from '../../../electron/protocols/dnp3/actions';
import { parseValues } from '../../../electron/protocols/dnp3/action-outcome';
import { ConditionLog } from '../../../electron/protocols/dnp3/condition-log';
import { deviceSettingsSchema } from '../../../electron/protocols/dnp3/device-settings';
import { IIN } from '../../../electron/stacks/dnp3';
import { like } from '../../support/like';

const settings = deviceSettingsSchema.parse({ timeSync: 'none' });

describe('what an outstation says of itself', () => {
  it('is a sentence with the next step, since it was first said', () => {
    const log = new ConditionLog(settings);
    log.take(IIN.needTime, 1000);
    log.take(IIN.needTime | IIN.localControl, 2000);
    expect(log.conditions()).toMatchObject([
      { id: 'NEED_TIME', title: 'Needs time: its clock is not set', action: 'time-sync', trouble: true, since: 1000 },
      { id: 'LOCAL_CONTROL', action: null, trouble: true, since: 2000 },
    ]);
    log.take(0, 3000);
    expect(log.conditions()).toEqual([]);
    log.take(IIN.needTime, 4000);
    expect(log.conditions()).toMatchObject([{ since: 4000 }]);
  });

  it('names only actions that there are', () => {
    const log = new ConditionLog(settings);
    log.take(0x3fff, 1);
    const ids = ACTIONS.map(({ id }) => id);
    expect(log.conditions().every(({ action }) => action === null || ids.includes(action))).toBe(true);
    expect(log.conditions().map(({ action }) => action)).toEqual(like.listWith('class-poll', 'time-sync', 'clear-restart', 'integrity-poll'));
  });
});

describe('the actions by hand', () => {
  it('are each described once, and take the fields that they begin with', () => {
    expect(ACTIONS.map(({ id }) => id).toSorted()).toEqual([...ACTION_IDS].toSorted());
    for (const { fields } of ACTIONS) expect(parseValues(Object.fromEntries(fields.map(({ key, defaultValue }) => [key, defaultValue])))).not.toHaveProperty('problem');
  });

  it('ask before a restart only', () => {
    expect(ACTIONS.filter(({ confirm }) => confirm !== '').map(({ id }) => id)).toEqual(['warm-restart', 'cold-restart']);
    expect(ACTIONS.filter(({ confirm, writes }) => confirm !== '' && !writes)).toEqual([]);
  });
});
