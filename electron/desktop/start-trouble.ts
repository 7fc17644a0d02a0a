import { ProcedureError } from '../../shared/contract/answer';
import { plainFileTrouble } from '../disk/file-system';
import { PlainError } from '../disk/plain-error';

/** Why the application could not start, in plain words: what only the system or a library has words for is for the log. */
export function startTrouble(error: unknown, dataFolder: string): string {
  if (error instanceof ProcedureError || error instanceof PlainError) return error.message;
  const trouble = plainFileTrouble(error);
  if (trouble !== null) return `The data folder ${dataFolder} can't be used: ${trouble}. Make room or give this user the right to it, or start with --data and another folder.`;
  return 'It is not known here why. Nothing in the data folder was changed; starting again, or with --data and another folder, may help.';
}
