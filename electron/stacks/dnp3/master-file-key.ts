import { decodeFileAuthentication, encodeFileAuthentication } from './file-authentication';
import { fileObject } from './file-objects';
import { FUNCTION } from './function-codes';
import type { RequestSpec, TaskFailure, TaskResponse } from './master-task';
import { outcomeOf } from './master-tasks';

/** Who an outstation's files are asked for by. The password goes over the line as it is. */
export interface FileCredentials {
  readonly user: string;
  readonly password: string;
}

/** Asks for a key that opens or deletes one file. */
export function fileKeyRequest({ user, password }: FileCredentials): RequestSpec {
  return { functionCode: FUNCTION.authenticateFile, blocks: [fileObject(2, encodeFileAuthentication({ user, password, key: 0 }))] };
}

/** The key in the answer, or why there is none. */
export function fileKeyOf(response: TaskResponse, { user }: FileCredentials): { readonly key: number } | { readonly ok: false; readonly failure: TaskFailure } {
  const outcome = outcomeOf('authenticate file', response);
  if (!outcome.ok) return outcome;
  const octets = response.blocks.find(({ group, variation }) => group === 70 && variation === 2)?.entries[0]?.value.octets;
  const answer = octets === undefined ? undefined : decodeFileAuthentication(octets);
  if (answer === undefined) return { ok: false, failure: { kind: 'bad-response', message: 'The outstation answered the authentication for its files without a key.' } };
  if (answer.key === 0) return { ok: false, failure: { kind: 'authentication', message: `The outstation does not let "${user}" at its files: user name or password is wrong.` } };
  return { key: answer.key };
}
