import { randomBytes } from 'node:crypto';
import { authErrorText } from './auth-codes';
import { AUTH_GROUP, authBlock } from './auth-fragment';
import { sameOctets } from './auth-mac';
import { decodeAuthError } from './auth-objects';
import type { MasterAuthSettings } from './auth-settings';
import { decodeUpdateKeyPart, encodeUpdateKeyChangeRequest, encodeUpdateKeyPart } from './auth-update-objects';
import { FUNCTION } from './function-codes';
import { PRIORITY, type MasterTask, type TaskOutcome, type TaskResponse } from './master-task';
import { keyOctetsOf, sealUpdateKey, updateKeyConfirmation } from './update-key-change';

/**
 * Gives a user another update key: asks for a challenge, sends the key sealed by the authority, and checks by the MAC of the
 * answer that the outstation has it. Never sent twice: the whole exchange begins anew instead.
 * @param user without a number the outstation says it, to be learned with the outcome
 */
export function updateKeyTask(user: { readonly number?: number; readonly name?: string }, key: Uint8Array, settings: MasterAuthSettings, done: (outcome: TaskOutcome, number: number | undefined) => void): MasterTask {
  const { authority, challengeOctets, random = (octets: number) => Uint8Array.from(randomBytes(octets)) } = settings;
  const own = random(challengeOctets);
  let expected: Uint8Array | undefined;
  let { number } = user;
  const who = user.number ?? `"${user.name ?? ''}"`;
  const failed = (message: string): TaskOutcome => ({ ok: false, failure: { kind: 'authentication', message: `The update key of user ${who} was not changed: ${message}.` } });
  return {
    name: `update key of user ${who}`,
    priority: PRIORITY.command,
    retries: 0,
    authentication: true,
    step: (index, previous) => {
      if (authority === undefined || user.name === undefined) return failed('the settings have no authority, or no name of the user');
      if (key.length !== keyOctetsOf(authority.method)) return failed(`it has ${key.length} octets, not ${keyOctetsOf(authority.method)}`);
      if (index === 0) return { functionCode: FUNCTION.authenticateRequest, blocks: [authBlock(11, encodeUpdateKeyChangeRequest({ method: authority.method, name: user.name, data: own }))] };
      if (previous === undefined) return failed('there was no answer');
      if (index === 1) {
        const octets = objectOf(previous, 12);
        const part = octets === undefined ? undefined : decodeUpdateKeyPart(octets);
        if (part === undefined || part.user === 0 || (number !== undefined && part.user !== number)) return failed(errorOf(previous, 'the answer is no challenge for this user'));
        const { sequence, data } = part;
        number = part.user;
        expected = updateKeyConfirmation(authority.method, key, { name: user.name, own: data, other: own, sequence, user: number });
        const sealed = encodeUpdateKeyPart({ sequence, user: number, data: sealUpdateKey(authority, user.name, key, data) });
        const confirmation = updateKeyConfirmation(authority.method, key, { name: authority.outstationName, own, other: data, sequence, user: number });
        return { functionCode: FUNCTION.authenticateRequest, blocks: [authBlock(13, sealed), authBlock(15, confirmation)] };
      }
      const mac = objectOf(previous, 15);
      if (mac === undefined) return failed(errorOf(previous, 'the answer is no confirmation'));
      return expected !== undefined && sameOctets(mac, expected) ? { ok: true, response: previous } : failed('the MAC of the outstation is wrong');
    },
    done: (outcome) => done(outcome, number),
  };
}

function objectOf({ blocks }: TaskResponse, variation: number): Uint8Array | undefined {
  return blocks.find((block) => block.group === AUTH_GROUP && block.variation === variation)?.entries[0]?.value.octets;
}

function errorOf(response: TaskResponse, otherwise: string): string {
  const octets = objectOf(response, 7);
  const error = octets === undefined ? undefined : decodeAuthError(octets);
  return error === undefined ? otherwise : authErrorText(error.code);
}
