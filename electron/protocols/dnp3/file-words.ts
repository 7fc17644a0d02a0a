import { FILE_STATUS, IIN, type FileDescriptor, type TaskFailure } from '../../stacks/dnp3';
import type { DeviceFile } from '../../../shared/contract/device-files';
import type { FileAnswer } from '../protocol';

export type FileFailure = Extract<FileAnswer<unknown>, { readonly ok: false }>;

export const FILE_ROOT = '/';
export const FILE_SEPARATOR = '/';

/** By status, what it means and what to do about it. */
const STATUS_WORDS = new Map<number, string>([
  [FILE_STATUS.permissionDenied, 'permission denied: the outstation does not let this master do that'],
  [FILE_STATUS.invalidMode, 'invalid mode: the outstation does not open this file in that way'],
  [FILE_STATUS.notFound, 'file not found'],
  [FILE_STATUS.locked, 'file locked: somebody else has it open'],
  [FILE_STATUS.tooManyOpen, 'too many files open: wait until another transfer has ended'],
  [FILE_STATUS.invalidHandle, 'invalid handle: the outstation has closed the file meanwhile. Begin again'],
  [FILE_STATUS.blockSize, "block size: the outstation does not take blocks of this size. Lower the device's longest request"],
  [FILE_STATUS.communicationLost, 'communication lost: the outstation does not reach the place where it keeps the file'],
  [FILE_STATUS.cannotAbort, 'cannot abort: the outstation went on with the transfer'],
  [FILE_STATUS.notOpened, 'not opened: the outstation no longer has the file open. Begin again'],
  [FILE_STATUS.handleExpired, 'handle expired: the outstation waited too long for the next block. Begin again'],
  [FILE_STATUS.bufferOverrun, 'buffer overrun: the outstation has no room for it'],
  [FILE_STATUS.fatal, "fatal error in the outstation's file system"],
  [FILE_STATUS.outOfSequence, 'block out of sequence: a block was lost. Begin again'],
  [FILE_STATUS.undefined, 'undefined error: the outstation does not say more'],
]);

/** A status of the outstation as an answer; `what` begins the sentence: `/log was not opened`. */
export function statusFailure(what: string, status: number): FileFailure {
  return { ok: false, outcome: status === FILE_STATUS.notFound ? 'absent' : 'refused', message: `${what}: ${STATUS_WORDS.get(status) ?? `status ${status} of the outstation`}.` };
}

/** An answer that is none of those that the request has. */
export function wrongAnswer(what: string): FileFailure {
  return { ok: false, outcome: 'refused', message: `${what}: the outstation's answer does not belong to the request.` };
}

/** A task that did not go well. `once`: the request is not sent again, so that without answer it may have been carried out. */
export function taskFailure(what: string, failure: TaskFailure, once: boolean): FileFailure {
  if (failure.kind === 'refused' && (failure.iin & (IIN.functionNotSupported | IIN.objectUnknown)) !== 0) return { ok: false, outcome: 'unknown', message: `${what}: the outstation does not offer this function of file transfer.` };
  const message = `${what}: ${failure.message}`;
  if (failure.kind === 'timeout') return { ok: false, outcome: once ? 'uncertain' : 'no_answer', message };
  // What was under way when the connection was lost may have arrived.
  if (failure.kind === 'closed' && once) return { ok: false, outcome: 'uncertain', message };
  if (failure.kind === 'closed' || failure.kind === 'busy' || failure.kind === 'invalid') return { ok: false, outcome: 'not_sent', message };
  return { ok: false, outcome: failure.kind === 'cancelled' ? 'cancelled' : 'refused', message };
}

/** The latest time that is taken for one, milliseconds: the end of the year 9999. */
const LATEST_MS = 253_402_300_799_999;
const LETTERS = ['x', 'w', 'r'] as const;

/** A descriptor for people. `path`: where the entry lies. */
export function deviceFileOf({ type, size, created, permissions }: FileDescriptor, path: string): DeviceFile {
  return {
    name: lastName(path),
    path,
    type,
    size,
    modified: created === 0 || created > LATEST_MS ? null : created * 1000,
    permissions: Array.from({ length: 9 }, (_, at) => (((permissions >> (8 - at)) & 1) === 1 ? LETTERS[(8 - at) % 3] : '-')).join(''),
  };
}

/** Where an entry of a directory lies; some outstations tell names, others whole paths. */
export function entryPath(directory: string, name: string): string {
  if (name.startsWith(FILE_SEPARATOR) || directory === '') return name;
  return directory.endsWith(FILE_SEPARATOR) ? `${directory}${name}` : `${directory}${FILE_SEPARATOR}${name}`;
}

function lastName(path: string): string {
  return path.split(FILE_SEPARATOR).findLast((part) => part !== '') ?? path;
}
