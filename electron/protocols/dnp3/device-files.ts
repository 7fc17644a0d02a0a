import { decodeDirectory } from '../../stacks/dnp3';
import type { DeviceFile } from '../../../shared/contract/device-files';
import type { FileAnswer, FileProgress, FilesCapability } from '../protocol';
import type { DeviceSettings } from './device-settings';
import { FileRequests, type FileRequestsParts } from './file-requests';
import { deviceFileOf, entryPath, wrongAnswer } from './file-words';

/** Octets of a directory's content at most: some ten thousand entries. */
const MOST_DIRECTORY_OCTETS = 1 << 20;
/** Octets of a request around the data of a block: fragment header, object header with size, handle and block number. */
const AROUND_BLOCK = 18;
/** Blocks of one file without octets that are not the last. */
const MOST_EMPTY_BLOCKS = 16;
/** What an outstation tells as a size that it does not know (from memory of IEEE 1815). */
const UNKNOWN_SIZE = 0xffff_ffff;

/** What has a file open now: an outstation keeps one open for each master. */
interface Under {
  readonly listing: boolean;
  readonly path: string;
  readonly ended: Promise<void>;
}

/** Files of one outstation. */
export class DeviceFiles implements FilesCapability {
  readonly #requests: FileRequests;
  readonly #maxBlock: number;
  #under: Under | null = null;

  constructor(parts: FileRequestsParts & { readonly settings: DeviceSettings }) {
    this.#requests = new FileRequests(parts);
    this.#maxBlock = parts.settings.maxRequestOctets - AROUND_BLOCK;
  }

  async list(path: string, signal: AbortSignal): Promise<FileAnswer<readonly DeviceFile[]>> {
    const content = await this.#alone(path, true, signal, () => this.#read(path, MOST_DIRECTORY_OCTETS, () => undefined, signal));
    if (!content.ok) return content;
    const entries = decodeDirectory(content.value);
    return entries === undefined ? wrongAnswer(`${path} is no directory`) : { ok: true, value: entries.map((entry) => deviceFileOf(entry, entryPath(path, entry.name))) };
  }

  async information(path: string, signal: AbortSignal): Promise<FileAnswer<DeviceFile>> {
    const answer = await this.#requests.information(path, signal);
    return answer.ok ? { ok: true, value: deviceFileOf(answer.value, path) } : answer;
  }

  read(path: string, maxOctets: number, progress: FileProgress, signal: AbortSignal): Promise<FileAnswer<Uint8Array>> {
    return this.#alone(path, false, signal, () => this.#read(path, maxOctets, progress, signal));
  }

  write(path: string, content: Uint8Array, progress: FileProgress, signal: AbortSignal): Promise<FileAnswer<undefined>> {
    return this.#alone(path, false, signal, () => this.#write(path, content, progress, signal));
  }

  async remove(path: string, signal: AbortSignal): Promise<FileAnswer<undefined>> {
    const answer = await this.#requests.remove(path, signal);
    return answer.ok ? { ok: true, value: undefined } : answer;
  }

  /** Waits for listings, which are short; beside a transfer nothing is begun, since opening a file would end it. */
  async #alone<T>(path: string, listing: boolean, signal: AbortSignal, action: () => Promise<FileAnswer<T>>): Promise<FileAnswer<T>> {
    while (this.#under?.listing === true) await this.#under.ended;
    if (signal.aborted) return { ok: false, outcome: 'cancelled', message: `${path} was not asked for: it was given up before its turn.` };
    if (this.#under !== null) return { ok: false, outcome: 'not_sent', message: `${path} was not asked for: the transfer of ${this.#under.path} is under way. Wait for its end, or cancel it.` };
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#under = { listing, path, ended };
    try {
      return await action();
    } finally {
      this.#under = null;
      end();
    }
  }

  async #read(path: string, maxOctets: number, progress: FileProgress, signal: AbortSignal): Promise<FileAnswer<Uint8Array>> {
    const opened = await this.#requests.open(path, 'read', 0, this.#maxBlock, untilAnswered());
    if (!opened.ok) return opened;
    const { handle, size } = opened.value;
    const content = await this.#readBlocks(path, handle, size === UNKNOWN_SIZE ? null : size, maxOctets, progress, signal);
    // What came is whole, whatever is answered to the closing.
    await this.#requests.close(path, handle, 'read', untilAnswered());
    return content;
  }

