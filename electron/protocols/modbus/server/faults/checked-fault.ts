import type { Fault } from '../../../../../shared/domain/simulator';
import type { CheckedFault } from '../../../planned-faults';
import { metFaultSchema, type MetFault } from './fault-kinds';
import { faultScopeSchema, type FaultScope } from './fault-scope';

/** A fault with its defaults filled in, or in plain words what is wrong with it. */
export function checkFault({ kind, settings, scope }: Pick<Fault, 'kind' | 'settings' | 'scope'>): CheckedFault<MetFault, FaultScope> | { readonly problem: string } {
  const fault = metFaultSchema.safeParse({ kind, settings });
  if (!fault.success) return { problem: fault.error.issues.some(({ path }) => path[0] === 'kind') ? `There is no fault "${kind}" for Modbus` : firstIssue(fault.error.issues) };
  const where = faultScopeSchema.safeParse(scope);
  return where.success ? { fault: fault.data, scope: where.data } : { problem: firstIssue(where.error.issues) };
}

function firstIssue(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  const [issue] = issues;
  return issue === undefined ? 'It does not fit' : `${issue.path.map(String).join('.')}: ${issue.message}`;
}
