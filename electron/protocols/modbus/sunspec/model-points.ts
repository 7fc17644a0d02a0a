import { NOT_IMPLEMENTED_TAG } from '../../../../shared/domain/template';
import type { TemplatePoint } from '../../../../shared/domain/template';
import { registersToText } from './register-text';
import type { ChainEntry } from './chain';
import { lengthOf } from './model-definition';
import type { ModelDefinition, ModelPoint } from './model-definition';
import { dataTypeOf, isBitField, notImplementedOf } from './point-types';

export interface ModelPoints {
  readonly points: readonly TemplatePoint[];
  readonly notes: readonly string[];
}

interface ScaleFactor {
  readonly name: string;
  readonly address: number;
  /** Power of ten; null where the device does not implement the factor. */
  readonly exponent: number | null;
}

/**
 * The points of one model of a device.
 * @param occurrence 1 for the first model of this identifier in the chain
 * @param registers the model's, from {@link ChainEntry.address} on
 */
export function modelPoints(entry: ChainEntry, definition: ModelDefinition, occurrence: number, registers: Uint16Array): ModelPoints {
  const model = `${entry.id}${occurrence > 1 ? `#${occurrence}` : ''}`;
  const notes: string[] = [];
  const factors = factorsOf(entry, definition, registers, model, notes);
  const place = (block: readonly ModelPoint[], from: number, prefix: string, of: string): TemplatePoint[] =>
    block
      .filter(({ type, offset, size }) => type !== 'pad' && type !== 'sunssf' && from + offset + size <= entry.length)
      .map((point) => templatePoint({ point, address: entry.address + from + point.offset, octets: octetsAt(registers, from + point.offset, point.size), factors, reference: `${prefix}.${point.name}`, of, model: definition.label }));

  const fixed = lengthOf(definition.points);
  const points = place(definition.points, 0, model, '');
  const { repeating } = definition;
  if (repeating !== null) {
    const size = lengthOf(repeating.points);
    const blocks = Math.floor(Math.max(0, entry.length - fixed) / size);
    for (let block = 0; block < blocks; block += 1) points.push(...place(repeating.points, fixed + block * size, `${model}.${block + 1}`, `, ${repeating.label.toLowerCase()} ${block + 1}`));
    if ((entry.length - fixed) % size !== 0) notes.push(`Model ${model} states ${entry.length} registers, which is no whole number of its blocks of ${size} after ${fixed}: the last ones are left out.`);
  } else if (entry.length < fixed - padOf(definition)) {
    notes.push(`Model ${model} states ${entry.length} registers where its definition has ${fixed}: what is missing is left out.`);
  } else if (entry.length > fixed) {
    notes.push(`Model ${model} states ${entry.length} registers where its definition has ${fixed}: the last ones are not known here and left out.`);
  }
  return { points, notes };
}

/** Registers of padding at the end, which devices may leave out. */
function padOf({ points }: ModelDefinition): number {
  return points.at(-1)?.type === 'pad' ? 1 : 0;
}

function factorsOf(entry: ChainEntry, definition: ModelDefinition, registers: Uint16Array, model: string, notes: string[]): ReadonlyMap<string, ScaleFactor> {
  const factors = new Map<string, ScaleFactor>();
  for (const { name, type, offset } of definition.points) {
    const register = registers[offset];
    if (type !== 'sunssf' || register === undefined) continue;
    const value = register >= 0x8000 ? register - 0x10000 : register;
    const address = entry.address + offset;
    if (value === -0x8000) factors.set(name, { name, address, exponent: null });
    else if (value >= -10 && value <= 10) factors.set(name, { name, address, exponent: value });
    else notes.push(`The scale factor ${model}.${name} in register ${address} is ${value}; only -10 to 10 are allowed. Its values are taken unscaled.`);
  }
  return factors;
}

interface Placed {
  readonly point: ModelPoint;
  readonly address: number;
  readonly octets: string;
  readonly factors: ReadonlyMap<string, ScaleFactor>;
  /** `103.W`, `160.2.DCA`: unique in the device. */
  readonly reference: string;
  readonly of: string;
  readonly model: string;
}

function templatePoint({ point, address, octets, factors, reference, of, model }: Placed): TemplatePoint {
  const factor = point.scaleFactor === null ? undefined : factors.get(point.scaleFactor);
  const noValue = notImplementedOf(point.type);
  const exponent = factor?.exponent ?? 0;
  const missing = noValue !== null && octets === noValue;
  return {
    name: `${point.label}${of} (${reference})`,
    description: [`SunSpec ${model}.`, factorWords(factor), bitWords(point)].filter((text) => text !== '').join(' '),
    address: {
      table: 'holding-register',
      address,
      byteOrder: 'ABCD',
      ...(point.type === 'string' ? { length: point.size } : {}),
      ...(noValue === null ? {} : { noValue }),
      ...(factor === undefined ? {} : { scaleFrom: { address: factor.address, exponent } }),
    },
    dataType: dataTypeOf(point.type),
    access: point.writable ? 'read-write' : 'read',
    scale: Number(`1e${exponent}`),
    offset: 0,
    unit: point.unit,
    ucum: null,
    decimals: null,
    enumeration: isBitField(point.type) ? [] : [...point.symbols],
    sensorType: '',
    pollIntervalMs: null,
    deadband: 0,
    low: null,
    high: null,
    staleAfterMs: null,
    tags: missing ? [NOT_IMPLEMENTED_TAG] : [],
  };
}

function factorWords(factor: ScaleFactor | undefined): string {
  if (factor === undefined) return '';
  const { name, address, exponent } = factor;
  return exponent === null ? `Scale factor ${name} (register ${address}) is not implemented: taken unscaled.` : `Scale factor ${name} (register ${address}) was ${exponent} when the device was read.`;
}

function bitWords({ type, symbols }: ModelPoint): string {
  if (!isBitField(type) || symbols.length === 0) return '';
  return `Bits: ${symbols.map(({ value, label }) => `${value} ${label}`).join(', ')}.`;
}

function octetsAt(registers: Uint16Array, offset: number, size: number): string {
  return Array.from(registers.subarray(offset, offset + size), (register) => register.toString(16).padStart(4, '0')).join('').toUpperCase();
}

/** The texts of the common model: manufacturer, model, version, serial number. */
export function commonTexts(definition: ModelDefinition, registers: Uint16Array): ReadonlyMap<string, string> {
  return new Map(definition.points.filter(({ type }) => type === 'string').map(({ name, offset, size }) => [name, registersToText(registers.subarray(offset, offset + size))]));
}
