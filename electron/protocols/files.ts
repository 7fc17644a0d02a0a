import type { DeviceFile } from '../../shared/contract/device-files';

/** What came of a question about files. `uncertain`: it was sent, and nobody knows whether it was carried out. */
export type FileAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      /** `absent`: there is no such file. `too_large`: it is longer than the caller takes. `unknown`: the device can't tell. */
      readonly outcome: 'absent' | 'refused' | 'unknown' | 'too_large' | 'no_answer' | 'uncertain' | 'not_sent' | 'cancelled';
      /** In plain words, a sentence. */
      readonly message: string;
    };

/** How far a transfer is: octets. */
export type FileProgress = (done: number, total: number | null) => void;

/**
 * Files that a device keeps. Whether it may is the caller's business. Nothing rejects. One transfer at a time and device;
 * readings go on meanwhile. A signal that ends gives the transfer up, and the device is told so.
 */
export interface FilesCapability {
  /** Everything in a directory, in the device's order. */
  list(path: string, signal: AbortSignal): Promise<FileAnswer<readonly DeviceFile[]>>;
  information(path: string, signal: AbortSignal): Promise<FileAnswer<DeviceFile>>;
  read(path: string, maxOctets: number, progress: FileProgress, signal: AbortSignal): Promise<FileAnswer<Uint8Array>>;
  /** Writes it whole, in place of what is there. Never sent again by itself once it ended. */
  write(path: string, content: Uint8Array, progress: FileProgress, signal: AbortSignal): Promise<FileAnswer<undefined>>;
  remove(path: string, signal: AbortSignal): Promise<FileAnswer<undefined>>;
}
