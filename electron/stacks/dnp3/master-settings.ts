import type { MasterAuthSettings } from './auth-settings';
import { DEFAULT_MAX_FRAGMENT } from './fragment';
import type { LineTurns } from './line-turns';
import { DEFAULT_LINK, type LinkSettings } from './link-association';
import type { MasterTask, TaskFailure } from './master-task';
import type { Report } from './master-values';

/** How a master treats one outstation. Times in ms. */
export interface MasterSettings {
  readonly link: LinkSettings;
  readonly maxSent: number;
  readonly maxReceived: number;
  readonly responseTimeoutMs: number;
  /** How often a request without answer is sent again, of those that may be: never a command. */
  readonly retries: number;
  readonly queueLimit: number;
  /**
   * Fragments and octets (application layer, headers included) of the answer to one request. An answer beyond either is
   * given up: the task fails, what came before stays taken, what still comes is passed over unconfirmed.
   */
  readonly maxAnswerFragments: number;
  readonly maxAnswerOctets: number;
  /** Shared by the masters of a line on which one request at a time may be under way. */
  readonly turns?: LineTurns;
  /** Unsolicited responses are disabled at the start, whatever the outstation's setting. */
  readonly disableUnsolicitedFirst: boolean;
  /** Classes to be enabled once the first integrity poll is done; none keeps them disabled. */
  readonly unsolicitedClasses: readonly (1 | 2 | 3)[];
  /** 0: only at the start and when the outstation restarted or lost events. */
  readonly integrityEveryMs: number;
  readonly eventPoll: { readonly classes: readonly (1 | 2 | 3)[]; readonly everyMs: number } | undefined;
  /** Events are asked for when the outstation says that it has some. */
  readonly pollOnIndication: boolean;
  /** What is done when the outstation needs time. */
  readonly timeSync: 'lan' | 'non-lan' | 'none';
  /** After a step of the start-up sequence or an automatic task failed, how long until it is tried again. */
  readonly retryDelayMs: number;
  /** Secure authentication; without it nothing is authenticated. */
  readonly authentication?: MasterAuthSettings;
}

export const DEFAULT_MASTER: Omit<MasterSettings, 'link'> = {
  maxSent: DEFAULT_MAX_FRAGMENT,
  maxReceived: DEFAULT_MAX_FRAGMENT,
  responseTimeoutMs: 5000,
  retries: 3,
  queueLimit: 1000,
  maxAnswerFragments: 16_384,
  maxAnswerOctets: 16 << 20,
  disableUnsolicitedFirst: true,
  unsolicitedClasses: [1, 2, 3],
  integrityEveryMs: 300_000,
  eventPoll: undefined,
  pollOnIndication: true,
  timeSync: 'lan',
  retryDelayMs: 5000,
};

/** Link settings of a master with the defaults. */
export function masterLink(localAddress: number, outstationAddress: number, own: Partial<LinkSettings> = {}): LinkSettings {
  return { ...DEFAULT_LINK, ...own, role: 'master', localAddress, remoteAddress: outstationAddress };
}

/** What becomes of secure authentication. */
export type AuthenticationEvent =
  /** A user has new session keys. */
  | { readonly kind: 'keys'; readonly user: number }
  /** A user's session keys were not changed; it is tried again. */
  | { readonly kind: 'no-keys'; readonly user: number; readonly failure: TaskFailure }
  /** The outstation refused a request of a user. */
  | { readonly kind: 'refused'; readonly user: number; readonly failure: TaskFailure }
  /** The outstation asks for authentication, and the settings have none. */
  | { readonly kind: 'asked' };

/** What a master tells its application. Called synchronously. */
export interface MasterHandler {
  /** Objects of one fragment, in their order. `task`: whose answer they are; undefined for unsolicited responses. */
  onReports(reports: readonly Report[], unsolicited: boolean, now: number, task?: Pick<MasterTask, 'name'>): void;
  /** The internal indications of every response. */
  onIndications(iin: number, now: number): void;
  /** Milliseconds since 1970-01-01T00:00Z. */
  currentTime(now: number): number;
  /** Whether the outstation answers; told when it changes. */
  onOnline(online: boolean, now: number): void;
  onAuthentication?(event: AuthenticationEvent): void;
}

export interface MasterEnvironment {
  /** Puts octets on the wire; false when the channel takes none. */
  send(octets: Uint8Array): boolean;
  /** `tick` must be called at or soon after this time. */
  wake(at: number): void;
}

/** What a session counted; all of it only grows. */
export interface MasterCounters {
  requests: number;
  responses: number;
  retries: number;
  timeouts: number;
  unsolicited: number;
  /** Unsolicited responses that came twice; their events were taken once. */
  repeatedUnsolicited: number;
  /** Fragments that nobody asked for, late ones among them. */
  stray: number;
  malformed: number;
  /** Responses with objects that this library does not know: what stands before them was taken, and they were confirmed. */
  unknownObjects: number;
  events: number;
}
