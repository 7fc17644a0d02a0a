import { randomBytes } from 'node:crypto';
import { authErrorText, KEY_STATUS, keyStatusText } from './auth-codes';
import { AUTH_GROUP, authBlock } from './auth-fragment';
import { wrapKey } from './auth-key-wrap';
import { macOf, sameOctets } from './auth-mac';
import { decodeAuthError, decodeKeyStatus, encodeKeyChange, encodeKeyStatus, type AuthKeyStatus } from './auth-objects';
import { packSessionKeys, type SessionKeys } from './auth-session-keys';
import { keyWrapOf, type MasterAuthSettings } from './auth-settings';
import { FUNCTION } from './function-codes';
import { PRIORITY, type MasterTask, type TaskOutcome, type TaskResponse } from './master-task';
import { oneObject } from './master-tasks';

/**
 * Changes a user's session keys: asks for their status, sends new ones wrapped with the update key, and checks by the MAC
 * of the answer that the outstation has them.
 */
export function sessionKeyTask(user: { readonly number: number; readonly updateKey: Uint8Array }, settings: MasterAuthSettings, done: (keys: SessionKeys | undefined, outcome: TaskOutcome) => void): MasterTask {
  let keys: SessionKeys | undefined;
  const failed = (message: string, code?: number): TaskOutcome => ({ ok: false, failure: { kind: 'authentication', message: `The session keys of user ${user.number} were not changed: ${message}.`, ...(code === undefined ? {} : { code }) } });
  return {
    name: `session keys of user ${user.number}`,
    priority: PRIORITY.command,
    // A key change that comes twice would be refused the second time; the whole exchange is tried again instead.
    retries: 0,
    authentication: true,
    step: (index, previous) => {
      if (index === 0) return { functionCode: FUNCTION.authenticateRequest, blocks: [oneObject(AUTH_GROUP, 4, { user: user.number })] };
      const status = previous === undefined ? undefined : statusOf(previous);
      if (previous === undefined || status === undefined || status.user !== user.number) {
        const error = previous === undefined ? undefined : errorOf(previous);
        return error === undefined ? failed(previous === undefined ? 'there was no answer' : 'the answer is no session key status') : failed(authErrorText(error), error);
      }
      if (index === 1) {
        if (status.keyWrap !== keyWrapOf(user.updateKey)) return failed('the outstation has an update key of another length');
        keys = newKeys(settings);
        const wrapped = wrapKey(user.updateKey, packSessionKeys(keys, encodeKeyStatus({ ...status, mac: new Uint8Array(0) })));
        return { functionCode: FUNCTION.authenticateRequest, blocks: [authBlock(6, encodeKeyChange({ sequence: status.sequence, user: user.number, wrapped }))] };
      }
      const { request } = previous;
      if (keys === undefined || request === undefined || status.status !== KEY_STATUS.ok) return failed(keyStatusText(status.status));
      if (!settings.acceptedMacAlgorithms.includes(status.macAlgorithm)) return failed(`MAC algorithm ${status.macAlgorithm} of the outstation is not accepted`);
      const mac = macOf(status.macAlgorithm, keys.monitoring, [request]);
      return mac !== undefined && sameOctets(mac, status.mac) ? { ok: true, response: previous } : failed('the MAC of the outstation is wrong');
    },
    done: (outcome) => done(outcome.ok ? keys : undefined, outcome),
  };
}

function newKeys({ sessionKeyOctets, random = (octets) => Uint8Array.from(randomBytes(octets)) }: MasterAuthSettings): SessionKeys {
  return { control: random(sessionKeyOctets), monitoring: random(sessionKeyOctets) };
}

function objectOf({ blocks }: TaskResponse, variation: number): Uint8Array | undefined {
  return blocks.find((block) => block.group === AUTH_GROUP && block.variation === variation)?.entries[0]?.value.octets;
}

function statusOf(response: TaskResponse): AuthKeyStatus | undefined {
  const octets = objectOf(response, 5);
  return octets === undefined ? undefined : decodeKeyStatus(octets);
}

function errorOf(response: TaskResponse): number | undefined {
  const octets = objectOf(response, 7);
  return octets === undefined ? undefined : decodeAuthError(octets)?.code;
}
