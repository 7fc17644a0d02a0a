import type { Encoded } from './decoded';
import { carriesData, isResponse } from './function-codes';
import type { ObjectBlock } from './object-block';
import { decodeObjects, type DecodedObjects } from './objects-decoder';
import { encodeBlock } from './objects-encoder';
import { OctetWriter } from './octet-writer';
import { readU16 } from './octets';

/** The octet that begins every fragment. */
export interface ApplicationControl {
  readonly first: boolean;
  readonly final: boolean;
  /** The receiver is asked for a confirm. */
  readonly confirm: boolean;
  readonly unsolicited: boolean;
  /** 0 to 15. */
  readonly sequence: number;
}

export interface FragmentHeader {
  readonly control: ApplicationControl;
  readonly functionCode: number;
  /** Internal indications of a response: IIN1 in the low octet, IIN2 in the high one. */
  readonly iin: number | undefined;
  /** Where the objects begin. */
  readonly objectsAt: number;
}

export interface Fragment {
  readonly control: ApplicationControl;
  readonly functionCode: number;
  /** Of responses; absent means none set. */
  readonly iin?: number;
  readonly blocks: readonly ObjectBlock[];
}

/** The greatest fragment that every station has to take (from memory of IEEE 1815). */
export const DEFAULT_MAX_FRAGMENT = 2048;

export function controlOctet(control: ApplicationControl): number {
  return (control.first ? 0x80 : 0) | (control.final ? 0x40 : 0) | (control.confirm ? 0x20 : 0) | (control.unsolicited ? 0x10 : 0) | (control.sequence & 0x0f);
}

/** The header of a fragment, or why it has none. */
export function decodeHeader(fragment: Uint8Array): FragmentHeader | { readonly fault: string } {
  const [octet, functionCode] = fragment;
  if (octet === undefined || functionCode === undefined) return { fault: `a fragment of ${fragment.length} octets` };
  const response = isResponse(functionCode);
  if (response && fragment.length < 4) return { fault: 'a response without internal indications' };
  return {
    control: { first: (octet & 0x80) !== 0, final: (octet & 0x40) !== 0, confirm: (octet & 0x20) !== 0, unsolicited: (octet & 0x10) !== 0, sequence: octet & 0x0f },
    functionCode,
    iin: response ? readU16(fragment, 2) : undefined,
    objectsAt: response ? 4 : 2,
  };
}

/** The objects of a fragment whose header was decoded. */
export function decodeFragmentObjects(fragment: Uint8Array, header: FragmentHeader): DecodedObjects {
  return decodeObjects(fragment, header.objectsAt, (group) => carriesData(header.functionCode, group));
}

/** The octets of a fragment of at most `maxOctets`. */
export function encodeFragment(fragment: Fragment, maxOctets = DEFAULT_MAX_FRAGMENT): Encoded {
  const { control, functionCode, iin, blocks } = fragment;
  if (!Number.isInteger(control.sequence) || control.sequence < 0 || control.sequence > 15) return { kind: 'invalid', reason: `sequence number ${control.sequence}; 0 to 15 are allowed` };
  const writer = new OctetWriter(maxOctets);
  writer.u8(controlOctet(control));
  writer.u8(functionCode);
  if (isResponse(functionCode)) writer.u16(iin ?? 0);
  for (const block of blocks) {
    const fault = encodeBlock(block, carriesData(functionCode, block.group), writer);
    if (fault !== undefined) return { kind: 'invalid', reason: fault };
  }
  return { kind: 'octets', octets: writer.take() };
}
