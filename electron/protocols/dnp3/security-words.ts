import type { StatisticName } from '../../stacks/dnp3';

/** What is wrong with secure authentication, and the next step. */
export interface SecurityTrouble {
  readonly title: string;
  readonly next: string;
}

export type SecurityTroubleKind = 'no-key-entered' | 'no-key-in-vault' | 'asked' | 'unknown-user' | 'wrong-key' | 'refused' | 'silent';

const GOES_ON = 'Reading goes on as far as the outstation lets it; nothing is commanded';

/** Why there are no session keys, in plain words. */
export function securityTrouble(kind: SecurityTroubleKind, user: number, detail = ''): SecurityTrouble {
  switch (kind) {
    case 'no-key-entered':
      return { title: `Secure authentication is on, and no update key of user ${user} is entered`, next: `Enter the key that the outstation has for the user. ${GOES_ON}` };
    case 'no-key-in-vault':
      return { title: `The update key of user ${user} is not in the vault of this computer, or is damaged`, next: `Enter it again in the settings. ${GOES_ON}` };
    case 'asked':
      return { title: 'The outstation asks for authentication, and this device has no key', next: `Switch secure authentication on in the settings and enter the update key of a user that the outstation knows. ${GOES_ON}` };
    case 'unknown-user':
      return { title: `The outstation does not know user ${user}`, next: `Compare the user number with the outstation's list of users. ${GOES_ON}` };
    case 'wrong-key':
      return { title: `The outstation refuses the update key of user ${user}`, next: `It has another one: enter the same key on both sides. ${GOES_ON}` };
    case 'refused':
      return { title: `No session keys for user ${user}: ${detail}`, next: `Compare user and update key with the outstation. ${GOES_ON}` };
    default:
      return { title: `The outstation does not answer to secure authentication of user ${user}`, next: `It may have none, or say nothing after several wrong keys. Compare user and update key. ${GOES_ON}` };
  }
}

const STATISTIC_LABELS: Readonly<Record<StatisticName, string>> = {
  unexpectedMessages: 'Unexpected authentication messages',
  authorizationFailures: 'Authorization failures',
  authenticationFailures: 'Authentications that failed',
  replyTimeouts: 'Challenges without reply',
  rekeysDueToAuthenticationFailure: 'Rekeys after failed authentication',
  messagesSent: 'Messages sent with authentication on',
  messagesReceived: 'Messages received with authentication on',
  criticalMessagesSent: 'Critical messages sent',
  criticalMessagesReceived: 'Critical messages received',
  discardedMessages: 'Messages discarded by authentication',
  errorMessagesSent: 'Authentication errors sent',
  errorMessagesReceived: 'Authentication errors received',
  successfulAuthentications: 'Messages that were authentic',
  sessionKeyChanges: 'Session keys changed',
  failedSessionKeyChanges: 'Session keys not changed',
  updateKeyChanges: 'Update keys changed',
  failedUpdateKeyChanges: 'Update keys not changed',
  rekeysDueToRestart: 'Rekeys after a restart',
};

/** A security statistic (group 121) as people read it. */
export function statisticLabel(name: StatisticName): string {
  return STATISTIC_LABELS[name];
}
