import type { ModbusFraming } from '../../../../stacks/modbus';
import { partsOf, type Damaged } from '../../../late-parts';
import { sentWith, UNDAMAGED } from '../../../sending-faults';
import type { MetFault } from './fault-kinds';
import { withHeaderField, withUnit, withWrongChecksum } from './frame-parts';

/** The exception that is answered in place of carrying the request out; null where no fault asks for one. */
export function exceptionOf(faults: readonly MetFault[]): number | null {
  for (const fault of faults) {
    if (fault.kind === 'busy') return 6;
    if (fault.kind === 'exception') return fault.settings.code;
  }
  return null;
}

/** Lets all the faults that an answer met happen to its frame. Pure but for `random` (0 to below 1). */
export function damageAnswer(answer: Uint8Array, framing: ModbusFraming, faults: readonly MetFault[], random: () => number): Damaged {
  let frame = answer;
  let how = UNDAMAGED;
  for (const fault of faults) {
    switch (fault.kind) {
      case 'no-answer':
        return { parts: [], close: false };
      case 'hang-up':
        return { parts: [], close: true };
      case 'wrong-unit': {
        const { unitId } = fault.settings;
        frame = withUnit(frame, framing, (unit) => unitId ?? unit + 1);
        break;
      }
      case 'wrong-transaction': {
        const { by } = fault.settings;
        frame = withHeaderField(frame, framing, 'transaction', (identifier) => identifier + by);
        break;
      }
      case 'wrong-length': {
        const { length } = fault.settings;
        frame = withHeaderField(frame, framing, 'length', () => length);
        break;
      }
      case 'wrong-crc':
        frame = withWrongChecksum(frame, framing);
        break;
      case 'busy':
      case 'exception':
      case 'stuck':
        break;
      default:
        how = sentWith(how, fault, random);
    }
  }
  return partsOf({ frame, ...how }, random);
}
