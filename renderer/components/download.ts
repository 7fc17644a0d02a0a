import type { FileContent } from '../../shared/contract/common';
import { decodeBase64, encodeBase64 } from '../../shared/domain/value';

/** Hands a file to the person: the browser or the desktop window asks where to keep it. */
export function downloadFile({ name, contentBase64 }: FileContent): void {
  const octets = decodeBase64(contentBase64);
  if (octets === null) throw new Error(`${name} came damaged from the engine. Nothing was saved.`);
  const url = URL.createObjectURL(new Blob([new Uint8Array(octets)]));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the data by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Asks for a file; null when the person chose none. `accept` as an input takes it: `.csv,.xlsx`. */
export function chooseFile(accept: string): Promise<File | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}

/** A file as the contract carries it. */
export async function fileContent(file: File): Promise<FileContent> {
  return { name: file.name, contentBase64: encodeBase64(new Uint8Array(await file.arrayBuffer())) };
}
