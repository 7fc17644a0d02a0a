import * as fc from 'fast-check';
import { z } from 'zod';
import { dataTypeSchema } from '../../shared/domain/data-type';
import type { Point } from '../../shared/domain/point';
import type { PointListProtocol } from '../../electron/project/point-list/export-point-list';

const address = z.object({ table: z.enum(['coil', 'holding']), address: z.number().int().min(0).max(65_535), topic: z.string().max(200) });

function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A protocol of the tests whose address has a word, a number and free text, and whose coils are boolean only. */
export const listProtocol: PointListProtocol = {
  description: {
    name: 'made',
    title: 'Made up',
    pointListTitle: 'Points',
    capabilities: ['poll'],
    lineFields: [],
    deviceFields: [],
    addressFields: [],
    dataTypes: [...dataTypeSchema.options],
    addressNotations: ['0-based'],
    defaultPollIntervalMs: 1000,
  },
  pointAddress: address,
  checkPoint: (point) => (point.address['table'] === 'coil' && point.dataType !== 'boolean' ? `a coil is boolean, not ${point.dataType}` : null),
  addressKey: (point) => `${word(point.address['table'])}${word(point.address['address'])}`,
  addressColumns: {
    headers: ['table', 'address', 'topic'],
    spellings: { address: ['register'], table: ['register type'] },
    format: (point) => ({ table: word(point.address['table']), address: word(point.address['address']), topic: word(point.address['topic']) }),
    parse: (cells) => {
      const number = cells['address'] ?? '';
      if (number.trim() === '') return { problems: [{ column: 'address', message: 'the address is missing' }] };
      if (!/^\d+$/.test(number.trim())) return { problems: [{ column: 'address', message: `"${number}" is no address` }] };
      const table = (cells['table'] ?? '') === '' ? 'holding' : (cells['table'] ?? '');
      return { address: { table, address: Number(number), topic: cells['topic'] ?? '' } };
    },
  },
};

/** Text as people and attackers write it: quotes, separators, line ends, formulas, apostrophes, blanks, control characters. */
function text(maxLength: number, minLength = 0): fc.Arbitrary<string> {
  const nasty = fc.constantFrom('"', "'", ',', ';', '\t', '\n', '\r', '\r\n', '=', '+', '-', '@', '\\', ' ', '_x0041_', '°', '中', '😀', '\u0001', '\ufeff', '\u00a0', '<', '&', ']]>', '|', ':', '1', 'a');
  const unit = fc.oneof({ weight: 3, arbitrary: nasty }, { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) });
  return fc
    .array(unit, { minLength, maxLength: 8 })
    .map((parts) => parts.join(''))
    .filter((made) => made.length <= maxLength && made.length >= minLength && !/[\ud800-\udfff]/.test(made.replaceAll(/[\ud800-\udbff][\udc00-\udfff]/g, '')));
}

const finite = fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => (value === 0 ? 0 : value));

function pointAt(at: number): fc.Arbitrary<Point> {
  return fc.record({
    id: fc.uuid().map((id) => `${at.toString(16).padStart(8, '0')}${id.slice(8)}`),
    name: text(200, 1),
    description: text(2000),
    address: fc.record({ table: fc.constant('holding'), address: fc.constant(at), topic: text(200) }),
    dataType: fc.constantFrom(...dataTypeSchema.options),
    access: fc.constantFrom('read', 'write', 'read-write'),
    scale: finite.filter((value) => value !== 0),
    offset: finite,
    unit: text(32),
    ucum: fc.option(text(64, 1)),
    decimals: fc.option(fc.nat(12)),
    enumeration: fc.array(fc.record({ value: fc.maxSafeInteger().map((value) => (Math.abs(value) > 1e15 ? Math.trunc(value / 10) : value) + 0), label: text(100, 1) }), { maxLength: 4 }),
    sensorType: fc.stringMatching(/^[A-Za-z0-9_.-]{0,10}$/),
    pollIntervalMs: fc.option(fc.integer({ min: 10, max: 86_400_000 })),
    deadband: finite.map((value) => Math.abs(value)),
    low: fc.option(finite),
    high: fc.option(finite),
    staleAfterMs: fc.option(fc.integer({ min: 100, max: 1e12 })),
    tags: fc.array(text(64, 1), { maxLength: 4 }),
  });
}

/** Points with everything in every field, each at an address of its own. */
export const pointsArbitrary: fc.Arbitrary<Point[]> = fc.integer({ min: 1, max: 5 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => pointAt(at))));
