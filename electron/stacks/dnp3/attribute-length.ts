/** The data type of lists of attributes of more than 255 octets: their length octet says how many more than 256 there are (as an open decoder read IEEE 1815; not from the text itself). */
export const EXTENDED_LIST = 255;
const MORE = 256;

/** The octets of an attribute behind its data type and its length octet. */
export function attributeOctets(attributeType: number, lengthOctet: number): number {
  return attributeType === EXTENDED_LIST ? lengthOctet + MORE : lengthOctet;
}

/** The length octet of an attribute; undefined where the data type cannot have so many octets. */
export function lengthOctetOf(attributeType: number, octets: number): number | undefined {
  const own = attributeType === EXTENDED_LIST ? octets - MORE : octets;
  return own >= 0 && own <= 255 ? own : undefined;
}
