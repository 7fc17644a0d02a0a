import type { ObjectBlock } from './object-block';
import { OctetWriter } from './octet-writer';
import { readU16, readU32, readU48 } from './octets';

/** Modes of opening (group 70 variation 3). */
export const FILE_MODE = { none: 0, read: 1, write: 2, append: 3 } as const;

/** Statuses of files (from memory of IEEE 1815, group 70 variations 4 and 6). */
export const FILE_STATUS = {
  success: 0,
  permissionDenied: 1,
  invalidMode: 2,
  notFound: 3,
  locked: 4,
  tooManyOpen: 5,
  invalidHandle: 6,
  blockSize: 7,
  communicationLost: 8,
  cannotAbort: 9,
  notOpened: 16,
  handleExpired: 17,
  bufferOverrun: 18,
  fatal: 19,
  outOfSequence: 20,
  undefined: 255,
} as const;

const STATUS_NAMES = new Map<number, string>(Object.entries(FILE_STATUS).map(([name, code]) => [code, name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)]));

/** A file status in plain words. */
export function fileStatusName(status: number): string {
  return STATUS_NAMES.get(status) ?? `status ${status}`;
}

/** Variation 3: what open and delete ask for. */
export interface FileCommand {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly permissions: number;
  readonly authenticationKey: number;
  readonly size: number;
  readonly mode: number;
  readonly maxBlock: number;
  readonly requestId: number;
}

/** Variation 4: the answer to open, close, delete. */
export interface FileStatus {
  readonly handle: number;
  readonly size: number;
  readonly maxBlock: number;
  readonly requestId: number;
  readonly status: number;
}

/** Variation 5: a block. A read's request has no data. */
export interface FileBlock {
  readonly handle: number;
  /** 0 to 2^31 - 1. */
  readonly block: number;
  readonly last: boolean;
  readonly data: Uint8Array;
}

/** Variation 6: the answer to a written block, or to a read that failed. */
export interface FileBlockStatus {
  readonly handle: number;
  readonly block: number;
  readonly last: boolean;
  readonly status: number;
}

/** Variation 7: a file or directory. */
export interface FileDescriptor {
  readonly name: string;
  readonly type: 'directory' | 'file';
  /** Octets of a file, entries of a directory. */
  readonly size: number;
  readonly created: number;
  readonly permissions: number;
  readonly requestId: number;
}

const COMMAND_OCTETS = 26;
const DESCRIPTOR_OCTETS = 20;
const STATUS_OCTETS = 13;
const BLOCK_OCTETS = 8;
const LAST = 0x8000_0000;

/** A block of one object in free format. */
export function fileObject(variation: number, octets: Uint8Array): ObjectBlock {
  return { group: 70, variation, range: { kind: 'free', count: 1 }, entries: [{ index: 0, value: { octets } }] };
}

export function encodeFileCommand(command: FileCommand): Uint8Array {
  const name = Buffer.from(command.name, 'utf8');
  const writer = new OctetWriter(COMMAND_OCTETS + name.length);
  writer.u16(COMMAND_OCTETS);
  writer.u16(name.length);
  writer.u48(command.created);
  writer.u16(command.permissions);
  writer.u32(command.authenticationKey);
  writer.u32(command.size);
  writer.u16(command.mode);
  writer.u16(command.maxBlock);
  writer.u16(command.requestId);
  writer.bytes(name);
  return writer.take();
}

/** Undefined when the octets are no file command: too short, or a name outside of them. */
export function decodeFileCommand(octets: Uint8Array): FileCommand | undefined {
  const name = octets.length < COMMAND_OCTETS ? undefined : nameAt(octets, COMMAND_OCTETS);
  if (name === undefined) return undefined;
  return {
    name,
    created: readU48(octets, 4),
    permissions: readU16(octets, 10),
    authenticationKey: readU32(octets, 12),
    size: readU32(octets, 16),
    mode: readU16(octets, 20),
    maxBlock: readU16(octets, 22),
    requestId: readU16(octets, 24),
  };
}

