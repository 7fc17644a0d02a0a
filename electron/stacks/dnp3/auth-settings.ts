import { KEY_WRAP, MAC_ALGORITHM, STATISTIC, type MacAlgorithm, type StatisticName } from './auth-codes';
import { macOctets } from './auth-mac';
import { MAX_CHALLENGE, MIN_CHALLENGE } from './auth-objects';
import type { OutstationUsers } from './auth-outstation-users';
import type { AuthUser, OutstationUser } from './auth-users';
import type { PointConfig } from './database';
import { FLAG } from './flags';
import { keyOctetsOf, type UpdateKeyAuthority } from './update-key-change';
import type { UpdateKeys } from './update-keys';

/** What both sides of secure authentication are set up with. Times in ms. */
export interface AuthSettings {
  /** The algorithm that this station asks for in its challenges. */
  readonly macAlgorithm: Exclude<MacAlgorithm, 0 | 6>;
  /** Algorithms of the peer that this station goes along with. */
  readonly acceptedMacAlgorithms: readonly number[];
  /** How long a reply to a challenge is waited for. */
  readonly replyTimeoutMs: number;
  /** Octets of challenge data: 4 to 64. */
  readonly challengeOctets: number;
  /** Whether this station takes aggressive mode, and uses it once it was challenged. */
  readonly aggressiveMode: boolean;
  /** Functions that are critical beside those that always are. */
  readonly alsoCritical: readonly number[];
  /** Errors that are told before the next success; more are counted only, so that a stranger cannot make this station talk. */
  readonly maxErrors: number;
  /** Told in errors and statistics. */
  readonly association: number;
  /** Who may change users and update keys over the line; without it nobody. */
  readonly authority?: UpdateKeyAuthority;
  /** Random octets; from the operating system unless given. */
  readonly random?: (octets: number) => Uint8Array;
}

export interface OutstationAuthSettings extends AuthSettings {
  readonly users: readonly OutstationUser[];
  /** The users as an authority changed them over the line, where sessions share them or changes are to be kept; each session's own unless given. */
  readonly userList?: OutstationUsers;
  /** Session keys that were not changed for so long, or served so many messages, are good no more. Twice what the master has. */
  readonly sessionKeyIntervalMs: number;
  readonly sessionKeyCount: number;
  /** The update keys of the users, where sessions share them or a change is to be kept; each session's own unless given. */
  readonly updateKeys?: UpdateKeys;
  /** Index of the first of the 18 statistics points in the database. */
  readonly firstStatistic: number;
}

export interface MasterAuthSettings extends AuthSettings {
  /** The first is the one that tasks without user go by. */
  readonly users: readonly AuthUser[];
  /** Session keys are changed after so long or so many messages. */
  readonly sessionKeyIntervalMs: number;
  readonly sessionKeyCount: number;
  /** The update keys of the users, where a change is to be kept; the session's own unless given. */
  readonly updateKeys?: UpdateKeys;
  /** Octets of a session key: 16 to 32. */
  readonly sessionKeyOctets: number;
  /** How often keys are changed because of failed authentications before one is good again; then only by interval. */
  readonly maxRekeys: number;
}

const COMMON: AuthSettings = {
  macAlgorithm: MAC_ALGORITHM.sha256Trunc16,
  acceptedMacAlgorithms: [MAC_ALGORITHM.sha256Trunc16, MAC_ALGORITHM.sha256Trunc8, MAC_ALGORITHM.sha1Trunc10, MAC_ALGORITHM.sha1Trunc8],
  replyTimeoutMs: 2000,
  challengeOctets: 4,
  aggressiveMode: true,
  alsoCritical: [],
  maxErrors: 2,
  association: 0,
};

const MINUTE = 60_000;

/** Defaults as makers of such devices document them: reply timeout 2 s, keys after 15 minutes or 1000 messages, 2 errors. */
export const DEFAULT_OUTSTATION_AUTH: Omit<OutstationAuthSettings, 'users'> = { ...COMMON, sessionKeyIntervalMs: 30 * MINUTE, sessionKeyCount: 2000, firstStatistic: 0 };
export const DEFAULT_MASTER_AUTH: Omit<MasterAuthSettings, 'users'> = { ...COMMON, sessionKeyIntervalMs: 15 * MINUTE, sessionKeyCount: 1000, sessionKeyOctets: 16, maxRekeys: 3 };

/** Growth of a statistic that makes an event (defaults of an independent C++ stack; from memory those of the standard). */
const THRESHOLDS: readonly (readonly [StatisticName, number])[] = [
  ['unexpectedMessages', 3],
  ['authorizationFailures', 5],
  ['authenticationFailures', 5],
  ['replyTimeouts', 3],
  ['rekeysDueToAuthenticationFailure', 3],
  ['messagesSent', 100],
  ['messagesReceived', 100],
  ['criticalMessagesSent', 100],
  ['criticalMessagesReceived', 100],
  ['discardedMessages', 10],
  ['errorMessagesSent', 2],
  ['errorMessagesReceived', 10],
  ['successfulAuthentications', 100],
  ['sessionKeyChanges', 10],
  ['failedSessionKeyChanges', 5],
  ['updateKeyChanges', 1],
  ['failedUpdateKeyChanges', 1],
  ['rekeysDueToRestart', 3],
];

/** The 18 points of an association's security statistics, for a database. A threshold is the growth that makes an event. */
export function securityStatisticPoints(settings: Pick<OutstationAuthSettings, 'association' | 'firstStatistic'>, thresholds: Partial<Record<StatisticName, number>> = {}): PointConfig[] {
  const initial = { value: 0, flags: FLAG.online, association: settings.association };
  return THRESHOLDS.map(([name, usual]) => ({ index: settings.firstStatistic + STATISTIC[name], deadband: Math.max(0, (thresholds[name] ?? usual) - 1), initial }));
}

/** Why settings cannot be used, or undefined. */
export function authFault({ users, challengeOctets, acceptedMacAlgorithms, authority }: AuthSettings & { readonly users: readonly AuthUser[] }): string | undefined {
  if (users.length === 0) return 'Secure authentication needs a user.';
  if (challengeOctets < MIN_CHALLENGE || challengeOctets > MAX_CHALLENGE) return `${challengeOctets} octets of challenge data; ${MIN_CHALLENGE} to ${MAX_CHALLENGE} are allowed.`;
  if (acceptedMacAlgorithms.some((algorithm) => macOctets(algorithm) === undefined)) return 'A MAC algorithm is not supported.';
  if (new Set(users.map(({ number }) => number)).size !== users.length) return 'A user number comes twice.';
  if (authority !== undefined && authority.certificationKey.length !== keyOctetsOf(authority.method)) return `The key of the authority has ${authority.certificationKey.length} octets, not ${keyOctetsOf(authority.method)}.`;
  const bad = users.find(({ number, updateKey }) => !Number.isInteger(number) || number < 1 || number > 65_535 || (updateKey !== undefined && keyWrapOf(updateKey) === undefined));
  return bad === undefined ? undefined : `User ${bad.number} is outside 1 to 65535, or its update key has neither 16 nor 32 octets.`;
}

/** The key wrap algorithm that belongs to an update key's length. */
export function keyWrapOf(updateKey: Uint8Array): number | undefined {
  if (updateKey.length === 16) return KEY_WRAP.aes128;
  return updateKey.length === 32 ? KEY_WRAP.aes256 : undefined;
}
