import type { Point } from '../../../shared/domain/point';

/** Lists in one cell: `0=Off; 1=On` and `boiler; flow`. A backslash takes the meaning from the character after it. */
const SPECIAL = /[\\;,=:|]/g;

interface Character {
  readonly text: string;
  readonly escaped: boolean;
}

export function formatTags(tags: readonly string[]): string {
  return tags.map((tag) => escape(tag)).join('; ');
}

export function parseTags(text: string): string[] {
  return split(text)
    .map((item) => plain(item))
    .filter((tag) => tag !== '');
}

export function formatEnumeration(enumeration: Point['enumeration']): string {
  return enumeration.map(({ value, label }) => `${value}=${escape(label)}`).join('; ');
}

/** @returns the values, or what is wrong in words */
export function parseEnumeration(text: string): Point['enumeration'] | string {
  const found: Point['enumeration'] = [];
  for (const item of split(text)) {
    if (plain(item) === '') continue;
    const at = item.findIndex((character) => !character.escaped && (character.text === '=' || character.text === ':'));
    const value = plain(item.slice(0, Math.max(at, 0)));
    if (at < 0 || !/^[+-]?\d{1,15}$/.test(value)) return `"${plain(item)}" is no number=label, such as 0=Off; 1=On`;
    found.push({ value: Number(value), label: plain(item.slice(at + 1)) });
  }
  return found;
}

function escape(text: string): string {
  // Blanks at the ends are taken for layout unless they are marked.
  return text.replaceAll(SPECIAL, String.raw`\$&`).replaceAll(/^\s+|\s+$/g, (blanks) => mark(blanks));
}

function mark(blanks: string): string {
  return blanks.replaceAll(/\s/g, String.raw`\$&`);
}

/** At semicolons, or where there are none at commas. */
function split(text: string): Character[][] {
  const characters: Character[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const escaped = text.charAt(at) === '\\' && at + 1 < text.length;
    if (escaped) at += 1;
    characters.push({ text: text.charAt(at), escaped });
  }
  const separator = characters.some((character) => !character.escaped && character.text === ';') ? ';' : ',';
  const items: Character[][] = [[]];
  for (const character of characters) {
    if (!character.escaped && character.text === separator) items.push([]);
    else items.at(-1)?.push(character);
  }
  return items;
}

function plain(item: readonly Character[]): string {
  let from = 0;
  let to = item.length;
  const isBlank = (at: number): boolean => {
    const character = item[at];
    return character !== undefined && !character.escaped && character.text.trim() === '';
  };
  while (from < to && isBlank(from)) from += 1;
  while (to > from && isBlank(to - 1)) to -= 1;
  return item.slice(from, to).map(({ text }) => text).join('');
}
