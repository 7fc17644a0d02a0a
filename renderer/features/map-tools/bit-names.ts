/** A name that a text gives a bit. */
export interface TextBit {
  readonly bit: number;
  readonly name: string;
}

const LONGEST = 200;

/**
 * Names of bits in a text, as documents write them: `Bit 3: pump on`, `b3 = pump on`, `Bits: 0 pump on, 1 fault`. Fields of
 * several bits (`Bits 4-7`) are no names of single ones and are passed over.
 */
export function bitNamesIn(text: string): TextBit[] {
  const found = new Map<number, string>();
  const take = (bit: string, name: string): void => {
    const words = name.trim();
    if (words !== '' && !found.has(Number(bit))) found.set(Number(bit), `${words.charAt(0).toUpperCase()}${words.slice(1)}`.slice(0, LONGEST));
  };
  for (const [, bit = '', name = ''] of text.matchAll(/\b(?:bit|b)\s*(\d{1,2})\s*[:=]\s*([^.;,\n]+)/gi)) take(bit, name);
  for (const [, list = ''] of text.matchAll(/\bbits:\s*([^.;\n]+)/gi)) {
    for (const part of list.split(',')) {
      const [, bit = '', name = ''] = /^\s*(\d{1,2})\s*[:=]?\s+(.+)$/.exec(part) ?? [];
      if (bit !== '') take(bit, name);
    }
  }
  return Array.from(found, ([bit, name]) => ({ bit, name })).toSorted((a, b) => a.bit - b.bit);
}

/** The cells that a pasted text fills downwards: its lines, of which a number of the bit before a tab is dropped. */
export function pastedNames(text: string): string[] {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  return lines.map((line) => (/^\s*(?:bit\s*)?\d{1,2}\s*\t(.*)$/i.exec(line)?.[1] ?? line).replaceAll('\t', ' ').trim().slice(0, LONGEST));
}
