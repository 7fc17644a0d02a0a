import { crcDnp, decodeLinkFrame, encodeLinkFrame, TransportSegmenter, type LinkFrame } from '../../electron/stacks/dnp3';
import { mutate, type Random } from './modbus-mutations';

/** Octets of a segment behind its header. */
const SEGMENT_DATA = 249;
const segmenter = new TransportSegmenter();

function framed(frame: LinkFrame): Uint8Array {
  const encoded = encodeLinkFrame(frame);
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  return encoded.octets;
}

/** A right header checksum, so that damage gets past the first look. */
function repaired(frame: Uint8Array): Uint8Array {
  if (frame.length < 10) return frame;
  const crc = crcDnp(frame, 0, 8);
  const copy = Uint8Array.from(frame);
  copy.set([crc & 0xff, crc >> 8], 8);
  return copy;
}

export interface Damaged {
  readonly octets: Uint8Array;
  /** What stands in the frames, without their headers and checksums. */
  readonly inside: Uint8Array;
}

/** Frames around a damaged fragment, as the peer would send them; one segment in ten and one frame in ten is damaged as well. */
export function damagedFrames(fragment: Uint8Array, fromMaster: boolean, random: Random): Damaged {
  const inside: Uint8Array[] = [];
  const all = segmenter.segments(mutate(fragment, random)).map((segment) => {
    const userData = random.below(10) === 0 ? mutate(segment, random).subarray(0, 1 + SEGMENT_DATA) : segment;
    inside.push(userData.subarray(1));
    const [destination, source] = fromMaster ? [1024, 1] : [1, 1024];
    const frame = framed({ fromMaster, primary: true, fcb: random.below(2) === 0, fcvOrDfc: false, functionCode: 4, destination: random.below(20) === 0 ? 0xffff : destination, source, userData });
    return random.below(10) === 0 ? repaired(mutate(frame, random)) : frame;
  });
  return { octets: Buffer.concat(all), inside: Buffer.concat(inside) };
}

/** A frame whose segment was damaged behind its header and whose checksums are right all the same. */
export function damagedInside(octets: Uint8Array, random: Random): Uint8Array {
  const decoded = decodeLinkFrame(octets, 0);
  if (decoded.kind !== 'value' || decoded.value.userData.length < 2) return octets;
  const { userData } = decoded.value;
  const part = mutate(userData.subarray(1), random).subarray(0, SEGMENT_DATA);
  return part.length === 0 ? octets : framed({ ...decoded.value, userData: Uint8Array.of(userData[0] ?? 0, ...part) });
}
