/** Longitudinal redundancy check of ASCII frames: the two's complement of the sum of octets[start, end). */
export function lrc(octets: Uint8Array, start = 0, end = octets.length): number {
  let sum = 0;
  for (let i = start; i < end; i += 1) sum += octets[i] ?? 0;
  return -sum & 0xff;
}
