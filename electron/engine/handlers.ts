import type { z } from 'zod';
import { procedures, type ParsedInput, type ProcedureName, type ProcedureOutput } from '../../shared/contract';
import type { Call, CheckedCall } from '../doors/contract-engine';
import { fieldErrors } from '../doors/field-errors';

export type Handler<N extends ProcedureName> = (input: ParsedInput<N>, call: Call) => ProcedureOutput<N> | Promise<ProcedureOutput<N>>;

/** One handler for every procedure of the contract: a missing one, or one too many, does not compile. */
export type Handlers = { [N in ProcedureName]: Handler<N> };
/** The handlers of one area. */
export type HandlersOf<N extends ProcedureName> = Pick<Handlers, N>;

type Check = (input: unknown) => CheckedCall;

/** The contract with each schema known by what it gives, which lets one generic function serve all of them. */
type Schemas = { [N in ProcedureName]: { readonly input: z.ZodType<ParsedInput<N>>; readonly output: z.ZodType<ProcedureOutput<N>> } };
const schemas: Schemas = procedures;

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- N ties the handler to its schemas inside
function bindOne<N extends ProcedureName>(name: N, handlers: Handlers, checkAnswers: boolean): Check {
  const { input, output } = schemas[name];
  const handler = handlers[name];
  return (given) => {
    const parsed = input.safeParse(given);
    if (!parsed.success) return { ok: false, fields: fieldErrors(parsed.error) };
    return {
      ok: true,
      run: async (call) => {
        const value = await handler(parsed.data, call);
        if (checkAnswers) output.parse(value);
        return value;
      },
    };
  };
}

/** Joins each handler with its schema, so that a caller who knows only the name can use it. */
export function bindHandlers(handlers: Handlers, checkAnswers: boolean): (name: ProcedureName, input: unknown) => CheckedCall {
  const checks = new Map<ProcedureName, Check>();
  return (name, input) => {
    const known = checks.get(name);
    if (known) return known(input);
    const made = bindOne(name, handlers, checkAnswers);
    checks.set(name, made);
    return made(input);
  };
}
