import { faultCheck } from '../../../planned-faults';
import { metFaultSchema } from './fault-kinds';
import { faultScopeSchema } from './fault-scope';

/** A fault with its defaults filled in, or in plain words what is wrong with it. */
export const checkFault = faultCheck('Modbus', metFaultSchema, faultScopeSchema);
