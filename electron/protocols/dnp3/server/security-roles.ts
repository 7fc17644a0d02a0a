import { FUNCTION } from '../../../stacks/dnp3';

/** Roles of users, a choice of those of IEEE 1815 (names and what they may from memory). */
export const SECURITY_ROLES = ['single-user', 'operator', 'viewer'] as const;
export type SecurityRole = (typeof SECURITY_ROLES)[number];

const VIEWER: ReadonlySet<number> = new Set([FUNCTION.confirm, FUNCTION.read, FUNCTION.enableUnsolicited, FUNCTION.disableUnsolicited, FUNCTION.delayMeasure]);
const OPERATOR: ReadonlySet<number> = new Set([
  ...VIEWER,
  FUNCTION.write,
  FUNCTION.select,
  FUNCTION.operate,
  FUNCTION.directOperate,
  FUNCTION.directOperateNoAck,
  FUNCTION.immediateFreeze,
  FUNCTION.immediateFreezeNoAck,
  FUNCTION.freezeClear,
  FUNCTION.freezeClearNoAck,
  FUNCTION.recordCurrentTime,
]);

/** Whether a user in a role may ask for a function. */
export function mayDo(role: SecurityRole, functionCode: number): boolean {
  if (role === 'single-user') return true;
  return (role === 'operator' ? OPERATOR : VIEWER).has(functionCode);
}
