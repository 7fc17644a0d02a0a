import type { Page } from '@playwright/test';
import { z } from 'zod';
import { type ProcedureInput, type ProcedureName, type ProcedureOutput, procedures } from '../../shared/contract';

const answerSchema = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value: z.unknown() }), z.object({ ok: z.literal(false), error: z.object({ code: z.string(), message: z.string() }) })]);

/**
 * Calls a procedure from within the page, over the bridge of the desktop window: for what a spec needs but does not test.
 * @throws with the contract's words where the engine refuses, and where the answer is not what the contract says
 */
export async function callEngine<N extends ProcedureName>(page: Page, name: N, input: ProcedureInput<N>): Promise<ProcedureOutput<N>> {
  const asked: readonly [string, unknown] = [name, input];
  const answered: unknown = await page.evaluate(
    async ([procedure, given]) => {
      const bridge = Reflect.get(globalThis, 'thermacore') as { invoke: (name: string, input: unknown, tenantId: null) => Promise<unknown> };
      return bridge.invoke(procedure, given, null);
    },
    asked,
  );
  const answer = answerSchema.parse(answered);
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code}: ${answer.error.message}`);
  const { output }: { readonly output: { parse(value: unknown): unknown } } = procedures[name];
  return output.parse(answer.value) as ProcedureOutput<N>;
}
