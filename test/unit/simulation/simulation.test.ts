import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pointSchema, type Point, type PointInput } from '../../../shared/domain/point';
import type { Behaviour } from '../../../shared/domain/simulator';
import { checkBehaviours } from '../../../electron/simulation/check-behaviours';
import { rawOf } from '../../../electron/simulation/raw-value';
import { Simulation } from '../../../electron/simulation/simulation';

function point(more: Partial<PointInput> = {}): Point {
  return pointSchema.parse({ id: randomUUID(), name: 'P', address: {}, dataType: 'float64', access: 'read-write', ...more });
}

function simulated(points: readonly Point[], behaviours: Record<string, Behaviour> = {}): { simulation: Simulation; unit: { points: Point[]; behaviours: Record<string, Behaviour> } } {
  const simulation = new Simulation(() => null);
  const unit = { points: [...points], behaviours };
  simulation.define([unit], []);
  return { simulation, unit };
}

const hold = { kind: 'hold' } as const;

describe('a simulation', () => {
  it('gives the raw value that a device would have: scaled, rounded, at the end of its type', () => {
    const temperature = point({ dataType: 'int16', scale: 0.1, offset: -40 });
    expect(rawOf(81.54, temperature)).toBe(1215);
    expect(rawOf(9999, temperature)).toBe(32_767);
    expect(rawOf('18446744073709551615', point({ dataType: 'uint64' }))).toBe(18_446_744_073_709_551_615n);
    expect(rawOf(0.7, point({ dataType: 'boolean' }))).toBe(true);
    expect(rawOf('NaN', point({ dataType: 'float32' }))).toBeNaN();
    expect(rawOf('no number', point({ dataType: 'float32' }))).toBeNull();
    expect(rawOf(1e40, point({ dataType: 'float32' }))).toBeCloseTo(3.4e38, -37);
  });

  it('shows zero where nobody said anything, and a value as its registers hold it', () => {
    const plain = point({ dataType: 'int16', offset: 5 });
    const rounded = point({ dataType: 'int16', scale: 0.5 });
    const text = point({ dataType: 'string' });
    const { simulation } = simulated([plain, rounded, text], { [rounded.id]: { source: { kind: 'constant', value: 1.3 }, onWrite: hold } });
    expect([plain, rounded, text].map(({ id }) => simulation.read(id)?.value)).toEqual([5, 1.5, '']);
    expect(simulation.raw(plain.id)).toBe(0);
    expect(simulation.read(randomUUID())).toBeNull();
  });

  it('stands still between two steps of time', () => {
    const ramp = point();
    const { simulation } = simulated([ramp], { [ramp.id]: { source: { kind: 'ramp', from: 0, to: 10, durationMs: 1000, atEnd: 'stay' }, onWrite: hold } });
    simulation.advance(500);
    expect(simulation.read(ramp.id)?.value).toBe(5);
    simulation.advance(400);
    expect(simulation.read(ramp.id)?.value).toBe(5);
    simulation.advance(600);
    expect(simulation.read(ramp.id)?.value).toBe(6);
  });

  it('does with a write what the point says: hold it, hold it for a time, ignore it, refuse it', () => {
    const points = [point(), point(), point(), point()];
    const [held, short, ignored, refused] = points.map(({ id }) => id);
    const source = { kind: 'constant', value: 1 } as const;
    const { simulation } = simulated(points, { [short!]: { source, onWrite: { kind: 'hold-for', durationMs: 1000 } }, [ignored!]: { source, onWrite: { kind: 'ignore' } }, [refused!]: { source, onWrite: { kind: 'refuse' } } });
    expect([held, short, ignored, refused].map((id) => simulation.write(id!, 9))).toEqual(['stored', 'stored', 'ignored', 'refused']);
    const values = () => [held, short, ignored, refused].map((id) => simulation.read(id!)).map((read) => [read?.value, read?.origin]);
    expect(values()).toEqual([[9, 'written'], [9, 'written'], [1, 'behaviour'], [1, 'behaviour']]);
    simulation.advance(999);
    expect(values()[1]).toEqual([9, 'written']);
    simulation.advance(1000);
    expect(values()[1]).toEqual([1, 'behaviour']);
    simulation.reset();
    expect(values()[0]).toEqual([0, 'behaviour']);
  });

  it('lets computed points follow a write at once, and lags follow it in time', () => {
    const [setpoint, error, actual] = [point({ name: 'SP' }), point(), point()];
    const { simulation } = simulated([setpoint, error, actual], {
      [error.id]: { source: { kind: 'expression', text: 'sp - actual', names: { sp: setpoint.id, actual: actual.id } }, onWrite: hold },
      [actual.id]: { source: { kind: 'lag', pointId: setpoint.id, timeConstantMs: 1000, start: 0 }, onWrite: hold },
    });
    simulation.advance(100);
    expect(simulation.read(error.id)?.value).toBe(0);
    simulation.write(setpoint.id, 100);
    expect(simulation.read(error.id)?.value).toBe(100);
    for (let ms = 200; ms <= 1100; ms += 100) simulation.advance(ms);
    expect(simulation.read(actual.id)?.value).toBeCloseTo(63.2, 1);
    expect(simulation.read(error.id)?.value).toBeCloseTo(36.8, 1);
  });

  it('keeps what goes on when its definition changes: other points run on, written values stay', () => {
    const [ramp, written, changed] = [point(), point(), point()];
    const rampBehaviour: Behaviour = { source: { kind: 'ramp', from: 0, to: 10, durationMs: 1000, atEnd: 'stay' }, onWrite: hold };
    const { simulation, unit } = simulated([ramp, written, changed], { [ramp.id]: rampBehaviour, [changed.id]: rampBehaviour });
    simulation.advance(500);
    simulation.write(written.id, 3);
    simulation.define([{ points: [...unit.points, point()], behaviours: { [ramp.id]: rampBehaviour, [changed.id]: { source: { kind: 'ramp', from: 0, to: 100, durationMs: 1000, atEnd: 'stay' }, onWrite: hold } } }], []);
    simulation.advance(600);
    expect([ramp, written, changed].map(({ id }) => simulation.read(id)?.value)).toEqual([6, 3, 10]);
  });

  it('tells why a point has no value, and counts such points', () => {
    const [divided, divisor] = [point(), point()];
    const { simulation } = simulated([divided, divisor], { [divided.id]: { source: { kind: 'expression', text: '1 / d', names: { d: divisor.id } }, onWrite: hold } });
    expect(simulation.raw(divided.id)).toBeUndefined();
    expect(simulation.read(divided.id)).toMatchObject({ value: null, problem: expect.stringContaining('division by zero') as string });
    expect(simulation.pointsInTrouble()).toBe(1);
    simulation.set(divisor.id, 4);
    expect(simulation.read(divided.id)).toMatchObject({ value: 0.25, origin: 'behaviour' });
    expect(simulation.read(divisor.id)).toMatchObject({ value: 4, origin: 'set' });
    simulation.set(divisor.id, null);
    expect(simulation.pointsInTrouble()).toBe(1);
  });

  it('ends although its points wait for each other in a circle, which the check of an edit refuses', () => {
    const points = [point({ name: 'A' }), point({ name: 'B' }), point({ name: 'C' })];
    const [a, b, c] = points.map(({ id }) => id);
    const of = (id: string): Behaviour => ({ source: { kind: 'expression', text: 'x + 1', names: { x: id } }, onWrite: hold });
    const behaviours = { [a!]: of(b!), [b!]: of(c!), [c!]: of(a!) };
    const { simulation } = simulated(points, behaviours);
    simulation.advance(100);
    expect(simulation.read(a!)?.value).not.toBeUndefined();
    expect(checkBehaviours([{ points, behaviours }], [], new Set([a!]))).toEqual([{ pointId: a, message: 'These points wait for each other in a circle: A from B from C from A' }]);
  });

  it('tells of a chain that is too long instead of ending in an overflow of the stack', () => {
    const points = Array.from({ length: 5000 }, () => point());
    const behaviours = Object.fromEntries(points.slice(1).map(({ id }, at): [string, Behaviour] => [id, { source: { kind: 'expression', text: 'x + 1', names: { x: points[at]!.id } }, onWrite: hold }]));
    const { simulation } = simulated(points, behaviours);
    simulation.advance(100);
    expect(simulation.read(points.at(-1)!.id)?.problem).toContain('More than 200 points');
    expect(simulation.read(points[150]!.id)?.value).toBe(150);
  });

  it('finds no circle in a chain of ten thousand points', () => {
    const points = Array.from({ length: 10_000 }, () => point());
    const behaviours = Object.fromEntries(points.slice(1).map(({ id }, at): [string, Behaviour] => [id, { source: { kind: 'lag', pointId: points[at]!.id, timeConstantMs: 1000, start: null }, onWrite: hold }]));
    expect(checkBehaviours([{ points, behaviours }], [], new Set([points[1]!.id]))).toEqual([]);
  });
});
