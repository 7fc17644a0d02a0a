import type { Point } from '../../../shared/domain/point';
import type { AddressColumns } from '../protocol';
import { NOTATIONS, parseAddress, parseBits } from './address-notation';
import type { Notation, ParsedAddress } from './address-notation';
import { addressOf, pointByteOrderSchema, TABLES } from './point-address';
import type { PointAddress, Table } from './point-address';
import { SPECIAL_HEADERS, specialCells, specialOf } from './special-columns';

type Problem = { column: string; message: string };
type Cells = Readonly<Record<string, string>>;

const HEADERS = ['table', 'address', 'notation', 'bit', 'bit_count', 'byte_order', 'length', ...SPECIAL_HEADERS] as const;

/** Other spellings of the tables that are met in lists of devices. */
const SPELLINGS: Readonly<Record<string, Table>> = {
  coils: 'coil', '0x': 'coil', do: 'coil', co: 'coil',
  discreteinput: 'discrete-input', discreteinputs: 'discrete-input', '1x': 'discrete-input', di: 'discrete-input', contact: 'discrete-input',
  inputregister: 'input-register', inputregisters: 'input-register', '3x': 'input-register', ir: 'input-register', input: 'input-register',
  holdingregister: 'holding-register', holdingregisters: 'holding-register', '4x': 'holding-register', hr: 'holding-register', holding: 'holding-register', register: 'holding-register',
};

/** Words for the usual orders that are met in lists of devices; `swapped` alone would be a guess. */
const ORDER_WORDS: Readonly<Record<string, string>> = {
  bigendian: 'ABCD', big: 'ABCD', highwordfirst: 'ABCD', mswfirst: 'ABCD',
  lowwordfirst: 'CDAB', lswfirst: 'CDAB', wordswap: 'CDAB', wordswapped: 'CDAB', littleendianwordorder: 'CDAB',
  byteswap: 'BADC', byteswapped: 'BADC', bigendianbyteswap: 'BADC',
  littleendian: 'DCBA', little: 'DCBA',
};

const HEADER_SPELLINGS: AddressColumns['spellings'] = {
  address: ['register', 'register address', 'register number', 'reg', 'addr', 'modbus address', 'adresse'],
  table: ['register type', 'reg type', 'area', 'object type', 'memory area', 'function type'],
  byte_order: ['word order', 'endian', 'endianness', 'order', 'byte swap'],
  bit: ['bit number', 'bit index', 'bit position', 'bits', 'bit range'],
  bit_count: ['bit length', 'bit width', 'number of bits'],
  length: ['registers', 'register count', 'word count', 'size', 'count', 'quantity'],
  notation: ['addressing', 'address notation', 'base'],
};

/**
 * The columns of an address in files. Written 0-based and with the word `0-based` beside it, so that no reader guesses;
 * read in any notation that the column names, without the column as Modicon where no table is given, 0-based otherwise.
 */
export const addressColumns: AddressColumns = {
  headers: HEADERS,
  spellings: HEADER_SPELLINGS,
  format: (point: Point) => {
    const address = addressOf(point);
    if (address === null) return { table: '', address: '', notation: '', bit: '', bit_count: '', byte_order: '', length: '', ...specialCells({}) };
    return {
      table: address.table,
      address: String(address.address),
      notation: '0-based',
      bit: address.bit === null ? '' : String(address.bit),
      bit_count: address.bitCount === null ? '' : String(address.bitCount),
      byte_order: address.byteOrder ?? '',
      length: address.length === null ? '' : String(address.length),
      ...specialCells(address),
    };
  },
  parse: (cells) => {
    const problems: Problem[] = [];
    const place = placeOf(cells, problems);
    const byteOrder = byteOrderOf(cells, problems);
    const bits = bitsOf(cells, problems) ?? place;
    const bitCount = numberOf(cells, 'bit_count', 1, 16, problems) ?? bits?.bitCount ?? null;
    const length = numberOf(cells, 'length', 1, 125, problems);
    const special = specialOf(cells, problems);
    if (place === null || problems.length > 0) return { problems };
    const address: PointAddress = { table: place.table, address: place.address, byteOrder, bit: bits?.bit ?? null, bitCount, length, ...special };
    return { address };
  },
};

