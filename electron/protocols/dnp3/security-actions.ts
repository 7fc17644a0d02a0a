import { z } from 'zod';
import { field } from '../setting-field';
import { oneOf } from '../setting-schemas';
import { updateKeyText } from './security-settings';
import type { DeviceAction } from '../../../shared/contract/device-actions';

export const CHANGE_UPDATE_KEY = 'change-update-key';
export const FIND_UPDATE_KEY = 'find-update-key';

const GROUP = 'Security';
const ONLY = { authentication: ['true'] };

/** What can be done by hand about secure authentication. */
export const SECURITY_ACTIONS: readonly DeviceAction[] = [
  {
    id: CHANGE_UPDATE_KEY,
    title: 'Change update key over the line',
    help: "Gives the device's user a new update key, sealed by the authority of the system. The key of before is kept until the outstation has shown that it has the new one",
    group: GROUP,
    writes: true,
    confirm: 'Other masters that go by the same user cannot command this outstation until they have the new key too.',
    onlyWhere: ONLY,
    fields: [
      field({ key: 'method', label: 'Method', kind: 'choice', group: 'Action', defaultValue: '4', choices: [['3', '3, AES-128'], ['4', '4, AES-256']], help: "The outstation's; AES key wrap" }),
      field({ key: 'authorityKey', label: "Authority's key", kind: 'secret', group: 'Action', defaultValue: '', help: 'Empty: that of the device settings. One entered here is used once' }),
      field({ key: 'newKey', label: 'New update key', kind: 'secret', group: 'Action', defaultValue: '', help: 'Empty: made by the application, and kept in the vault alone' }),
    ],
  },
  { id: FIND_UPDATE_KEY, title: 'Find out which update key works', help: 'Asks for session keys with each key that the vault holds for the user; the connection begins anew', group: GROUP, writes: false, confirm: '', onlyWhere: ONLY, fields: [] },
];

/** What is filled in for a change. What is wrong with a key is said without it. */
export const updateKeyValuesSchema = z.object({
  method: oneOf([3, 4], 4).transform((value) => (value === 3 ? (3 as const) : (4 as const))),
  authorityKey: updateKeyText,
  newKey: updateKeyText,
});
export type UpdateKeyValues = z.output<typeof updateKeyValuesSchema>;
