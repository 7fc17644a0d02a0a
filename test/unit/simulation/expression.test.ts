import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../electron/simulation/expression';

const names = new Map<string, 'number' | 'boolean'>([['a', 'number'], ['b', 'number'], ['on', 'boolean'], ['t', 'number']]);

function value(text: string, values: Record<string, number | boolean> = { a: 7, b: 2, on: true, t: 10 }): unknown {
  const compiled = compileExpression(text, names);
  if (typeof compiled !== 'function') return compiled.problem;
  const result = compiled(values);
  return 'problem' in result ? result.problem : result.value;
}

describe('expressions', () => {
  it('compute with whole numbers and fractions alike', () => {
    expect(value('a * 2 + b / 4 - 1')).toBe(13.5);
    expect(value('a % 4')).toBe(3);
    expect(value('-(a - b) * 0.1')).toBeCloseTo(-0.5);
    expect(value('a > 5 && !on || b == 2')).toBe(true);
    expect(value('on ? a : b')).toBe(7);
    expect(value('clamp(pow(a, 2), 0, 40) + max(b, number(on)) + round(sqrt(t))')).toBe(45);
    expect(value('1e3 + 0x10')).toBe(1016);
  });

  it('say in plain words what is wrong', () => {
    expect(value('a +')).toMatch(/^The expression can't be read: line 1:3/);
    expect(value('a + c')).toBe('The expression uses "c", which names no point');
    expect(value('a + on')).toBe('The expression gives no value: + does not go with (number, true/false); number(...) makes 1 or 0 of true or false');
    expect(value('a / (b - 2)')).toBe('The expression gives Infinity: a division by zero, or a function outside its range');
    expect(value('sqrt(0 - a)')).toMatch(/^The expression gives NaN/);
    expect(value('a + "x"')).toBe('An expression has numbers, true and false; no text');
  });

  it('have nothing that could take long or reach beyond numbers', () => {
    for (const text of ['[1, 2].map(x, x + 1)', '[1].exists(x, x > 0)', '{"a": 1}', 'a.b', '"x".matches("(a+)+")', 'size([1])', 'timestamp("2020-01-01T00:00:00Z")', 'type(a)', 'dyn(a)', 'constructor', '__proto__', 'has(a.b)']) {
      expect(typeof compileExpression(text, names), text).toBe('object');
    }
  });

  it('never throw, whatever is typed in', () => {
    const token = fc.constantFrom('a', 'b', 'on', 't', '1', '2.5', '+', '-', '*', '/', '%', '(', ')', '?', ':', '&&', '||', '!', '<', '==', 'min', 'sin', ',', '[', ']', '.', '"', '{', 'in');
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 60 }), fc.array(token, { maxLength: 25 }).map((all) => all.join(' '))), (text) => {
        const compiled = compileExpression(text, names);
        const result = typeof compiled === 'function' ? compiled({ a: 1, b: 0, on: false, t: 0 }) : compiled;
        expect('problem' in result ? result.problem : ['number', 'boolean'].includes(typeof result.value)).toBeTruthy();
      }),
      { numRuns: 500 },
    );
  });
});
