/** Text in registers, two octets each, up to the first zero octet; blanks around it and what is no UTF-8 are dropped. */
export function registersToText(registers: Uint16Array): string {
  const octets = Uint8Array.from(Array.from(registers).flatMap((register) => [register >> 8, register & 0xff]));
  const end = octets.indexOf(0);
  const text = new TextDecoder('utf-8').decode(end < 0 ? octets : octets.subarray(0, end));
  return text.replace(/[\p{Cc}\ufffd]/gu, '').trim();
}
