import { carriesData, decodeFragmentObjects, decodeHeader, decodeLinkFrame, FUNCTION, functionName, IIN, iinBits, isResponse, isWithoutAck, linkFunctionName, objectType, PRIMARY, commandStatusName } from '../../stacks/dnp3';
import type { DecodedObjects, FragmentHeader } from '../../stacks/dnp3';
import type { Dissection } from '../protocol';

/** Indications by which an outstation says that something is not as it should be. */
const TROUBLE = IIN.needTime | IIN.localControl | IIN.deviceTrouble | IIN.deviceRestart | IIN.functionNotSupported | IIN.objectUnknown | IIN.parameterError | IIN.eventBufferOverflow | IIN.alreadyExecuting | IIN.configurationCorrupt;
const FINAL = 0x80;
const FIRST = 0x40;
const SEQUENCE = 0x3f;
/** Frames of the greatest fragment that is taken (2048 octets), and many more: no message has so many. */
const MAX_FRAMES = 64;

/** What a list of frames tells of one, and what belongs to the same exchange. */
export interface FrameFacts {
  readonly outstation: number;
  readonly primary: boolean;
  readonly linkFunction: number;
  readonly function: string;
  /** What a whole fragment carries, beyond its function; null where the frame carries none. */
  readonly summary: string | null;
  readonly notice: string;
  readonly asks: string | null;
  readonly answers: string | null;
}

/** Null where the octets are no frame. */
export function factsOf(octets: Uint8Array): FrameFacts | null {
  const decoded = decodeLinkFrame(octets, 0);
  if (decoded.kind !== 'value') return null;
  const { fromMaster, primary, functionCode, source, destination, userData } = decoded.value;
  const outstation = fromMaster ? destination : source;
  const pair = fromMaster ? `${source} ${destination}` : `${destination} ${source}`;
  const link = { outstation, primary, linkFunction: functionCode, notice: '' };
  const segment = userData[0];
  if (segment === undefined) {
    // The answering side's secondary frames answer what the other side's primary frames ask.
    const asked = fromMaster === primary ? 'down' : 'up';
    const kind = functionCode === (primary ? PRIMARY.requestStatus : 11) ? 'status' : 'ack';
    const key = `link ${kind} ${asked} ${pair}`;
    return { ...link, function: linkFunctionName(primary, functionCode), summary: '', asks: primary ? key : null, answers: primary ? null : key };
  }
  const fragment = userData.subarray(1);
  const header = (segment & FIRST) === 0 ? { fault: 'not the first' } : decodeHeader(fragment);
  if ('fault' in header) return { ...link, function: '', summary: null, asks: null, answers: null };
  const code = `${String(header.functionCode).padStart(2, '0')} ${capital(functionName(header.functionCode))}`;
  const objects = (segment & FINAL) === 0 ? null : decodeFragmentObjects(fragment, header);
  return { ...link, function: code, summary: objects === null ? null : summaryOf(header, objects), notice: noticeOf(header, objects), ...exchangeOf(header, pair) };
}

/** Requests and their responses have their number in common. A confirm is no answer: nothing asks for it but the response's CON. */
function exchangeOf({ functionCode, control }: FragmentHeader, pair: string): Pick<FrameFacts, 'asks' | 'answers'> {
  const requestKey = `request ${control.sequence} ${pair}`;
  if (isResponse(functionCode)) return { asks: null, answers: functionCode === FUNCTION.unsolicitedResponse ? null : requestKey };
  return { asks: isWithoutAck(functionCode) || functionCode === FUNCTION.confirm ? null : requestKey, answers: null };
}

/** `class 1, 2, 3` or `2 analog input event g32v7; confirm wanted`. */
function summaryOf(header: FragmentHeader, decoded: DecodedObjects): string {
  const blocks = decoded.kind === 'value' ? decoded.blocks : decoded.before;
  const classes = blocks.flatMap(({ group, variation }) => (group === 60 ? [variation === 1 ? 0 : variation - 1] : []));
  const objects = blocks.flatMap(({ group, variation, entries }) => {
    if (group === 60) return [];
    const [name = 'object'] = (objectType(group, variation)?.name ?? 'Object').split(',');
    return [`${entries.length === 0 ? '' : `${entries.length} `}${name.toLowerCase()} g${group}v${variation}`];
  });
  const said = [...(classes.length === 0 ? [] : [`class ${classes.join(', ')}`]), ...objects].join(', ');
  return [said === '' ? `sequence ${header.control.sequence}` : said, ...(header.control.confirm ? ['confirm wanted'] : [])].join('; ');
}

/** What a response says is wrong, with the statuses of commands that were not carried out. */
function noticeOf(header: FragmentHeader, objects: DecodedObjects | null): string {
  const { iin = 0, functionCode } = header;
  const indications = iinBits(iin & TROUBLE).map(({ code, words }) => `${code} ${words}`);
  if (objects === null || !isResponse(functionCode)) return indications.join(', ');
  const refused = new Set<string>();
  for (const block of objects.kind === 'value' ? objects.blocks : []) {
    if ((block.group !== 12 && block.group !== 41) || !carriesData(functionCode, block.group)) continue;
    for (const { index, value } of block.entries) if (value.status !== undefined && value.status !== 0) refused.add(`point ${index}: ${commandStatusName(value.status)}`);
  }
  return [...indications, ...refused].join(', ');
}

/** Which part of a fragment a frame carries; null where it carries none, or a whole one. */
export function partOf(octets: Uint8Array): Dissection['part'] {
  const decoded = decodeLinkFrame(octets, 0);
  if (decoded.kind !== 'value') return null;
  const { source, destination, userData } = decoded.value;
  const segment = userData[0];
  if (segment === undefined) return null;
  const first = (segment & FIRST) !== 0;
  const last = (segment & FINAL) !== 0;
  return first && last ? null : { key: `${source} ${destination}`, first, last };
}

/** The fragment that frames carry together; null where a part is missing or comes twice. */
export function putTogether(frames: readonly Uint8Array[]): Uint8Array | null {
  if (frames.length > MAX_FRAMES) return null;
  const parts: Uint8Array[] = [];
  let before: number | null = null;
  for (const octets of frames) {
    const decoded = decodeLinkFrame(octets, 0);
    const segment = decoded.kind === 'value' ? decoded.value.userData[0] : undefined;
    if (decoded.kind !== 'value' || segment === undefined) return null;
    if (before !== null && (segment & SEQUENCE) !== ((before + 1) & SEQUENCE)) return null;
    before = segment & SEQUENCE;
    parts.push(decoded.value.userData.subarray(1));
  }
  return Buffer.concat(parts);
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
