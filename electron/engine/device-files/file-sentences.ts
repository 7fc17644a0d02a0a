import { createHash } from 'node:crypto';
import { ProcedureError } from '../../../shared/contract/answer';
import type { DeviceFile } from '../../../shared/contract/device-files';

/** What is there under a path: a file or directory, nothing (null), or the device can't tell. */
export type Present = DeviceFile | 'unknown' | null;

/** `1,204 octets`. */
export function octetsText(octets: number): string {
  return `${octets.toLocaleString('en-US')} ${octets === 1 ? 'octet' : 'octets'}`;
}

/** The first 16 digits of a content's SHA-256, to tell in the audit trail what was sent. */
export function shortHash(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

/** What a person agrees to before a file is sent. @throws ProcedureError where a directory is in its place */
export function confirmWrite(device: string, path: string, size: number, present: Present): string {
  if (present === 'unknown') return `Sends ${octetsText(size)} to ${device} as ${path}. ${device} does not tell whether such a file is there; if it is, it is overwritten.`;
  if (present === null) return `Sends ${octetsText(size)} to ${device} as ${path}, which is not there yet.`;
  mustBeFile(device, path, present, 'overwritten');
  return `Overwrites ${path} in ${device} (${factsText(present)}) with ${octetsText(size)}. What is there now is lost.`;
}

/** What a person agrees to before a file is deleted. @throws ProcedureError where there is none, or a directory */
export function confirmDelete(device: string, path: string, present: Present): string {
  if (present === 'unknown') return `Deletes ${path} of ${device}, which does not tell what is there. This can't be undone.`;
  if (present === null) throw new ProcedureError('not_found', `${device} has no file ${path}. Nothing was sent.`, { reason: 'no_file' });
  mustBeFile(device, path, present, 'deleted');
  return `Deletes ${path} of ${device} (${factsText(present)}). This can't be undone.`;
}

function mustBeFile(device: string, path: string, { type }: DeviceFile, done: string): void {
  if (type === 'directory') throw new ProcedureError('conflict', `${path} is a directory of ${device}; directories are not ${done}. Nothing was sent.`, { reason: 'is_directory' });
}

function factsText({ size, modified }: DeviceFile): string {
  const time = modified === null ? '' : `, of ${new Date(modified / 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return `${octetsText(size)}${time}`;
}
