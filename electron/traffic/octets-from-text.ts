/** Octets as hex in any of the usual ways: `01 03 00`, `010300`, `0x01,0x03`, `01:03`, `[01][03]`. What else is in it is named. */
export function octetsFromText(text: string): { readonly octets: Uint8Array } | { readonly problem: string } {
  const plain = text.replaceAll(/0x/gi, ' ').replaceAll(/[\s,;:[\]{}()<>"'-]+/g, ' ').trim();
  if (plain === '') return { problem: 'There are no octets: paste them as hexadecimal digits, such as 05 64 05 C9.' };
  const strange = /[^0-9a-f ]/i.exec(plain);
  if (strange !== null) return { problem: `"${strange[0]}" is no hexadecimal digit.` };
  // A single digit between separators is an octet of its own.
  const digits = plain.split(' ').map((group) => (group.length === 1 ? `0${group}` : group));
  const odd = digits.find((group) => group.length % 2 === 1);
  if (odd !== undefined) return { problem: `"${odd.slice(0, 20)}" has an odd number of digits: an octet has two.` };
  return { octets: Uint8Array.from(Buffer.from(digits.join(''), 'hex')) };
}
