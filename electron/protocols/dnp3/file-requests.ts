import {
  decodeFileBlock,
  decodeFileBlockStatus,
  decodeFileDescriptor,
  decodeFileStatus,
  encodeFileBlock,
  encodeFileCommand,
  encodeFileDescriptor,
  encodeFileStatus,
  FILE_MODE,
  FILE_STATUS,
  fileObject,
  FUNCTION,
  PRIORITY,
  request,
  type Dnp3Line,
  type FileBlock,
  type FileDescriptor,
  type FileStatus,
  type MasterSession,
  type RequestSpec,
  type TaskResponse,
} from '../../stacks/dnp3';
import type { FileAnswer } from '../protocol';
import { statusFailure, taskFailure, wrongAnswer } from './file-words';
import { runTask } from './session-task';

export interface FileRequestsParts {
  readonly session: MasterSession;
  readonly channel: Dnp3Line;
  readonly isConnected: () => boolean;
}

interface Asked<T> {
  /** Begins a sentence about what went wrong. */
  readonly what: string;
  readonly spec: RequestSpec;
  /** Never sent again: it may have been carried out. */
  readonly once?: true;
  readonly read: (octets: (variation: number) => Uint8Array, what: string) => FileAnswer<T>;
}

const NOTHING = new Uint8Array(0);
const RETRIES = 3;
/** For the owner of a file and nobody else. */
const NEW_FILE_PERMISSIONS = 0o600;

/**
 * The single requests of file transfer. Each is a task of its own behind everything that waits, so that polls, commands and
 * the other outstations of the line have their turn between two blocks.
 */
export class FileRequests {
  readonly #parts: FileRequestsParts;

  constructor(parts: FileRequestsParts) {
    this.#parts = parts;
  }

  open(path: string, mode: 'read' | 'write', size: number, maxBlock: number, signal: AbortSignal): Promise<FileAnswer<FileStatus>> {
    const command = { name: path, created: 0, permissions: mode === 'read' ? 0 : NEW_FILE_PERMISSIONS, authenticationKey: 0, size, mode: FILE_MODE[mode], maxBlock, requestId: 1 };
    return this.#ask({ what: `${path} was not opened`, spec: { functionCode: FUNCTION.openFile, blocks: [fileObject(3, encodeFileCommand(command))] }, read: readStatus }, signal);
  }

  /** Ends with what is written being kept. */
  close(path: string, handle: number, mode: 'read' | 'write', signal: AbortSignal): Promise<FileAnswer<FileStatus>> {
    const spec = { functionCode: FUNCTION.closeFile, blocks: [fileObject(4, encodeFileStatus({ handle, size: 0, maxBlock: 0, requestId: 2, status: 0 }))] };
    return this.#ask({ what: `${path} was not closed`, spec, ...(mode === 'write' ? { once: true } : {}), read: readStatus }, signal);
  }

  /** Ends with what is written being dropped, where the outstation has that. */
  abort(path: string, handle: number, signal: AbortSignal): Promise<FileAnswer<FileStatus>> {
    const spec = { functionCode: FUNCTION.abortFile, blocks: [fileObject(4, encodeFileStatus({ handle, size: 0, maxBlock: 0, requestId: 2, status: 0 }))] };
    return this.#ask({ what: `The transfer of ${path} was not given up`, spec, read: readStatus }, signal);
  }

  readBlock(path: string, handle: number, block: number, signal: AbortSignal): Promise<FileAnswer<FileBlock>> {
    const read: Asked<FileBlock>['read'] = (octets, what) => {
      const failed = decodeFileBlockStatus(octets(6));
      if (failed !== undefined) return statusFailure(what, failed.status);
      const given = decodeFileBlock(octets(5));
      return given?.handle === handle && given.block === block ? { ok: true, value: given } : wrongAnswer(what);
    };
    return this.#ask({ what: `Block ${block} of ${path} was not given`, spec: { functionCode: FUNCTION.read, blocks: [fileObject(5, encodeFileBlock({ handle, block, last: false, data: NOTHING }))] }, read }, signal);
  }

  writeBlock(path: string, given: FileBlock, signal: AbortSignal): Promise<FileAnswer<undefined>> {
    const { handle, block } = given;
    const read: Asked<undefined>['read'] = (octets, what) => {
      const status = decodeFileBlockStatus(octets(6));
      if (status?.handle !== handle || status.block !== block) return wrongAnswer(what);
      return status.status === FILE_STATUS.success ? { ok: true, value: undefined } : statusFailure(what, status.status);
    };
    return this.#ask({ what: `Block ${block} of ${path} was not taken`, spec: { functionCode: FUNCTION.write, blocks: [fileObject(5, encodeFileBlock(given))] }, read }, signal);
  }

  information(path: string, signal: AbortSignal): Promise<FileAnswer<FileDescriptor>> {
    const read: Asked<FileDescriptor>['read'] = (octets, what) => {
      const descriptor = decodeFileDescriptor(octets(7));
      if (descriptor !== undefined) return { ok: true, value: descriptor };
      const status = decodeFileStatus(octets(4));
      return status === undefined ? wrongAnswer(what) : statusFailure(what, status.status);
    };
    const asked = encodeFileDescriptor({ name: path, type: 'file', size: 0, created: 0, permissions: 0, requestId: 1 });
    return this.#ask({ what: `Nothing was told of ${path}`, spec: { functionCode: FUNCTION.getFileInfo, blocks: [fileObject(7, asked)] }, read }, signal);
  }

  remove(path: string, signal: AbortSignal): Promise<FileAnswer<FileStatus>> {
    const command = { name: path, created: 0, permissions: 0, authenticationKey: 0, size: 0, mode: FILE_MODE.none, maxBlock: 0, requestId: 1 };
    return this.#ask({ what: `${path} was not deleted`, spec: { functionCode: FUNCTION.deleteFile, blocks: [fileObject(3, encodeFileCommand(command))] }, once: true, read: readStatus }, signal);
  }

  async #ask<T>({ what, spec, once, read }: Asked<T>, signal: AbortSignal): Promise<FileAnswer<T>> {
    const { session, channel, isConnected } = this.#parts;
    if (!isConnected()) return { ok: false, outcome: 'not_sent', message: `${what}: the line to the outstation is not open.` };
    const outcome = await runTask(session, channel, signal, (done) => request('file transfer', spec, done, { priority: PRIORITY.poll, retries: once === true ? 0 : RETRIES }));
    if (outcome === null) return { ok: false, outcome: once === true ? 'uncertain' : 'cancelled', message: `${what}: it was given up before an answer came.` };
    return outcome.ok ? read((variation) => octetsOf(outcome.response, variation), what) : taskFailure(what, outcome.failure, once === true);
  }
}

function readStatus(octets: (variation: number) => Uint8Array, what: string): FileAnswer<FileStatus> {
  const status = decodeFileStatus(octets(4));
  if (status === undefined) return wrongAnswer(what);
  return status.status === FILE_STATUS.success ? { ok: true, value: status } : statusFailure(what, status.status);
}

/** The octets of the file object of a variation in a response; none where it has none. */
function octetsOf(response: TaskResponse, variation: number): Uint8Array {
  return response.blocks.find((block) => block.group === 70 && block.variation === variation)?.entries[0]?.value.octets ?? NOTHING;
}
