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
  fileStatusName,
  type FileCommand,
  type FileDescriptor,
} from './file-objects';
import { FUNCTION } from './function-codes';
import { fileKeyOf, fileKeyRequest, type FileCredentials } from './master-file-key';
import { PRIORITY, type MasterTask, type RequestSpec, type TaskFailure, type TaskOutcome, type TaskResponse } from './master-task';
import { outcomeOf } from './master-tasks';

export type FileOutcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: TaskFailure };

export interface FileOptions {
  /** Octets of one block that are asked for; the outstation may choose fewer. */
  readonly maxBlock?: number;
  /** A file that turns out longer is given up. Default 16 MiB. */
  readonly maxOctets?: number;
  /** Blocks without octets that are not the last; one more and the file is given up. Default 16. */
  readonly maxEmptyBlocks?: number;
  /** For an outstation that gives its files to users only. */
  readonly credentials?: FileCredentials;
}

const DEFAULT_BLOCK = 1024;
const DEFAULT_MAX_OCTETS = 16 << 20;
const DEFAULT_MAX_EMPTY_BLOCKS = 16;
const RETRIES = 3;

function command(name: string, mode: number, size: number, maxBlock: number): FileCommand {
  return { name, created: 0, permissions: mode === FILE_MODE.read ? 0 : 0o600, authenticationKey: 0, size, mode, maxBlock, requestId: 1 };
}

const fail = (message: string): { readonly ok: false; readonly failure: TaskFailure } => ({ ok: false, failure: { kind: 'bad-response', message } });

/** The octets of the one file object of a variation in a response. */
function octetsOf(response: TaskResponse, variation: number): Uint8Array | undefined {
  return response.blocks.find((block) => block.group === 70 && block.variation === variation)?.entries[0]?.value.octets;
}

/** No more blocks: all went well, or what went wrong. */
interface BlockEnd {
  readonly fault: string | undefined;
}

/** Opens a file, moves its blocks, closes it; also when a block failed. */
abstract class Transfer implements MasterTask {
  readonly priority = PRIORITY.request;
  readonly retries = RETRIES;
  abstract readonly name: string;
  protected handle = 0;
  readonly #credentials: FileCredentials | undefined;
  #stage: 'key' | 'open' | 'blocks' | 'close' = 'open';
  #failure: TaskOutcome | undefined;

  constructor(credentials: FileCredentials | undefined) {
    this.#credentials = credentials;
  }

  protected abstract open(): FileCommand;
  /** Looks at the answer to the last block (undefined before the first) and gives the next one, or the end. */
  protected abstract block(previous: TaskResponse | undefined, maxBlock: number): RequestSpec | BlockEnd;
  abstract done(outcome: TaskOutcome): void;
  #maxBlock = 0;

  step(index: number, previous: TaskResponse | undefined): RequestSpec | TaskOutcome {
    if (index === 0) {
      this.#stage = this.#credentials === undefined ? 'open' : 'key';
      return this.#credentials === undefined ? this.#openWith(0) : fileKeyRequest(this.#credentials);
    }
    const response = previous ?? { iin: 0, blocks: [] };
    if (this.#stage === 'key' && this.#credentials !== undefined) {
      const given = fileKeyOf(response, this.#credentials);
      if (!('key' in given)) return given;
      this.#stage = 'open';
      return this.#openWith(given.key);
    }
    const outcome = outcomeOf(this.name, response);
    if (this.#stage === 'open') {
      if (!outcome.ok) return outcome;
      const status = decodeFileStatus(octetsOf(response, 4) ?? new Uint8Array(0));
      if (status === undefined) return fail('The outstation answered the opening without a file status.');
      if (status.status !== FILE_STATUS.success) return fail(`The outstation did not open the file: ${fileStatusName(status.status)}.`);
      this.handle = status.handle;
      this.#maxBlock = status.maxBlock;
      this.#stage = 'blocks';
      return this.#blocks(undefined);
    }
    if (this.#stage === 'blocks') {
      if (outcome.ok) return this.#blocks(response);
      this.#failure = outcome;
      return this.#close();
    }
    if (this.#failure !== undefined) return this.#failure;
    const closed = decodeFileStatus(octetsOf(response, 4) ?? new Uint8Array(0));
    if (!outcome.ok) return outcome;
    return closed?.status === FILE_STATUS.success ? outcome : fail(`The outstation did not close the file: ${closed === undefined ? 'no file status' : fileStatusName(closed.status)}.`);
  }

  #openWith(authenticationKey: number): RequestSpec {
    return { functionCode: FUNCTION.openFile, blocks: [fileObject(3, encodeFileCommand({ ...this.open(), authenticationKey }))] };
  }

  #blocks(previous: TaskResponse | undefined): RequestSpec {
    const next = this.block(previous, this.#maxBlock);
    if (!('fault' in next)) return next;
    if (next.fault !== undefined) this.#failure = fail(next.fault);
    return this.#close();
  }

  #close(): RequestSpec {
    this.#stage = 'close';
    return { functionCode: FUNCTION.closeFile, blocks: [fileObject(4, encodeFileStatus({ handle: this.handle, size: 0, maxBlock: 0, requestId: 2, status: 0 }))] };
  }
}

