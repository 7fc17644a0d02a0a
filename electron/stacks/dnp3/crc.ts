const TABLE = Uint16Array.from({ length: 256 }, (_, octet) => {
  let crc = octet;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa6bc : crc >> 1;
  return crc;
});

/** CRC-16/DNP (polynomial 0x3d65 reflected, initial 0, result complemented) over octets[start, end). Sent low octet first. */
export function crcDnp(octets: Uint8Array, start = 0, end = octets.length): number {
  let crc = 0;
  for (let i = start; i < end; i += 1) crc = (crc >> 8) ^ (TABLE[(crc ^ (octets[i] ?? 0)) & 0xff] ?? 0);
  return ~crc & 0xffff;
}
