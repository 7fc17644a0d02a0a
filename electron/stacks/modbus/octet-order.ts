/**
 * The order in which a value's octets lie in its registers, A the most significant: `ABCD`, `EFABCD`, `BADCFEHG`. Every
 * letter stands once. The four usual names are written for 32 bits and hold for every length: which word comes first (AB..
 * the high one, CD.. the low one), and whether the two octets inside each word are swapped. For 64 bits CDAB is GHEFCDAB
 * (words reversed), BADC is BADCFEHG (octets swapped), DCBA is HGFEDCBA (all reversed); for 16 bits only the swap matters.
 * Any other order holds for values of its own length. In text the words keep their place: BADC and DCBA swap the two
 * characters of each register, and an order of another name arranges each group of as many characters.
 */
export type ModbusByteOrder = string;

/** The four usual orders. */
export const MODBUS_BYTE_ORDERS = ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const;
export type UsualByteOrder = (typeof MODBUS_BYTE_ORDERS)[number];

const LETTERS = 'ABCDEFGH';
/** Octets in values that an order can arrange. */
const LENGTHS = [2, 4, 6, 8] as const;

/** What is wrong with an order as such, in plain words; undefined when nothing is. */
export function checkByteOrder(order: ModbusByteOrder): string | undefined {
  if (LENGTHS.some((length) => length === order.length) && Array.from(LETTERS.slice(0, order.length)).every((letter) => order.includes(letter))) return undefined;
  return `"${order}" is no byte order: the letters from A on, A the most significant octet, each once, for 2, 4, 6 or 8 octets, such as CDAB`;
}

/** What is wrong with an order for a value of so many octets, in plain words; undefined when nothing is. */
export function checkOrderFor(order: ModbusByteOrder, octets: number, isText: boolean): string | undefined {
  const problem = checkByteOrder(order);
  if (problem !== undefined || isUsual(order)) return problem;
  if (isText ? octets % order.length === 0 : octets === order.length) return undefined;
  const held = isText ? `text of a multiple of ${order.length} octets` : `values of ${order.length} octets`;
  return `byte order ${order} is for ${held}, this one has ${octets}`;
}

/**
 * For each octet on the wire, which octet of the value it is, 0 the most significant (in text: the first).
 * The order must hold for the length: {@link checkOrderFor}.
 */
export function octetPlaces(order: ModbusByteOrder, octets: number, isText: boolean): readonly number[] {
  if (isUsual(order)) return (isText ? undefined : USUAL_PLACES[order][octets]) ?? usualPlaces(order, octets, isText);
  return Array.from({ length: octets }, (_, at) => {
    const group = at - (at % order.length);
    return group + LETTERS.indexOf(order.charAt(at - group));
  });
}

/** Whether the order swaps the two octets of a single register. */
export function swapsOctets(order: ModbusByteOrder): boolean {
  return octetPlaces(order, 2, false)[0] === 1;
}

function isUsual(order: ModbusByteOrder): order is UsualByteOrder {
  return MODBUS_BYTE_ORDERS.some((usual) => usual === order);
}

function usualPlaces(order: UsualByteOrder, octets: number, isText: boolean): readonly number[] {
  const reverses = (order === 'CDAB' || order === 'DCBA') && !isText;
  const swaps = order === 'BADC' || order === 'DCBA';
  return Array.from({ length: octets }, (_, at) => {
    const word = reverses ? (octets >> 1) - 1 - (at >> 1) : at >> 1;
    return 2 * word + (swaps ? 1 - (at & 1) : at & 1);
  });
}

type Places = Readonly<Record<number, readonly number[]>>;

/** Every poll decodes by one of these. */
const USUAL_PLACES: Readonly<Record<UsualByteOrder, Places>> = {
  ABCD: placesOf('ABCD'),
  CDAB: placesOf('CDAB'),
  BADC: placesOf('BADC'),
  DCBA: placesOf('DCBA'),
};

function placesOf(order: UsualByteOrder): Places {
  return Object.fromEntries(LENGTHS.map((octets) => [octets, usualPlaces(order, octets, false)]));
}