class ReadTransfer extends Transfer {
  readonly name = 'read a file';
  readonly #command: FileCommand;
  readonly #maxOctets: number;
  readonly #done: (outcome: FileOutcome<Uint8Array>) => void;
  readonly #parts: Uint8Array[] = [];
  #octets = 0;
  #emptyLeft: number;
  #next = 0;

  constructor(file: string, options: FileOptions, done: (outcome: FileOutcome<Uint8Array>) => void) {
    super(options.credentials);
    this.#command = command(file, FILE_MODE.read, 0, options.maxBlock ?? DEFAULT_BLOCK);
    this.#maxOctets = options.maxOctets ?? DEFAULT_MAX_OCTETS;
    this.#emptyLeft = options.maxEmptyBlocks ?? DEFAULT_MAX_EMPTY_BLOCKS;
    this.#done = done;
  }

  protected override open(): FileCommand {
    return this.#command;
  }

  protected override block(previous: TaskResponse | undefined): RequestSpec | BlockEnd {
    if (previous !== undefined) {
      const failed = decodeFileBlockStatus(octetsOf(previous, 6) ?? new Uint8Array(0));
      if (failed !== undefined) return { fault: `The outstation did not give block ${this.#next}: ${fileStatusName(failed.status)}.` };
      const block = decodeFileBlock(octetsOf(previous, 5) ?? new Uint8Array(0));
      if (block === undefined || block.handle !== this.handle || block.block !== this.#next) return { fault: `The outstation's answer is not block ${this.#next} of the file.` };
      this.#octets += block.data.length;
      if (this.#octets > this.#maxOctets) return { fault: `The file is longer than ${this.#maxOctets} octets.` };
      this.#parts.push(block.data);
      if (block.last) return { fault: undefined };
      if (block.data.length === 0) this.#emptyLeft -= 1;
      if (this.#emptyLeft < 0) return { fault: 'The outstation gives one empty block after the other, and none of them is the last.' };
      this.#next += 1;
    }
    return { functionCode: FUNCTION.read, blocks: [fileObject(5, encodeFileBlock({ handle: this.handle, block: this.#next, last: false, data: new Uint8Array(0) }))] };
  }

  override done(outcome: TaskOutcome): void {
    this.#done(outcome.ok ? { ok: true, value: Uint8Array.from(Buffer.concat(this.#parts)) } : outcome);
  }
}

class WriteTransfer extends Transfer {
  readonly name = 'write a file';
  readonly #command: FileCommand;
  readonly #content: Uint8Array;
  readonly #done: (outcome: FileOutcome<undefined>) => void;
  #at = 0;
  #next = 0;
  #lastSent = false;

  constructor(file: string, content: Uint8Array, append: boolean, options: FileOptions, done: (outcome: FileOutcome<undefined>) => void) {
    super(options.credentials);
    this.#command = command(file, append ? FILE_MODE.append : FILE_MODE.write, content.length, options.maxBlock ?? DEFAULT_BLOCK);
    this.#content = content;
    this.#done = done;
  }

  protected override open(): FileCommand {
    return this.#command;
  }

  protected override block(previous: TaskResponse | undefined, maxBlock: number): RequestSpec | BlockEnd {
    if (previous !== undefined) {
      const status = decodeFileBlockStatus(octetsOf(previous, 6) ?? new Uint8Array(0));
      if (status === undefined || status.handle !== this.handle || status.block !== this.#next) return { fault: `The outstation did not answer block ${this.#next}.` };
      if (status.status !== FILE_STATUS.success) return { fault: `The outstation did not take block ${this.#next}: ${fileStatusName(status.status)}.` };
      if (this.#lastSent) return { fault: undefined };
      this.#next += 1;
    }
    const size = Math.min(maxBlock, this.#command.maxBlock);
    if (size === 0) return { fault: 'The outstation takes blocks of 0 octets.' };
    const data = this.#content.subarray(this.#at, this.#at + size);
    this.#at += data.length;
    this.#lastSent = this.#at >= this.#content.length;
    return { functionCode: FUNCTION.write, blocks: [fileObject(5, encodeFileBlock({ handle: this.handle, block: this.#next, last: this.#lastSent, data }))] };
  }

  override done(outcome: TaskOutcome): void {
    this.#done(outcome.ok ? { ok: true, value: undefined } : outcome);
  }
}

/** Reads a whole file. A directory is read like a file; `decodeDirectory` takes it apart. */
export function readFile(name: string, done: (outcome: FileOutcome<Uint8Array>) => void, options: FileOptions = {}): MasterTask {
  return new ReadTransfer(name, options, done);
}

/** Writes a whole file, or behind what is there. Blocks are repeated as often as needed; the outstation counts them once. */
export function writeFile(name: string, content: Uint8Array, done: (outcome: FileOutcome<undefined>) => void, options: FileOptions & { readonly append?: boolean } = {}): MasterTask {
  return new WriteTransfer(name, content, options.append ?? false, options, done);
}

/** Deletes a file; sent once. */
export function deleteFile(name: string, done: (outcome: FileOutcome<undefined>) => void, { credentials }: Pick<FileOptions, 'credentials'> = {}): MasterTask {
  const remove = (authenticationKey: number): RequestSpec => ({ functionCode: FUNCTION.deleteFile, blocks: [fileObject(3, encodeFileCommand({ ...command(name, FILE_MODE.none, 0, 0), authenticationKey }))] });
  return {
    name: 'delete a file',
    priority: PRIORITY.request,
    retries: 0,
    step: (index, previous) => {
      if (index === 0) return credentials === undefined ? remove(0) : fileKeyRequest(credentials);
      const response = previous ?? { iin: 0, blocks: [] };
      if (index === 1 && credentials !== undefined) {
        const given = fileKeyOf(response, credentials);
        return 'key' in given ? remove(given.key) : given;
      }
      const outcome = outcomeOf('delete a file', response);
      const status = decodeFileStatus(octetsOf(response, 4) ?? new Uint8Array(0));
      if (!outcome.ok || status?.status === FILE_STATUS.success) return outcome;
      return fail(`The outstation did not delete the file: ${status === undefined ? 'no file status' : fileStatusName(status.status)}.`);
    },
    done: (outcome) => done(outcome.ok ? { ok: true, value: undefined } : outcome),
  };
}

/** Type, size and time of a file or directory. */
export function fileInfo(name: string, done: (outcome: FileOutcome<FileDescriptor>) => void): MasterTask {
  let found: FileDescriptor | undefined;
  return {
    name: 'file information',
    priority: PRIORITY.request,
    retries: RETRIES,
    step: (index, previous) => {
      if (index === 0) return { functionCode: FUNCTION.getFileInfo, blocks: [fileObject(7, encodeFileDescriptor({ name, type: 'file', size: 0, created: 0, permissions: 0, requestId: 1 }))] };
      const response = previous ?? { iin: 0, blocks: [] };
      const outcome = outcomeOf('file information', response);
      found = decodeFileDescriptor(octetsOf(response, 7) ?? new Uint8Array(0));
      if (!outcome.ok || found !== undefined) return outcome;
      const status = decodeFileStatus(octetsOf(response, 4) ?? new Uint8Array(0));
      return fail(`The outstation told nothing of the file: ${status === undefined ? 'no descriptor' : fileStatusName(status.status)}.`);
    },
    done: (outcome) => {
      if (outcome.ok && found !== undefined) done({ ok: true, value: found });
      else done(outcome.ok ? fail('The outstation told nothing of the file.') : outcome);
    },
  };
}
