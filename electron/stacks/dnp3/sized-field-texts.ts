import { authErrorText, keyStatusText } from './auth-codes';
import { roleName } from './auth-roles';
import { fileStatusName } from './file-objects';
import { hex, readU16, readU32, readU48 } from './octets';

/** A field of an object of free format: a number; or text or octets, as many as another field says, or all that is left. */
type Part =
  | { readonly name: string; readonly size: 1 | 2 | 4 | 6; readonly text?: (value: number) => string }
  | { readonly name: string; readonly as: 'text' | 'octets' | 'secret'; readonly length?: string };

interface Fields {
  readonly parts: readonly Part[];
  /** Where the first string begins; objects that put it elsewhere are not taken apart. */
  readonly firstAt?: number;
}

const number = (name: string, size: 1 | 2 | 4 | 6, text?: (value: number) => string): Part => ({ name, size, ...(text === undefined ? {} : { text }) });
const octets = (name: string, length?: string): Part => ({ name, as: 'octets', ...(length === undefined ? {} : { length }) });
const words = (name: string, length?: string): Part => ({ name, as: 'text', ...(length === undefined ? {} : { length }) });
const named = (names: Readonly<Record<number, string>>) => (value: number): string => `${value} (${names[value] ?? 'not known'})`;
const told = (text: (value: number) => string) => (value: number): string => `${value} (${text(value)})`;
const time = (value: number): string => new Date(value).toISOString();

const SEQUENCE = number('Sequence number', 4);
const USER = number('User', 2);
const MAC_ALGORITHM = number('MAC algorithm', 1, named({ 0: 'none', 1: 'HMAC-SHA-1, 4 octets', 2: 'HMAC-SHA-1, 10 octets', 3: 'HMAC-SHA-256, 8 octets', 4: 'HMAC-SHA-256, 16 octets', 5: 'HMAC-SHA-1, 8 octets', 6: 'AES-GMAC, 12 octets' }));
/** Of the methods with certificates an independent C++ stack has the numbers. */
const METHOD = number(
  'Key change method',
  1,
  named({ 3: 'AES-128, SHA-1', 4: 'AES-256, SHA-256', 5: 'AES-256, AES-GMAC', 0x43: 'RSA-1024, DSA, SHA-1', 0x44: 'RSA-2048, DSA, SHA-256', 0x45: 'RSA-3072, DSA, SHA-256', 0x46: 'RSA-2048, DSA, SHA-256, AES-GMAC', 0x47: 'RSA-3072, DSA, SHA-256, AES-GMAC' }),
);
const HANDLE = number('File handle', 4);
const BLOCK = number('Block', 4, (value) => `${value % 0x8000_0000}${value >= 0x8000_0000 ? ' (last)' : ''}`);
const FILE_STATUS = number('Status', 1, told(fileStatusName));
const REQUEST = number('Request identifier', 2);
const NAME_PLACE = [number('Name offset', 2), number('Name size', 2)];

