import { field, type Choices } from '../setting-field';

const GROUP = 'Secure authentication';
const ON = { authentication: ['true'] };

const MAC_CHOICES: Choices = [['sha256-16', 'SHA-256, 16 octets'], ['sha256-8', 'SHA-256, 8 octets'], ['sha1-10', 'SHA-1, 10 octets'], ['sha1-8', 'SHA-1, 8 octets']];
const KEY_HELP = '32 hexadecimal digits (AES-128 key wrap) or 64 (AES-256)';

/** Fields that a device and a simulated outstation have alike. */
export const authenticationField = (help: string) => field({ key: 'authentication', label: 'Secure authentication', kind: 'switch', group: GROUP, defaultValue: false, help });
export const userField = field({ key: 'userNumber', label: 'User number', kind: 'integer', group: GROUP, defaultValue: 1, minimum: 1, maximum: 65_535, visibleWhen: ON });
export const updateKeyField = field({ key: 'updateKey', label: 'Update key', kind: 'secret', group: GROUP, defaultValue: '', help: KEY_HELP, visibleWhen: ON });
export const userNameField = field({ key: 'userName', label: "User's name", kind: 'text', group: GROUP, defaultValue: '', help: 'As the authority knows the user; for changes of the update key over the line', visibleWhen: ON });
export const authorityKeyField = field({ key: 'authorityKey', label: "Authority's key", kind: 'secret', group: GROUP, defaultValue: '', help: 'Authority certification key, for changes of the update key over the line', visibleWhen: ON });
export const outstationNameField = field({ key: 'outstationName', label: "Outstation's name", kind: 'text', group: GROUP, defaultValue: '', help: 'As the authority knows the outstation', visibleWhen: ON });
export const macField = field({ key: 'macAlgorithm', label: 'MAC asked for', kind: 'choice', group: GROUP, defaultValue: 'sha256-16', choices: MAC_CHOICES, help: "In this side's challenges; the other side may ask for any of these", visibleWhen: ON });
export const aggressiveField = field({ key: 'aggressiveMode', label: 'Aggressive mode', kind: 'switch', group: GROUP, defaultValue: true, help: 'After the first challenge requests carry their MAC: one exchange fewer', visibleWhen: ON });
export const inGroup = { group: GROUP, visibleWhen: ON };

/** Secure authentication in the form of a device. */
export const securityFields = [
  authenticationField('Version 5. It proves who commands, and hides nothing: use TLS first'),
  userField,
  updateKeyField,
  { ...updateKeyField, key: 'otherUpdateKey', label: 'Other update key', help: 'Tried where the first is refused: after a change over the line whose answer was lost' },
  userNameField,
  outstationNameField,
  authorityKeyField,
  macField,
  aggressiveField,
  field({ ...inGroup, key: 'sessionKeyIntervalS', label: 'New keys every', kind: 'integer', defaultValue: 900, unit: 's', minimum: 10, maximum: 86_400, help: 'Session keys; sooner than the outstation lets them go' }),
  field({ ...inGroup, key: 'challenges', label: 'Also authenticated', kind: 'choice', defaultValue: 'none', choices: [['none', 'No responses'], ['unsolicited', 'Unsolicited responses'], ['all', 'All responses']], help: 'Which requests are is up to the outstation' }),
];
