import { decodeFragmentObjects, decodeHeader, functionName } from '../../../stacks/dnp3';
import type { LinkFrame, ObjectBlock } from '../../../stacks/dnp3';

const FIR = 0x40;
const FIN = 0x80;
/** Object headers of one request that are told. */
const MOST_SHOWN = 6;

/** What a frame begins at the application layer. */
export interface BegunFragment {
  readonly functionCode: number;
  readonly unsolicited: boolean;
  /** Internal indications of a response. */
  readonly iin: number | undefined;
  /** `g60v2, g30v0 0-9`; empty where nothing follows or it takes several frames. */
  readonly objects: string;
}

/** Reads what a frame with user data begins; null for one that goes on with something, or begins nothing. */
export function begunBy(frame: Pick<LinkFrame, 'userData'>, withObjects: boolean): BegunFragment | null {
  const [transport = 0] = frame.userData;
  if ((transport & FIR) === 0) return null;
  const fragment = frame.userData.subarray(1);
  const header = decodeHeader(fragment);
  if ('fault' in header) return null;
  const { functionCode, control, iin } = header;
  const decoded = withObjects && (transport & FIN) !== 0 ? decodeFragmentObjects(fragment, header) : null;
  return { functionCode, unsolicited: control.unsolicited, iin, objects: decoded?.kind === 'value' ? objectsText(decoded.blocks) : '' };
}

/** `01 Read`. */
export function operationText(functionCode: number): string {
  const name = functionName(functionCode);
  return `${String(functionCode).padStart(2, '0')} ${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function objectsText(blocks: readonly ObjectBlock[]): string {
  const texts = blocks.slice(0, MOST_SHOWN).map(({ group, variation, range, entries }) => {
    const name = `g${group}v${variation}`;
    if (range.kind === 'range') return `${name} ${range.start === range.stop ? range.start : `${range.start}-${range.stop}`}`;
    if (range.kind === 'count') return `${name} at most ${range.count}`;
    if (range.kind === 'indexed') return `${name} ${entries.slice(0, 4).map(({ index }) => index).join(' ')}${entries.length > 4 ? ' ...' : ''}`;
    return name;
  });
  return `${texts.join(', ')}${blocks.length > MOST_SHOWN ? ', ...' : ''}`;
}
