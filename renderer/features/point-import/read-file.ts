import { encodeBase64 } from '../../../shared/domain/value';

/** As many octets as the contract takes in one file. */
const MOST_OCTETS = 48 * 1024 * 1024;

export type PointListFormat = 'csv' | 'xlsx';

export interface PointListFile {
  readonly name: string;
  readonly format: PointListFormat;
  readonly contentBase64: string;
}

/** Reads a chosen file as a point list; throws in plain words when it can't be one. */
export async function readPointListFile(file: File): Promise<PointListFile> {
  if (file.size > MOST_OCTETS) throw new Error(`${file.name} has ${Math.round(file.size / 1024 / 1024)} MiB; 48 MiB at most are taken.`);
  const octets = new Uint8Array(await file.arrayBuffer());
  // An XLSX is a ZIP archive, whatever its name ends in.
  const format = octets[0] === 0x50 && octets[1] === 0x4b ? 'xlsx' : 'csv';
  return { name: file.name, format, contentBase64: encodeBase64(octets) };
}

/** Text of the clipboard as the contract carries a file. */
export function clipboardContent(text: string): string {
  return encodeBase64(new TextEncoder().encode(text));
}
