import type { DataType } from '../../../../shared/domain/data-type';
import type { AddressType } from '../point-address';

/**
 * Words of the DNP3 device profile. The schema itself is given to members of the DNP Users Group only and was not at hand.
 * Names and order of the elements are as an independent outstation library writes them (schema 2.11.00, April 2016) and
 * another one (2.12.00); those of frozen analogs are from memory.
 */
export const NAMESPACE = 'http://www.dnp3.org/DNP3/DeviceProfile/April2016';
export const SCHEMA_VERSION = '2.11.00';
export const ROOT = 'DNP3DeviceProfileDocument';
/** Editions that are met: of 2010, 2014, 2016 and the one without a date. */
export const KNOWN_NAMESPACE = /^http:\/\/www\.dnp3?\.org\/DNP3\/DeviceProfile(?:\/[A-Za-z0-9]+)?$/;
/** Target of the processing instructions in which an exported profile holds what the schema has no place for. */
export const NOTE_TARGET = 'thermacore-point';

const CLASSES = ['none', 'one', 'two', 'three'] as const;
const VARIATIONS = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** 0 to 3; null for words that say neither. */
export function classOfWord(word: string | undefined): 0 | 1 | 2 | 3 | null {
  const found = CLASSES.findIndex((each) => each === word?.toLowerCase());
  return found === 0 || found === 1 || found === 2 || found === 3 ? found : null;
}

export function wordOfClass(eventClass: 0 | 1 | 2 | 3): string {
  return CLASSES[eventClass];
}

/** Null for words that name no variation, such as `basedOnPointIndex`. */
export function variationOfWord(word: string | undefined): number | null {
  if (word === undefined) return null;
  const found = VARIATIONS.indexOf(word.toLowerCase(), 1);
  return found > 0 ? found : /^\d{1,2}$/.test(word) && Number(word) > 0 ? Number(word) : null;
}

export function wordOfVariation(variation: number): string | null {
  return VARIATIONS[variation] ?? null;
}

/** One kind of point in an element of the profile's point list: a counter's element holds two. */
export interface ProfilePart {
  readonly type: AddressType;
  readonly eventClass: string;
  readonly staticVariation: string;
  readonly eventVariation: string;
  /** The element that says whether there is such a point beside the first; null for the first. */
  readonly exists: string | null;
}

export interface ProfileList {
  /** `analogInputPoints`, and the element of one point in it. */
  readonly list: string;
  readonly point: string;
  readonly parts: readonly ProfilePart[];
  /** Of the type's part of `database`: default variations that hold for points without their own. */
  readonly group: string;
}

const plain = (type: AddressType): ProfilePart => ({ type, eventClass: 'changeEventClass', staticVariation: 'defaultStaticVariation', eventVariation: 'defaultEventVariation', exists: null });
const output = (type: AddressType): ProfilePart => ({ ...plain(type), eventVariation: 'defaultChangeEventVariation' });

/** In the order of the schema. */
export const PROFILE_LISTS: readonly ProfileList[] = [
  { list: 'binaryInputPoints', point: 'binaryInput', group: 'binaryInputGroup', parts: [plain('binary-input')] },
  { list: 'doubleBitInputPoints', point: 'doubleBitInput', group: 'doubleBitInputGroup', parts: [plain('double-bit-input')] },
  { list: 'binaryOutputPoints', point: 'binaryOutput', group: 'binaryOutputGroup', parts: [output('binary-output')] },
  {
    list: 'counterPoints',
    point: 'counter',
    group: 'counterGroup',
    parts: [
      { type: 'counter', eventClass: 'counterEventClass', staticVariation: 'defaultCounterStaticVariation', eventVariation: 'defaultCounterEventVariation', exists: null },
      { type: 'frozen-counter', eventClass: 'frozenCounterEventClass', staticVariation: 'defaultFrozenCounterStaticVariation', eventVariation: 'defaultFrozenCounterEventVariation', exists: 'frozenCounterExists' },
    ],
  },
  {
    list: 'analogInputPoints',
    point: 'analogInput',
    group: 'analogInputGroup',
    parts: [
      plain('analog-input'),
      { type: 'frozen-analog', eventClass: 'frozenAnalogEventClass', staticVariation: 'frozenAnalogDefaultStaticVariation', eventVariation: 'frozenAnalogDefaultEventVariation', exists: 'frozenAnalogExists' },
    ],
  },
  { list: 'analogOutputPoints', point: 'analogOutput', group: 'analogOutputGroup', parts: [output('analog-output')] },
  { list: 'octetStringPoints', point: 'octetString', group: 'octetStringGroup', parts: [plain('octet-string')] },
];

const ANALOG: readonly DataType[] = ['float64', 'int32', 'int16', 'int32', 'int16', 'float32', 'float64'];

/** By variation, what a value is; the first where the variation is not known, or none of its own. */
const DATA_TYPES: Readonly<Record<AddressType, readonly DataType[]>> = {
  'binary-input': ['boolean'],
  'double-bit-input': ['uint16'],
  'binary-output': ['boolean'],
  counter: ['uint32'],
  'frozen-counter': ['uint32'],
  'analog-input': ANALOG,
  'frozen-analog': ['float64', 'int32', 'int16', 'int32', 'int16', 'int32', 'int16', 'float32', 'float64'],
  'analog-output': ['float64', 'int32', 'int16', 'float32', 'float64'],
  'octet-string': ['string'],
};

/** What a point's value is in a variation; for none, what takes every value. */
export function dataTypeOf(type: AddressType, variation: number | null): DataType {
  const types = DATA_TYPES[type];
  return types[variation ?? 0] ?? types[0] ?? 'float64';
}
