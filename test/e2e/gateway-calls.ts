import type { ProcedureInput, ProcedureName, ProcedureOutput } from '../../shared/contract';
import { procedures } from '../../shared/contract';
import type { Gateway } from './gateway';

/** Calls a procedure of a gateway with its first-run token. @throws with the status and the body where it refuses */
export async function callGateway<N extends ProcedureName>({ address, token }: Gateway, name: N, input: ProcedureInput<N>): Promise<ProcedureOutput<N>> {
  const body: unknown = input;
  const response = await fetch(`${address}/api/v1/procedures/${name}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
  const { output }: { readonly output: { parse(value: unknown): unknown } } = procedures[name];
  return output.parse(await response.json()) as ProcedureOutput<N>;
}