interface Bits {
  readonly bit: number | null;
  readonly bitCount: number | null;
}

function placeOf(cells: Cells, problems: Problem[]): ({ table: Table; address: number } & Bits) | null {
  const named = cell(cells, 'table');
  const table = named === '' ? null : tableOf(named);
  if (table === undefined) {
    problems.push({ column: 'table', message: `"${named}" is no table: ${TABLES.join(', ')}` });
    return null;
  }
  const text = cell(cells, 'address');
  if (text === '') {
    problems.push({ column: 'address', message: 'the address is missing' });
    return null;
  }
  const notation = notationOf(cells, table, problems);
  if (notation === null) return null;
  const parsed = parse(text, notation, table);
  if (!parsed.ok) {
    problems.push({ column: 'address', message: parsed.message });
    return null;
  }
  const found = table ?? parsed.table;
  if (found === null) problems.push({ column: 'table', message: 'the table is missing, and the address does not say it' });
  else if (parsed.table !== null && parsed.table !== found) problems.push({ column: 'address', message: `${text} is a ${parsed.table}, the table says ${found}` });
  return found === null ? null : { table: found, address: parsed.address, bit: parsed.bit, bitCount: parsed.bitCount };
}

/** A coil in five digits or fewer is often written without its leading 0: `00001` loses its zeros in a spreadsheet. */
function parse(text: string, notation: Notation, table: Table | null): ParsedAddress {
  const padded = notation === 'Modicon' && table === 'coil' && /^\d{1,5}$/.test(text) && !text.startsWith('0') ? text.padStart(6, '0') : text;
  return parseAddress(padded, notation);
}

function notationOf(cells: Cells, table: Table | null, problems: Problem[]): Notation | null {
  const text = cell(cells, 'notation');
  if (text === '') return table === null ? 'Modicon' : '0-based';
  const notation = NOTATIONS.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
  if (notation === undefined) problems.push({ column: 'notation', message: `"${text}" is no notation: ${NOTATIONS.join(', ')}` });
  return notation ?? null;
}

function tableOf(text: string): Table | undefined {
  const plain = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return TABLES.find((table) => table.replace('-', '') === plain) ?? SPELLINGS[plain];
}

function byteOrderOf(cells: Cells, problems: Problem[]): PointAddress['byteOrder'] {
  const text = cell(cells, 'byte_order');
  if (text === '') return null;
  const order = pointByteOrderSchema.safeParse(ORDER_WORDS[text.toLowerCase().replaceAll(/[^a-z]/g, '')] ?? text);
  if (!order.success) problems.push({ column: 'byte_order', message: order.error.issues[0]?.message ?? `"${text}" is no byte order` });
  return order.success ? order.data : null;
}

/** A bit or a range of bits, in either direction: `4`, `4-7`, `7..4`. Null where the cell is empty. */
function bitsOf(cells: Cells, problems: Problem[]): Bits | null {
  const text = cell(cells, 'bit');
  if (text === '') return null;
  const parsed = parseBits(text);
  if (parsed === null) problems.push({ column: 'bit', message: `"${text}" is no bit from 0 to 15 and no range of them, such as 4-7` });
  return parsed;
}

function numberOf(cells: Cells, column: string, least: number, greatest: number, problems: Problem[]): number | null {
  const text = cell(cells, column);
  if (text === '') return null;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= greatest) return value;
  problems.push({ column, message: `"${text}" is no whole number from ${least} to ${greatest}` });
  return null;
}

function cell(cells: Cells, column: string): string {
  return (cells[column] ?? '').trim();
}