export function encodeFileStatus({ handle, size, maxBlock, requestId, status }: FileStatus): Uint8Array {
  const writer = new OctetWriter(STATUS_OCTETS);
  writer.u32(handle);
  writer.u32(size);
  writer.u16(maxBlock);
  writer.u16(requestId);
  writer.u8(status);
  return writer.take();
}

/** The optional text behind the status is passed over. */
export function decodeFileStatus(octets: Uint8Array): FileStatus | undefined {
  if (octets.length < STATUS_OCTETS) return undefined;
  return { handle: readU32(octets, 0), size: readU32(octets, 4), maxBlock: readU16(octets, 8), requestId: readU16(octets, 10), status: octets[12] ?? 0 };
}

export function encodeFileBlock({ handle, block, last, data }: FileBlock): Uint8Array {
  const writer = new OctetWriter(BLOCK_OCTETS + data.length);
  writer.u32(handle);
  writer.u32(block + (last ? LAST : 0));
  writer.bytes(data);
  return writer.take();
}

export function decodeFileBlock(octets: Uint8Array): FileBlock | undefined {
  if (octets.length < BLOCK_OCTETS) return undefined;
  return { ...blockNumber(octets), data: octets.slice(BLOCK_OCTETS) };
}

export function encodeFileBlockStatus({ handle, block, last, status }: FileBlockStatus): Uint8Array {
  return encodeFileBlock({ handle, block, last, data: Uint8Array.of(status) });
}

export function decodeFileBlockStatus(octets: Uint8Array): FileBlockStatus | undefined {
  const status = octets[BLOCK_OCTETS];
  return status === undefined ? undefined : { ...blockNumber(octets), status };
}

export function encodeFileDescriptor(descriptor: FileDescriptor): Uint8Array {
  const name = Buffer.from(descriptor.name, 'utf8');
  const writer = new OctetWriter(DESCRIPTOR_OCTETS + name.length);
  writer.u16(DESCRIPTOR_OCTETS);
  writer.u16(name.length);
  writer.u16(descriptor.type === 'directory' ? 0 : 1);
  writer.u32(descriptor.size);
  writer.u48(descriptor.created);
  writer.u16(descriptor.permissions);
  writer.u16(descriptor.requestId);
  writer.bytes(name);
  return writer.take();
}

export function decodeFileDescriptor(octets: Uint8Array): FileDescriptor | undefined {
  const name = octets.length < DESCRIPTOR_OCTETS ? undefined : nameAt(octets, DESCRIPTOR_OCTETS);
  const type = readU16(octets, 4);
  if (name === undefined || type > 1) return undefined;
  return { name, type: type === 0 ? 'directory' : 'file', size: readU32(octets, 6), created: readU48(octets, 10), permissions: readU16(octets, 16), requestId: readU16(octets, 18) };
}

/** The content of a directory that was read as a file: descriptors, one behind the other. Undefined when it is none. */
export function decodeDirectory(content: Uint8Array): FileDescriptor[] | undefined {
  const all: FileDescriptor[] = [];
  for (let at = 0; at < content.length; ) {
    const descriptor = decodeFileDescriptor(content.subarray(at));
    if (descriptor === undefined) return undefined;
    all.push(descriptor);
    at += readU16(content, at) + readU16(content, at + 2);
  }
  return all;
}

function blockNumber(octets: Uint8Array): { readonly handle: number; readonly block: number; readonly last: boolean } {
  const number = readU32(octets, 4);
  return { handle: readU32(octets, 0), block: number % LAST, last: number >= LAST };
}

/** The name whose offset and length begin the object; it may not lie within the fields. */
function nameAt(octets: Uint8Array, fields: number): string | undefined {
  const offset = readU16(octets, 0);
  const length = readU16(octets, 2);
  if (length > 0 && (offset < fields || offset + length > octets.length)) return undefined;
  // A directory's content is parted by offset and length, so an empty name must not move it back.
  if (length === 0 && offset < fields) return undefined;
  return Buffer.from(octets.subarray(offset, offset + length)).toString('utf8');
}
