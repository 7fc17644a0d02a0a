import { authErrorText } from './auth-codes';
import { AUTH_GROUP, authBlock } from './auth-fragment';
import { decodeAuthError } from './auth-objects';
import type { MasterAuthSettings } from './auth-settings';
import { encodeUserStatusChange } from './auth-update-objects';
import { FUNCTION } from './function-codes';
import { PRIORITY, type MasterTask, type TaskOutcome } from './master-task';
import { certifiedStatus, type UserStatus } from './user-status';

/**
 * Adds, changes or deletes a user of the outstation, certified by the authority of the settings. Sent once. The answer to it
 * is not authenticated: that an added user is there shows by its update key, which is changed next.
 */
export function userStatusTask(status: UserStatus, { authority }: MasterAuthSettings, done: (outcome: TaskOutcome) => void): MasterTask {
  const name = `${status.operation} user "${status.name}"`;
  const failed = (message: string, code?: number): TaskOutcome => ({ ok: false, failure: { kind: 'authentication', message: `The outstation did not ${name}: ${message}.`, ...(code === undefined ? {} : { code }) } });
  const fault = statusFault(status);
  return {
    name,
    priority: PRIORITY.command,
    retries: 0,
    authentication: true,
    step: (index, previous) => {
      if (fault !== undefined) return { ok: false, failure: { kind: 'invalid', message: fault } };
      if (authority === undefined) return { ok: false, failure: { kind: 'invalid', message: 'The settings have no authority that users could be changed by.' } };
      if (index === 0) return { functionCode: FUNCTION.authenticateRequest, blocks: [authBlock(10, encodeUserStatusChange(certifiedStatus(authority, status)))] };
      if (previous === undefined) return failed('there was no answer');
      if (previous.blocks.length === 0) return { ok: true, response: previous };
      const octets = previous.blocks.find(({ group, variation }) => group === AUTH_GROUP && variation === 7)?.entries[0]?.value.octets;
      const error = octets === undefined ? undefined : decodeAuthError(octets);
      return error === undefined ? failed('the answer is neither empty nor an error') : failed(`${authErrorText(error.code)}${error.text === '' ? '' : ` (${error.text})`}`, error.code);
    },
    done,
  };
}

function statusFault({ sequence, role, roleExpiryDays, name }: UserStatus): string | undefined {
  const octets = Buffer.byteLength(name, 'utf8');
  if (octets === 0 || octets > 255) return `A user name of ${octets} octets; 1 to 255 are allowed.`;
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > 0xffff_ffff) return `Status change sequence number ${sequence}; 0 to 4294967295 are allowed.`;
  if (!Number.isInteger(role) || role < 0 || role > 0xffff) return `Role ${role}; 0 to 65535 are allowed.`;
  return Number.isInteger(roleExpiryDays) && roleExpiryDays >= 1 && roleExpiryDays <= 0xffff ? undefined : `A role for ${roleExpiryDays} days; 1 to 65535 are allowed.`;
}
