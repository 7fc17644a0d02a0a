import { decodeFileAuthentication, encodeFileAuthentication } from './file-authentication';
import { FileKeys } from './file-keys';
import {
  decodeFileBlock,
  decodeFileCommand,
  decodeFileDescriptor,
  decodeFileStatus,
  encodeFileBlock,
  encodeFileBlockStatus,
  encodeFileDescriptor,
  encodeFileStatus,
  FILE_MODE,
  FILE_STATUS,
  fileObject,
  type FileCommand,
  type FileDescriptor,
} from './file-objects';
import { FUNCTION } from './function-codes';
import { IIN } from './iin';
import type { ObjectBlock } from './object-block';

/** What an outstation asks of the device's files. Each answers with a FILE_STATUS where it cannot. */
export interface FileStore {
  /** The whole content of a file; of a directory its descriptors are asked by `list`. */
  read(name: string): Uint8Array | number;
  write(name: string, content: Uint8Array, append: boolean): number;
  remove(name: string): number;
  info(name: string): Omit<FileDescriptor, 'requestId'> | number;
  /** What a directory holds, or undefined when the name is none. */
  list(name: string): readonly Omit<FileDescriptor, 'requestId'>[] | undefined;
  /**
   * Whether this is the password of this user. With it each opening and each deletion needs a key that was given for a
   * password (function 29); without it none does. Information on a file has no place for a key, and is given.
   */
  authenticate?(user: string, password: string): boolean;
}

interface OpenFile {
  readonly handle: number;
  readonly name: string;
  readonly mode: number;
  readonly blockOctets: number;
  readonly content: Uint8Array;
  readonly written: Uint8Array[];
  writtenOctets: number;
  /** The next block; the one before it may come or be asked again. */
  next: number;
  usedAt: number;
}

export interface FileAnswer {
  readonly blocks: readonly ObjectBlock[];
  readonly iin: number;
}

/** Octets of a response around a block's data: fragment header, object header with size, handle and block number. */
const AROUND_BLOCK = 4 + 6 + 8;
/** A file that is not used for so long is closed; what was written to it is dropped. */
const EXPIRES_MS = 60_000;
/** No more is held of a file that is written. */
const MAX_WRITTEN_OCTETS = 1 << 20;

/** File transfer of one master: one open file at a time, opening another one ends it. */
export class FileServer {
  readonly #store: FileStore;
  readonly #maxSent: number;
  readonly #keys: FileKeys | undefined;
  #open: OpenFile | undefined;
  #handles = 0;

  constructor(store: FileStore, maxSent: number) {
    this.#store = store;
    this.#maxSent = maxSent;
    this.#keys = store.authenticate === undefined ? undefined : new FileKeys((user, password) => store.authenticate?.(user, password) === true);
  }

  /** The channel is gone: nothing stays open. */
  forget(): void {
    this.#open = undefined;
    this.#keys?.forget();
  }

