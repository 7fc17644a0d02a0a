import { isDeepStrictEqual } from 'node:util';
import type { SettingField } from '../../shared/contract/devices';
import type { Opaque } from '../../shared/domain/point';
import { readNumber } from '../project/point-list/read-number';

type Setting = Opaque[string];
export type ReadCell = { readonly ok: true; readonly value: Setting } | { readonly ok: false; readonly message: string };

/** What an empty cell can't say, because it stands for the default. */
const NONE = '(none)';
const EMPTY = '(empty)';
const JSON_MARK = 'json:';
/** Text that would be taken for one of these, or for one that was kept from it, begins with a backslash. */
const MARKED = /^\\|^\(none\)$|^\(empty\)$|^json:/;

const YES = new Set(['yes', 'true', 'on', '1', 'ja']);
const NO = new Set(['no', 'false', 'off', '0', 'nein']);

export function isSecretField({ kind }: SettingField): boolean {
  return kind === 'secret' || kind === 'secret-pem';
}

/** A setting as the text of a cell; {@link readSettingCell} gives it back. */
export function settingCell(value: Setting, field: SettingField): string {
  const cell = plainCell(value, field);
  const read = readSettingCell(cell, field, false);
  return read.ok && isDeepStrictEqual(read.value, value) ? cell : `${JSON_MARK}${JSON.stringify(value)}`;
}

function plainCell(value: Setting, field: SettingField): string {
  if (value === null) return field.defaultValue === null ? '' : NONE;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'string') return JSON.stringify(value);
  if (value === '') return field.defaultValue === '' ? '' : EMPTY;
  const word = value.trim();
  return word === '' || MARKED.test(word) ? `\\${value}` : value;
}

/** Reads a cell by the kind of its field. An empty one is the field's default. A choice may be given by its label. */
export function readSettingCell(text: string, field: SettingField, decimalComma: boolean): ReadCell {
  const word = text.trim();
  if (word === '') return { ok: true, value: field.defaultValue };
  if (word === NONE) return { ok: true, value: null };
  if (word === EMPTY) return { ok: true, value: '' };
  if (word.startsWith(JSON_MARK)) return readJson(word.slice(JSON_MARK.length));
  switch (field.kind) {
    case 'switch':
      return readSwitch(word);
    case 'integer':
    case 'number':
      return readNumeric(word, field, decimalComma);
    case 'choice':
      return readChoice(word, field);
    default:
      return { ok: true, value: text.startsWith('\\') ? text.slice(1) : text };
  }
}

function readJson(text: string): ReadCell {
  try {
    const value: unknown = JSON.parse(text);
    return isSetting(value) ? { ok: true, value } : { ok: false, message: 'what follows json: is no value' };
  } catch {
    return { ok: false, message: 'what follows json: is no JSON' };
  }
}

/** What JSON.parse gives is JSON; the check is for the type. */
function isSetting(value: unknown): value is Setting {
  return value !== undefined && typeof value !== 'function';
}

function readSwitch(word: string): ReadCell {
  const plain = word.toLowerCase();
  if (YES.has(plain)) return { ok: true, value: true };
  if (NO.has(plain)) return { ok: true, value: false };
  return { ok: false, message: `"${word}" is neither yes nor no` };
}

function readNumeric(word: string, { kind, minimum, maximum }: SettingField, decimalComma: boolean): ReadCell {
  const value = readNumber(word, decimalComma);
  if (typeof value === 'string') return { ok: false, message: value };
  if (kind === 'integer' && !Number.isInteger(value)) return { ok: false, message: `"${word}" is no whole number` };
  if ((minimum !== null && value < minimum) || (maximum !== null && value > maximum)) return { ok: false, message: `${word} is not from ${minimum ?? '-∞'} to ${maximum ?? '∞'}` };
  return { ok: true, value };
}

function readChoice(word: string, { choices, defaultValue }: SettingField): ReadCell {
  const plain = word.startsWith('\\') ? word.slice(1) : word;
  const found = choices.find(({ value }) => value === plain) ?? choices.find(({ value, label }) => [value, label].some((name) => name.toLowerCase() === plain.toLowerCase()));
  const value = found?.value ?? plain;
  // A choice of numbers is kept as numbers; one that is not listed is left to the protocol to judge.
  return { ok: true, value: typeof defaultValue === 'number' && /^\d+$/.test(value) ? Number(value) : value };
}
