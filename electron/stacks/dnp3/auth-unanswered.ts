import { AUTH_ERROR } from './auth-codes';
import { authBlock, authFragment, authObject } from './auth-fragment';
import { decodeChallenge, encodeAuthError } from './auth-objects';
import type { FragmentHeader } from './fragment';
import { FUNCTION } from './function-codes';

/**
 * What a master without keys says to a challenge, so that the outstation does not wait for a reply, in which time it
 * takes no command. Undefined for anything but a challenge.
 * @param time milliseconds since 1970-01-01T00:00Z
 */
export function noReplyTo(fragment: Uint8Array, header: FragmentHeader, time: number): Uint8Array | undefined {
  const object = authObject(fragment, header);
  const challenge = object?.variation === 1 ? decodeChallenge(object.octets) : undefined;
  if (challenge === undefined) return undefined;
  const { user, sequence } = challenge;
  const error = encodeAuthError({ sequence, user, association: 0, code: AUTH_ERROR.authenticationFailed, time: Math.round(time), text: '' });
  return authFragment({ first: true, final: true, confirm: false, unsolicited: false, sequence: header.control.sequence }, FUNCTION.authenticateRequestNoAck, authBlock(7, error));
}