  /** One request with a file object. */
  request(functionCode: number, blocks: readonly ObjectBlock[], now: number): FileAnswer {
    const [block, ...more] = blocks;
    const octets = block?.entries.length === 1 ? block.entries[0]?.value.octets : undefined;
    if (block === undefined || more.length > 0 || octets === undefined) return refused;
    if (this.#open !== undefined && now - this.#open.usedAt > EXPIRES_MS) this.#open = undefined;
    if (this.#open !== undefined) this.#open.usedAt = now;
    const { variation } = block;
    if (functionCode === FUNCTION.authenticateFile && variation === 2) return this.#authenticated(octets, now);
    if (functionCode === FUNCTION.openFile && variation === 3) return withCommand(octets, (command) => this.#opened(command, now));
    if (functionCode === FUNCTION.deleteFile && variation === 3) return withCommand(octets, (command) => status(0, 0, 0, command.requestId, this.#permits(command, now) ? this.#store.remove(command.name) : FILE_STATUS.permissionDenied));
    if (functionCode === FUNCTION.getFileInfo && variation === 7) return this.#info(octets);
    if ((functionCode === FUNCTION.closeFile || functionCode === FUNCTION.abortFile) && variation === 4) return this.#closed(octets, functionCode === FUNCTION.abortFile);
    if (functionCode === FUNCTION.read && variation === 5) return this.#readBlock(octets);
    return functionCode === FUNCTION.write && variation === 5 ? this.#writeBlock(octets) : refused;
  }

  #authenticated(octets: Uint8Array, now: number): FileAnswer {
    const asked = decodeFileAuthentication(octets);
    if (this.#keys === undefined) return { blocks: [], iin: IIN.functionNotSupported };
    if (asked === undefined) return refused;
    // Neither name nor password goes back.
    return { blocks: [fileObject(2, encodeFileAuthentication({ user: '', password: '', key: this.#keys.authenticate(asked.user, asked.password, now) }))], iin: 0 };
  }

  #permits({ authenticationKey }: FileCommand, now: number): boolean {
    return this.#keys === undefined || this.#keys.use(authenticationKey, now);
  }

  #opened(command: FileCommand, now: number): FileAnswer {
    const { name, mode, requestId } = command;
    this.#open = undefined;
    if (!this.#permits(command, now)) return status(0, 0, 0, requestId, FILE_STATUS.permissionDenied);
    if (mode !== FILE_MODE.read && mode !== FILE_MODE.write && mode !== FILE_MODE.append) return status(0, 0, 0, requestId, FILE_STATUS.invalidMode);
    const content = mode === FILE_MODE.read ? this.#content(name) : new Uint8Array(0);
    if (typeof content === 'number') return status(0, 0, 0, requestId, content);
    const blockOctets = Math.min(command.maxBlock, this.#maxSent - AROUND_BLOCK);
    if (blockOctets <= 0) return status(0, 0, 0, requestId, FILE_STATUS.blockSize);
    this.#handles = (this.#handles % 0xffff_ffff) + 1;
    this.#open = { handle: this.#handles, name, mode, blockOctets, content, written: [], writtenOctets: 0, next: 0, usedAt: now };
    return status(this.#handles, mode === FILE_MODE.read ? content.length : command.size, blockOctets, requestId, FILE_STATUS.success);
  }

  #content(name: string): Uint8Array | number {
    const entries = this.#store.list(name);
    return entries === undefined ? this.#store.read(name) : Buffer.concat(entries.map((entry) => encodeFileDescriptor({ ...entry, requestId: 0 })));
  }

  #info(octets: Uint8Array): FileAnswer {
    const asked = decodeFileDescriptor(octets);
    if (asked === undefined) return refused;
    const { requestId } = asked;
    const info = this.#store.info(asked.name);
    return typeof info === 'number' ? status(0, 0, 0, requestId, info) : { blocks: [fileObject(7, encodeFileDescriptor({ ...info, requestId }))], iin: 0 };
  }

  #closed(octets: Uint8Array, aborted: boolean): FileAnswer {
    const asked = decodeFileStatus(octets);
    if (asked === undefined) return refused;
    const open = this.#open;
    if (open === undefined || open.handle !== asked.handle) return status(asked.handle, 0, 0, asked.requestId, FILE_STATUS.invalidHandle);
    this.#open = undefined;
    const stored = open.mode === FILE_MODE.read || aborted ? FILE_STATUS.success : this.#store.write(open.name, Uint8Array.from(Buffer.concat(open.written)), open.mode === FILE_MODE.append);
    return status(asked.handle, open.mode === FILE_MODE.read ? open.content.length : open.writtenOctets, 0, asked.requestId, stored);
  }

  #readBlock(octets: Uint8Array): FileAnswer {
    const asked = decodeFileBlock(octets);
    if (asked === undefined) return refused;
    const open = this.#open;
    const { handle, block } = asked;
    if (open === undefined || open.handle !== handle) return blockStatus(handle, block, FILE_STATUS.invalidHandle);
    if (open.mode !== FILE_MODE.read) return blockStatus(handle, block, FILE_STATUS.invalidMode);
    if (block !== open.next && block !== open.next - 1) return blockStatus(handle, block, FILE_STATUS.outOfSequence);
    const from = block * open.blockOctets;
    if (from > 0 && from >= open.content.length) return blockStatus(handle, block, FILE_STATUS.outOfSequence);
    open.next = block + 1;
    const data = open.content.subarray(from, from + open.blockOctets);
    return { blocks: [fileObject(5, encodeFileBlock({ handle, block, last: from + data.length >= open.content.length, data }))], iin: 0 };
  }

  #writeBlock(octets: Uint8Array): FileAnswer {
    const given = decodeFileBlock(octets);
    if (given === undefined) return refused;
    const open = this.#open;
    const { handle, block, last, data } = given;
    const answer = (own: number): FileAnswer => ({ blocks: [fileObject(6, encodeFileBlockStatus({ handle, block, last, status: own }))], iin: 0 });
    if (open === undefined || open.handle !== handle) return answer(FILE_STATUS.invalidHandle);
    if (open.mode === FILE_MODE.read) return answer(FILE_STATUS.invalidMode);
    // The block that came last may come again when its answer was lost.
    if (block === open.next - 1) return answer(FILE_STATUS.success);
    if (block !== open.next) return answer(FILE_STATUS.outOfSequence);
    if (data.length > open.blockOctets) return answer(FILE_STATUS.blockSize);
    if (open.writtenOctets + data.length > MAX_WRITTEN_OCTETS) return answer(FILE_STATUS.bufferOverrun);
    open.written.push(data);
    open.writtenOctets += data.length;
    open.next += 1;
    return answer(FILE_STATUS.success);
  }
}

const refused: FileAnswer = { blocks: [], iin: IIN.parameterError };

function withCommand(octets: Uint8Array, use: (command: FileCommand) => FileAnswer): FileAnswer {
  const command = decodeFileCommand(octets);
  return command === undefined ? refused : use(command);
}

function status(handle: number, size: number, maxBlock: number, requestId: number, own: number): FileAnswer {
  return { blocks: [fileObject(4, encodeFileStatus({ handle, size, maxBlock, requestId, status: own }))], iin: 0 };
}

function blockStatus(handle: number, block: number, own: number): FileAnswer {
  return { blocks: [fileObject(6, encodeFileBlockStatus({ handle, block, last: false, status: own }))], iin: 0 };
}
