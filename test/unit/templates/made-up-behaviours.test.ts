import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { productProtocols } from '../../../electron/engine/product-protocols';
import { pointsOf } from '../../../electron/engine/edits/template-points';
import { checkBehaviours } from '../../../electron/simulation/check-behaviours';
import { rawOf, engineeringOf } from '../../../electron/simulation/raw-value';
import { madeUpBehaviours } from '../../../electron/templates/made-up-behaviours';
import { readTemplate } from '../../../electron/templates/template-file';
import type { Point } from '../../../shared/domain/point';
import type { ValueSource } from '../../../shared/domain/simulator';
import { makePoint } from '../../support/domain-fixtures';

const FOLDER = join(process.cwd(), 'resources', 'templates');

function templatePoints(file: string): Point[] {
  const read = readTemplate(readFileSync(join(FOLDER, file)));
  if (!read.ok) throw new Error(read.message);
  const protocol = productProtocols().find(({ description }) => description.name === read.template.protocol);
  if (!protocol) throw new Error(read.template.protocol);
  return pointsOf(read.template, protocol);
}

const sourceOf = (fields: Parameters<typeof makePoint>[0]): ValueSource | undefined => {
  const point = makePoint(fields);
  return madeUpBehaviours([point])[point.id]?.source;
};

/** Engineering values that a source goes through at its ends. */
function endsOf(source: ValueSource): number[] {
  if (source.kind === 'sine') return [source.mean - source.amplitude, source.mean + source.amplitude];
  if (source.kind === 'counter') return [source.start];
  return source.kind === 'constant' && typeof source.value === 'number' ? [source.value] : [];
}

describe('made-up values of a template', () => {
  it.each(readdirSync(FOLDER))('of %s can be simulated, and fit into the registers', (file) => {
    const points = templatePoints(file);
    const behaviours = madeUpBehaviours(points);
    expect(checkBehaviours([{ points, behaviours }], [], new Set(points.map(({ id }) => id)))).toEqual([]);
    const known = points.filter(({ unit, enumeration, dataType }) => dataType !== 'string' && (unit === 'V' || unit === 'kWh' || enumeration.length > 0));
    expect(known.filter(({ id }) => behaviours[id] === undefined)).toEqual([]);
    for (const point of points) {
      for (const value of endsOf(behaviours[point.id]?.source ?? { kind: 'constant', value: null })) {
        expect(Math.abs(Number(engineeringOf(rawOf(value, point), point)) - value), `${point.name} ${value}`).toBeLessThanOrEqual(Math.abs(point.scale));
        expect(value).toBeGreaterThanOrEqual(point.low ?? -Infinity);
        expect(value).toBeLessThanOrEqual(point.high ?? Infinity);
      }
    }
  });

  it('go up and down within the limits of a point, and else by its unit', () => {
    expect(sourceOf({ unit: 'V', low: 0, high: 10 })).toMatchObject({ kind: 'sine', mean: 5, amplitude: 1 });
    expect(sourceOf({ unit: 'V' })).toMatchObject({ mean: 230, amplitude: 2 });
    expect(sourceOf({ unit: 'furlong' })).toBeUndefined();
  });

  it('swing each in its own way, and the same way every time', () => {
    const swings = (): string[] =>
      templatePoints('eastron-sdm630.json').flatMap((point) => {
        const source = madeUpBehaviours([point])[point.id]?.source;
        return source?.kind === 'sine' ? [`${source.periodMs} ${source.phaseDegrees}`] : [];
      });
    const first = swings();
    expect(first.length).toBeGreaterThan(20);
    expect(new Set(first).size).toBe(first.length);
    expect(new Set(first.map((swing) => Math.floor(Number(swing.split(' ')[1]) / 90))).size).toBe(4);
    expect(swings()).toEqual(first);
  });

  it('stay within what the registers can hold', () => {
    expect(sourceOf({ unit: 'V', dataType: 'uint16', scale: 0.002 })).toEqual({ kind: 'constant', value: 131.07 });
    expect(sourceOf({ unit: 'Hz', dataType: 'int16', scale: 0.01 })).toMatchObject({ mean: 50, amplitude: 0.05 });
  });

  it('count where a unit only grows, stand where a point can be written, and name the first of what is named', () => {
    expect(sourceOf({ unit: 'kWh', dataType: 'uint32', scale: 0.1 })).toMatchObject({ kind: 'counter', start: 100, step: 0.1 });
    expect(sourceOf({ unit: '°C', access: 'read-write', low: 20, high: 80 })).toEqual({ kind: 'constant', value: 50 });
    expect(sourceOf({ dataType: 'uint16', enumeration: [{ value: 3, label: 'Auto' }] })).toEqual({ kind: 'constant', value: 3 });
    expect(sourceOf({ dataType: 'boolean' })).toBeUndefined();
  });
});
