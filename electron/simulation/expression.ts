import { celEnv, celFunc, CelScalar, isCelError, parse, plan } from '@bufbuild/cel';
import type { Value } from '../../shared/domain/value';

/** Evaluates with the values of its names; a text says in plain words why there is no value. */
export type Expression = (values: Readonly<Record<string, number | boolean>>) => { readonly value: Value } | { readonly problem: string };

const { DOUBLE, BOOL } = CelScalar;

/** What may stand in an expression beside numbers, names and the operators. */
const FUNCTIONS: readonly (readonly [name: string, arguments: 1 | 2 | 3, of: (a: number, b: number, c: number) => number])[] = [
  ['abs', 1, Math.abs],
  ['sqrt', 1, Math.sqrt],
  ['exp', 1, Math.exp],
  ['ln', 1, Math.log],
  ['sin', 1, Math.sin],
  ['cos', 1, Math.cos],
  ['tan', 1, Math.tan],
  ['floor', 1, Math.floor],
  ['ceil', 1, Math.ceil],
  ['round', 1, Math.round],
  ['min', 2, Math.min],
  ['max', 2, Math.max],
  ['pow', 2, (a, b) => a ** b],
  ['clamp', 3, (value, low, high) => Math.min(high, Math.max(low, value))],
];

/** Names of the functions that an expression may use, for help texts. */
export const EXPRESSION_FUNCTIONS: readonly string[] = [...FUNCTIONS.map(([name]) => name), 'number'];

const OPERATORS = new Set(['_+_', '_-_', '_*_', '_/_', '_%_', '-_', '!_', '_&&_', '_||_', '_?_:_', '_<_', '_<=_', '_>_', '_>=_', '_==_', '_!=_']);
const ALLOWED = new Set<string>([...OPERATORS, ...EXPRESSION_FUNCTIONS]);

const arithmetic = [
  ...FUNCTIONS.map(([name, count, of]) =>
    count === 1
      ? celFunc(name, [DOUBLE], DOUBLE, (a) => of(a, 0, 0))
      : count === 2
        ? celFunc(name, [DOUBLE, DOUBLE], DOUBLE, (a, b) => of(a, b, 0))
        : celFunc(name, [DOUBLE, DOUBLE, DOUBLE], DOUBLE, of),
  ),
  celFunc('_%_', [DOUBLE, DOUBLE], DOUBLE, (a, b) => a % b),
  celFunc('number', [BOOL], DOUBLE, Number),
];

type Expr = ReturnType<typeof parse>['expr'];

/**
 * Compiles an expression in CEL of which only arithmetic, comparison, logic and a few functions are left: no lists, no
 * text, no loops, so that its time is bounded by its length (500 characters at most, by the project's schema). Every
 * number is a double: `a * 2` needs no `2.0`.
 * @param names each name that it may use, and whether it is a boolean
 * @returns the expression, or in plain words what is wrong with it
 */
export function compileExpression(text: string, names: ReadonlyMap<string, 'number' | 'boolean'>): Expression | { readonly problem: string } {
  let expr: Expr;
  try {
    ({ expr } = parse(text));
  } catch (error) {
    return { problem: `The expression can't be read: ${error instanceof Error ? error.message.replace('<input>:', 'line ') : 'it is no expression'}` };
  }
  const trouble = adopt(expr, names);
  if (trouble !== null) return { problem: trouble };
  const run = plan(celEnv({ variables: Object.fromEntries([...names].map(([name, type]) => [name, type === 'boolean' ? BOOL : DOUBLE])), funcs: arithmetic }), expr);
  const evaluate: Expression = (values) => {
    const result: unknown = run(values);
    if (typeof result === 'boolean') return { value: result };
    if (typeof result === 'number') return Number.isFinite(result) ? { value: result } : { problem: `The expression gives ${String(result)}: a division by zero, or a function outside its range` };
    return { problem: `The expression gives no value: ${isCelError(result) ? inPlainWords(result.message) : 'it is neither a number nor true or false'}` };
  };
  // Types do not go together the same way whatever the values are; said now, not when it runs.
  const tried = evaluate(Object.fromEntries([...names].map(([name, type]) => [name, type === 'boolean' ? false : 1])));
  return 'problem' in tried && tried.problem.startsWith('The expression gives no value') ? tried : evaluate;
}

/** Makes every number a double; what is not allowed or not known is told. */
function adopt(expr: Expr, names: ReadonlyMap<string, unknown>): string | null {
  const { exprKind } = expr;
  switch (exprKind.case) {
    case 'constExpr': {
      const { constantKind } = exprKind.value;
      if (constantKind.case === 'int64Value' || constantKind.case === 'uint64Value') exprKind.value.constantKind = { case: 'doubleValue', value: Number(constantKind.value) };
      else if (constantKind.case !== 'doubleValue' && constantKind.case !== 'boolValue') return 'An expression has numbers, true and false; no text';
      return null;
    }
    case 'identExpr':
      return names.has(exprKind.value.name) ? null : `The expression uses "${exprKind.value.name}", which names no point`;
    case 'callExpr': {
      const { function: name, target, args } = exprKind.value;
      if (target !== undefined || !ALLOWED.has(name)) return `There is no function "${name}" in expressions. There are ${EXPRESSION_FUNCTIONS.join(', ')}`;
      for (const each of args) {
        const trouble = adopt(each, names);
        if (trouble !== null) return trouble;
      }
      return null;
    }
    default:
      return 'An expression has numbers, names, operators and functions; nothing else';
  }
}

function inPlainWords(message: string): string {
  const overload = /no matching overload for '(.+)' applied to '(.+)'/.exec(message);
  if (overload === null) return message;
  const operator = (overload[1] ?? '').replaceAll('_', '');
  return `${operator} does not go with ${(overload[2] ?? '').replaceAll('double', 'number').replaceAll('bool', 'true/false')}; number(...) makes 1 or 0 of true or false`;
}
