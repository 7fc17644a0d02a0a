/** MAC algorithms by number (group 120). AES-GMAC (6) is known by name only: how its nonce is made was not at hand. */
export const MAC_ALGORITHM = { none: 0, sha1Trunc4: 1, sha1Trunc10: 2, sha256Trunc8: 3, sha256Trunc16: 4, sha1Trunc8: 5, aesGmac: 6 } as const;
export type MacAlgorithm = (typeof MAC_ALGORITHM)[keyof typeof MAC_ALGORITHM];

/** How session keys are wrapped: by the length of the update key. */
export const KEY_WRAP = { aes128: 1, aes256: 2 } as const;

export const KEY_STATUS = { ok: 1, notInitialized: 2, communicationFailure: 3, authenticationFailure: 4 } as const;
export type KeyStatusCode = (typeof KEY_STATUS)[keyof typeof KEY_STATUS];

/** Why a challenge was sent; the standard has this one reason. */
export const CHALLENGE_REASON_CRITICAL = 1;

/** Codes of the error object, group 120 variation 7. */
export const AUTH_ERROR = {
  authenticationFailed: 1,
  unexpectedResponse: 2,
  noResponse: 3,
  aggressiveModeNotSupported: 4,
  macAlgorithmNotSupported: 5,
  keyWrapNotSupported: 6,
  authorizationFailed: 7,
  updateKeyMethodNotPermitted: 8,
  invalidSignature: 9,
  invalidCertificationData: 10,
  unknownUser: 11,
  tooManyKeyStatusRequests: 12,
} as const;

/** Security statistics by index of groups 121 and 122. */
export const STATISTIC = {
  unexpectedMessages: 0,
  authorizationFailures: 1,
  authenticationFailures: 2,
  replyTimeouts: 3,
  rekeysDueToAuthenticationFailure: 4,
  messagesSent: 5,
  messagesReceived: 6,
  criticalMessagesSent: 7,
  criticalMessagesReceived: 8,
  discardedMessages: 9,
  errorMessagesSent: 10,
  errorMessagesReceived: 11,
  successfulAuthentications: 12,
  sessionKeyChanges: 13,
  failedSessionKeyChanges: 14,
  updateKeyChanges: 15,
  failedUpdateKeyChanges: 16,
  rekeysDueToRestart: 17,
} as const;
export type StatisticName = keyof typeof STATISTIC;

const ERROR_TEXT: ReadonlyMap<number, string> = new Map([
  [AUTH_ERROR.authenticationFailed, 'authentication failed'],
  [AUTH_ERROR.unexpectedResponse, 'unexpected response'],
  [AUTH_ERROR.noResponse, 'no response'],
  [AUTH_ERROR.aggressiveModeNotSupported, 'aggressive mode is not supported'],
  [AUTH_ERROR.macAlgorithmNotSupported, 'the MAC algorithm is not supported'],
  [AUTH_ERROR.keyWrapNotSupported, 'the key wrap algorithm is not supported'],
  [AUTH_ERROR.authorizationFailed, 'the user may not do this'],
  [AUTH_ERROR.updateKeyMethodNotPermitted, 'the update key change method is not permitted'],
  [AUTH_ERROR.invalidSignature, 'invalid signature'],
  [AUTH_ERROR.invalidCertificationData, 'invalid certification data'],
  [AUTH_ERROR.unknownUser, 'unknown user'],
  [AUTH_ERROR.tooManyKeyStatusRequests, 'too many requests for the session key status'],
]);

/** An error code in plain words, "error 77" when it has none. */
export function authErrorText(code: number): string {
  return ERROR_TEXT.get(code) ?? `error ${code}`;
}

const KEY_STATUS_TEXT: ReadonlyMap<number, string> = new Map([
  [KEY_STATUS.ok, 'keys are good'],
  [KEY_STATUS.notInitialized, 'no keys yet'],
  [KEY_STATUS.communicationFailure, 'keys are too old or communication failed'],
  [KEY_STATUS.authenticationFailure, 'authentication failed too often'],
]);

/** A session key status in plain words. */
export function keyStatusText(status: number): string {
  return KEY_STATUS_TEXT.get(status) ?? `status ${status}`;
}
