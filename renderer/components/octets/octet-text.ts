/** `0A FF` of `0AFF`. */
export function spacedHex(hex: string): string {
  return hex.replaceAll(/..(?=.)/g, '$& ');
}

/** Octets of hex digits in pairs. */
export function octetsOf(hex: string): Uint8Array {
  const octets = new Uint8Array(hex.length >> 1);
  for (let at = 0; at < octets.length; at += 1) octets[at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16);
  return octets;
}

/** Printable ASCII as it is, anything else as a dot. */
export function asciiOf(octet: number): string {
  return octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '.';
}
