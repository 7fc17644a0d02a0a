import type { ModbusRequest } from '../../../../stacks/modbus';
import { PlannedFaults } from '../../../planned-faults';
import { checkFault } from './checked-fault';
import type { MetFault } from './fault-kinds';
import { isInScope, type FaultScope } from './fault-scope';

/** Which faults a request or a connection meets. */
export class FaultPlan extends PlannedFaults<MetFault, FaultScope> {
  constructor() {
    super(checkFault);
  }

  forAnswer(unit: number, request: ModbusRequest | undefined): MetFault[] {
    return this.meet(({ fault, scope }) => fault.kind !== 'stuck' && isInScope(scope, unit, request));
  }

  /** Whether a connection that was just made is stuck from the beginning. */
  forConnection(): boolean {
    return this.meet(({ fault }) => fault.kind === 'stuck').length > 0;
  }
}
