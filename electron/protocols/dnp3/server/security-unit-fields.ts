import { field, type Choices } from '../../setting-field';
import { aggressiveField, authenticationField, inGroup, macField, updateKeyField, userField } from '../security-fields';

const ROLES: Choices = [['single-user', 'Anything (SINGLE-USER)'], ['operator', 'Reads, commands, time (OPERATOR)'], ['viewer', 'Reads (VIEWER)']];

/** Secure authentication in the form of a simulated outstation. */
export const securityUnitFields = [
  authenticationField('Version 5: commands, writes and restarts are challenged'),
  userField,
  updateKeyField,
  field({ ...inGroup, key: 'userRole', label: 'The user may do', kind: 'choice', defaultValue: 'single-user', choices: ROLES }),
  field({ ...inGroup, key: 'secondUser', label: 'Second user', kind: 'integer', defaultValue: 0, minimum: 0, maximum: 65_535, help: '0: there is none' }),
  { ...updateKeyField, key: 'secondUpdateKey', label: 'Its update key' },
  field({ ...inGroup, key: 'secondRole', label: 'It may do', kind: 'choice', defaultValue: 'viewer', choices: ROLES }),
  field({ ...inGroup, key: 'alsoCritical', label: 'Also authenticated', kind: 'choice', defaultValue: 'none', choices: [['none', 'What always is'], ['reads', 'Reads'], ['all', 'Every request']], help: 'Commands, writes, restarts and files always are' }),
  macField,
  aggressiveField,
  field({ ...inGroup, key: 'sessionKeysHoldS', label: 'Keys hold for', kind: 'integer', defaultValue: 1800, unit: 's', minimum: 10, maximum: 172_800, help: 'Session keys; longer than masters keep them' }),
];
