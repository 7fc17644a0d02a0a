import { ProcedureError } from '../../shared/contract/answer';
import { fileTrouble, systemErrorCode } from '../disk/file-system';

/** Does what somebody asked for on the disk. What the system refuses (a full disk) throws `conflict` in plain words. */
export async function fileWork<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ProcedureError || systemErrorCode(cause) === '') throw cause;
    throw new ProcedureError('conflict', `${what}: ${fileTrouble(cause)}.`, { reason: 'not_saved' });
  }
}
