/** A reason as the beginning of a sentence: `the checksum is wrong` with its first letter large. */
export function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