  async #readBlocks(path: string, handle: number, size: number | null, maxOctets: number, progress: FileProgress, signal: AbortSignal): Promise<FileAnswer<Uint8Array>> {
    const tooLarge = (octets: string): FileAnswer<Uint8Array> => ({ ok: false, outcome: 'too_large', message: `${path} has ${octets} octets; ${maxOctets.toLocaleString('en-US')} are the most that is fetched.` });
    if (size !== null && size > maxOctets) return tooLarge(size.toLocaleString('en-US'));
    const parts: Uint8Array[] = [];
    let octets = 0;
    let empty = 0;
    progress(0, size);
    for (let number = 0; ; number += 1) {
      const block = await this.#requests.readBlock(path, handle, number, signal);
      if (!block.ok) return block;
      const { data, last } = block.value;
      octets += data.length;
      if (octets > maxOctets) return tooLarge('more');
      parts.push(data);
      progress(octets, size);
      if (last) return { ok: true, value: Uint8Array.from(Buffer.concat(parts)) };
      if (data.length === 0) empty += 1;
      if (empty > MOST_EMPTY_BLOCKS) return { ok: false, outcome: 'refused', message: `${path} was given up: the outstation gives one empty block after the other, and none of them is the last.` };
    }
  }

  async #write(path: string, content: Uint8Array, progress: FileProgress, signal: AbortSignal): Promise<FileAnswer<undefined>> {
    const opened = await this.#requests.open(path, 'write', content.length, this.#maxBlock, untilAnswered());
    if (!opened.ok) return opened;
    const { handle, maxBlock } = opened.value;
    const size = Math.min(maxBlock, this.#maxBlock);
    const written: FileAnswer<undefined> = size === 0 ? { ok: false, outcome: 'refused', message: `${path} was not written: the outstation takes blocks of 0 octets.` } : await this.#writeBlocks(path, content, { handle, size }, progress, signal);
    if (!written.ok) return this.#givenUp(path, handle, written);
    const closed = await this.#requests.close(path, handle, 'write', untilAnswered());
    return closed.ok ? written : closed;
  }

  async #writeBlocks(path: string, content: Uint8Array, { handle, size }: { readonly handle: number; readonly size: number }, progress: FileProgress, signal: AbortSignal): Promise<FileAnswer<undefined>> {
    progress(0, content.length);
    for (let block = 0; ; block += 1) {
      const data = content.subarray(block * size, (block + 1) * size);
      const last = (block + 1) * size >= content.length;
      const answer = await this.#requests.writeBlock(path, { handle, block, last, data }, signal);
      if (!answer.ok) return answer;
      progress(block * size + data.length, content.length);
      if (last) return answer;
    }
  }

  /** Drops what was written so far. Where the outstation has no way to, closing keeps a part of a file: that is said. */
  async #givenUp(path: string, handle: number, failure: Exclude<FileAnswer<undefined>, { readonly ok: true }>): Promise<FileAnswer<undefined>> {
    const aborted = await this.#requests.abort(path, handle, untilAnswered());
    if (aborted.ok) return failure;
    await this.#requests.close(path, handle, 'write', untilAnswered());
    return { ...failure, message: `${failure.message} What was sent so far may be in ${path} now: look at it, and send it again.` };
  }
}

/** For opening and closing, which end with an answer or its timeout whatever the caller does: a file that stays open keeps others out. */
function untilAnswered(): AbortSignal {
  return new AbortController().signal;
}
