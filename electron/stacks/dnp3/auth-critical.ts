import { FUNCTION } from './function-codes';

/** Functions that need not be authenticated unless they are set so; all others are always critical (from memory of IEEE 1815-2012, clause 7; the same list as in an independent C++ stack). */
const OPTIONAL: ReadonlySet<number> = new Set([
  FUNCTION.confirm,
  FUNCTION.read,
  FUNCTION.immediateFreeze,
  FUNCTION.immediateFreezeNoAck,
  FUNCTION.freezeClear,
  FUNCTION.freezeClearNoAck,
  FUNCTION.freezeAtTime,
  FUNCTION.freezeAtTimeNoAck,
  FUNCTION.initializeData,
  FUNCTION.assignClass,
  FUNCTION.delayMeasure,
  FUNCTION.response,
  FUNCTION.unsolicitedResponse,
]);

/** Whether a fragment of this function has to be authenticated. */
export function isCritical(functionCode: number, also: ReadonlySet<number>): boolean {
  return !OPTIONAL.has(functionCode) || also.has(functionCode);
}