const OBJECTS: ReadonlyMap<string, Fields> = new Map<string, Fields>([
  ['70/2', { firstAt: 12, parts: [number('User name offset', 2), number('User name size', 2), number('Password offset', 2), number('Password size', 2), number('Authentication key', 4), words('User name', 'User name size'), { name: 'Password', as: 'secret', length: 'Password size' }] }],
  ['70/3', { firstAt: 26, parts: [...NAME_PLACE, number('Created', 6, time), number('Permissions', 2), number('Authentication key', 4), number('Size', 4), number('Mode', 2, named({ 0: 'none', 1: 'read', 2: 'write', 3: 'append' })), number('Block size', 2), REQUEST, words('Name', 'Name size')] }],
  ['70/4', { parts: [HANDLE, number('Size', 4), number('Block size', 2), REQUEST, FILE_STATUS, words('Text')] }],
  ['70/5', { parts: [HANDLE, BLOCK, octets('Data')] }],
  ['70/6', { parts: [HANDLE, BLOCK, FILE_STATUS, words('Text')] }],
  ['70/7', { firstAt: 20, parts: [...NAME_PLACE, number('Type', 2, named({ 0: 'directory', 1: 'file' })), number('Size', 4), number('Created', 6, time), number('Permissions', 2), REQUEST, words('Name', 'Name size')] }],
  ['70/8', { parts: [words('File specification')] }],
  ['120/1', { parts: [SEQUENCE, USER, MAC_ALGORITHM, number('Reason', 1, named({ 1: 'critical' })), octets('Challenge data')] }],
  ['120/2', { parts: [SEQUENCE, USER, octets('MAC')] }],
  ['120/5', { parts: [SEQUENCE, USER, number('Key wrap algorithm', 1, named({ 1: 'AES-128', 2: 'AES-256' })), number('Key status', 1, told(keyStatusText)), MAC_ALGORITHM, number('Challenge data size', 2), octets('Challenge data', 'Challenge data size'), octets('MAC')] }],
  ['120/6', { parts: [SEQUENCE, USER, octets('Wrapped keys')] }],
  ['120/7', { parts: [SEQUENCE, USER, number('User association', 2), number('Error', 1, told(authErrorText)), number('Time', 6, time), words('Text')] }],
  ['120/8', { parts: [METHOD, number('Certificate type', 1, named({ 1: 'identity', 2: 'attributes' })), octets('Certificate')] }],
  ['120/9', { parts: [octets('MAC')] }],
  [
    '120/10',
    {
      parts: [
        METHOD,
        number('Operation', 1, named({ 1: 'add', 2: 'delete', 3: 'change' })),
        number('Status change sequence number', 4),
        number('Role', 2, told(roleName)),
        number('Role expires after', 2, (days) => `${days} days`),
        number('User name size', 2),
        number('Public key size', 2),
        number('Certification data size', 2),
        words('User name', 'User name size'),
        octets('Public key', 'Public key size'),
        octets('Certification data', 'Certification data size'),
      ],
    },
  ],
  ['120/11', { parts: [METHOD, number('User name size', 2), number('Challenge data size', 2), words('User name', 'User name size'), octets('Challenge data', 'Challenge data size')] }],
  ['120/12', { parts: [SEQUENCE, USER, number('Challenge data size', 2), octets('Challenge data', 'Challenge data size')] }],
  ['120/13', { parts: [SEQUENCE, USER, number('Encrypted key size', 2), octets('Encrypted key', 'Encrypted key size')] }],
  ['120/14', { parts: [octets('Digital signature')] }],
  ['120/15', { parts: [octets('MAC')] }],
]);

/** The fields of an object of free format that fill it, in their order; empty where they do not, or are not known. A password is told by its length. */
export function sizedFieldTexts(group: number, variation: number, object: Uint8Array): { readonly name: string; readonly octets: number; readonly text: string }[] {
  const fields = OBJECTS.get(`${group}/${variation}`);
  if (fields === undefined || (fields.firstAt !== undefined && readU16(object, 0) !== fields.firstAt)) return [];
  const sizes = new Map<string, number>();
  const texts: { readonly name: string; readonly octets: number; readonly text: string }[] = [];
  let at = 0;
  for (const part of fields.parts) {
    const size = 'size' in part ? part.size : part.length === undefined ? object.length - at : (sizes.get(part.length) ?? 0);
    if (size < 0 || at + size > object.length) return [];
    if ('size' in part) {
      const value = readNumber(object, at, part.size);
      sizes.set(part.name, value);
      texts.push({ name: part.name, octets: size, text: part.text?.(value) ?? String(value) });
    } else if (size > 0) texts.push({ name: part.name, octets: size, text: partText(part.as, object.subarray(at, at + size)) });
    at += size;
  }
  return at === object.length ? texts : [];
}

function readNumber(object: Uint8Array, at: number, size: 1 | 2 | 4 | 6): number {
  if (size === 6) return readU48(object, at);
  if (size === 4) return readU32(object, at);
  return size === 2 ? readU16(object, at) : (object[at] ?? 0);
}

function partText(as: 'text' | 'octets' | 'secret', part: Uint8Array): string {
  if (as === 'secret') return `${part.length} octets`;
  return as === 'text' ? Buffer.from(part).toString('utf8') : hex(part);
}
