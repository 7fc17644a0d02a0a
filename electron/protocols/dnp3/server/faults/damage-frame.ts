import { decodeLinkFrame, encodeLinkFrame } from '../../../../stacks/dnp3';
import type { LinkFrame } from '../../../../stacks/dnp3';
import { partsOf, type Damaged } from '../../../late-parts';
import { sentWith, UNDAMAGED } from '../../../sending-faults';
import { REFUSALS, type MetFault } from './fault-kinds';

/** Places in the user data of a first frame: transport header, application control, function, internal indications. */
const APPLICATION_CONTROL = 1;
const SECOND_INDICATIONS = 4;
const RESPONSE_HEAD = 5;
const FIRST_AND_FINAL = 0xc0;
const CONFIRM = 0x20;

/**
 * Lets the faults that a response met happen to one of its frames. `first`: the frame that begins the response. Pure but
 * for `random` (0 to below 1).
 */
export function damageFrame(octets: Uint8Array, first: boolean, faults: readonly MetFault[], random: () => number): Damaged {
  let frame = octets;
  let how = UNDAMAGED;
  for (const fault of faults) {
    switch (fault.kind) {
      case 'no-answer':
        return { parts: [], close: false };
      case 'hang-up':
        return { parts: [], close: true };
      case 'refusal':
        if (!first) return { parts: [], close: false };
        frame = changed(frame, (each) => ({ ...each, userData: refusing(each.userData, REFUSALS[fault.settings.bit]) }));
        break;
      case 'wrong-sequence':
        if (first) frame = changed(frame, (each) => ({ ...each, userData: withSequence(each.userData, fault.settings.by) }));
        break;
      case 'wrong-source': {
        const { address } = fault.settings;
        frame = changed(frame, (each) => ({ ...each, source: address ?? (each.source + 1) & 0xffff }));
        break;
      }
      case 'wrong-crc':
        frame = Uint8Array.from(frame, (octet, at) => (at === frame.length - 1 ? octet ^ 0xff : octet));
        break;
      case 'confirm-lost':
      case 'command-status':
      case 'link-refuses':
      case 'stuck':
        break;
      default:
        how = sentWith(how, fault, random);
    }
  }
  return partsOf({ frame, ...how }, random);
}

/** The frame taken apart, changed, and with right checksums again. */
function changed(octets: Uint8Array, change: (frame: LinkFrame) => LinkFrame): Uint8Array {
  const decoded = decodeLinkFrame(octets, 0);
  if (decoded.kind !== 'value') return octets;
  const encoded = encodeLinkFrame(change(decoded.value));
  return encoded.kind === 'octets' ? encoded.octets : octets;
}

/** A response of its head alone, in one frame, that asks for no confirm and says why it refuses. */
function refusing(userData: Uint8Array, bit: number): Uint8Array {
  const head = Uint8Array.from(userData.subarray(0, RESPONSE_HEAD));
  head[0] = (head[0] ?? 0) | FIRST_AND_FINAL;
  head[APPLICATION_CONTROL] = ((head[APPLICATION_CONTROL] ?? 0) | FIRST_AND_FINAL) & ~CONFIRM;
  head[SECOND_INDICATIONS] = (head[SECOND_INDICATIONS] ?? 0) | bit;
  return head;
}

function withSequence(userData: Uint8Array, by: number): Uint8Array {
  const control = userData[APPLICATION_CONTROL] ?? 0;
  return Uint8Array.from(userData, (octet, at) => (at === APPLICATION_CONTROL ? (control & 0xf0) | ((control + by) & 0x0f) : octet));
}
