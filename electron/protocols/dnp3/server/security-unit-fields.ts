import { field, type Choices } from '../../setting-field';
import { aggressiveField, authenticationField, authorityKeyField, inGroup, macField, outstationNameField, updateKeyField, userNameField } from '../security-fields';
import { MOST_USERS } from './unit-settings';

const ROLES: Choices = [['single-user', 'Anything (SINGLE-USER)'], ['operator', 'Reads, commands, time (OPERATOR)'], ['viewer', 'Reads (VIEWER)']];

const userFields = [
  field({ key: 'number', label: 'User number', kind: 'integer', group: 'User', defaultValue: 1, minimum: 1, maximum: 65_535 }),
  { ...userNameField, key: 'name', visibleWhen: {} },
  { ...updateKeyField, visibleWhen: {} },
  field({ key: 'role', label: 'It may do', kind: 'choice', group: 'User', defaultValue: 'single-user', choices: ROLES }),
];

/** Secure authentication in the form of a simulated outstation. */
export const securityUnitFields = [
  authenticationField('Version 5: commands, writes and restarts are challenged'),
  field({ ...inGroup, key: 'users', label: 'Users', kind: 'list', defaultValue: [{ number: 1, name: '', updateKey: '', role: 'single-user' }], items: { title: 'User', fields: userFields, most: MOST_USERS } }),
  { ...authorityKeyField, help: 'With it masters may change update keys over the line: by method 3 with 32 digits, by 4 with 64. Keys that came so hold until the simulator is stopped' },
  outstationNameField,
  field({ ...inGroup, key: 'alsoCritical', label: 'Also authenticated', kind: 'choice', defaultValue: 'none', choices: [['none', 'What always is'], ['reads', 'Reads'], ['all', 'Every request']], help: 'Commands, writes, restarts and files always are' }),
  macField,
  aggressiveField,
  field({ ...inGroup, key: 'sessionKeysHoldS', label: 'Keys hold for', kind: 'integer', defaultValue: 1800, unit: 's', minimum: 10, maximum: 172_800, help: 'Session keys; longer than masters keep them' }),
];
