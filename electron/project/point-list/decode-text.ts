/**
 * Text of a file by its byte order mark; without one UTF-8, and where that does not fit Windows-1252, in which Excel
 * saves CSV in western Europe and which has a character for every octet.
 */
export function decodeText(octets: Uint8Array): string {
  if (octets[0] === 0xff && octets[1] === 0xfe) return new TextDecoder('utf-16le').decode(octets);
  if (octets[0] === 0xfe && octets[1] === 0xff) return new TextDecoder('utf-16be').decode(octets);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    return new TextDecoder('windows-1252').decode(octets);
  }
}
