/** A name that every file system takes. */
export function fileName(text: string): string {
  return text.replace(/[^\p{L}\p{N} ._-]+/gu, '-').trim().slice(0, 100);
}
