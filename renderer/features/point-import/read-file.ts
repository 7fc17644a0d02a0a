import type { MapFile } from '../../../shared/contract/devices';
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
  return { ...(await readMapFile(file, [])), format: (await isArchive(file)) ? 'xlsx' : 'csv' };
}

export interface ChosenMapFile {
  readonly name: string;
  /** `csv`, `xlsx`, or the id of a kind of file of the protocol. */
  readonly format: string;
  readonly contentBase64: string;
}

/** The same where the protocol has kinds of files of its own, told by their ending. */
export async function readMapFile(file: File, kinds: readonly MapFile[]): Promise<ChosenMapFile> {
  if (file.size > MOST_OCTETS) throw new Error(`${file.name} has ${Math.round(file.size / 1024 / 1024)} MiB; 48 MiB at most are taken.`);
  const octets = new Uint8Array(await file.arrayBuffer());
  const own = kinds.find(({ extension }) => file.name.toLowerCase().endsWith(`.${extension}`));
  return { name: file.name, format: own?.id ?? ((await isArchive(file)) ? 'xlsx' : 'csv'), contentBase64: encodeBase64(octets) };
}

/** An XLSX is a ZIP archive, whatever its name ends in. */
async function isArchive(file: File): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x50 && second === 0x4b;
}

/** What a dialog for choosing a file accepts, and what people are told of it: `CSV, XLSX or DNP3 device profile`. */
export function mapFileKinds(kinds: readonly MapFile[]): { readonly accept: string; readonly words: string } {
  const names = ['CSV', 'XLSX', ...kinds.map(({ title }) => title)];
  return { accept: ['.csv', '.tsv', '.txt', '.xlsx', ...kinds.map(({ extension }) => `.${extension}`)].join(','), words: `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}` };
}

/** Text of the clipboard as the contract carries a file. */
export function clipboardContent(text: string): string {
  return encodeBase64(new TextEncoder().encode(text));
}
