/** What a few octets are under the usual types. */
export interface OctetReading {
  readonly label: string;
  readonly value: string;
}

const MOST_TEXT = 64;

/** Octets as the numbers that they may be, the most significant octet first and last, and as text. */
export function octetReadings(octets: Uint8Array): readonly OctetReading[] {
  const { length } = octets;
  if (length === 0) return [];
  const view = new DataView(octets.buffer, octets.byteOffset, length);
  const readings: OctetReading[] = [];
  const whole = (bits: number): void => {
    const [unsignedBig, signedBig] = [integer(view, bits, false, false), integer(view, bits, true, false)];
    const [unsignedLow, signedLow] = [integer(view, bits, false, true), integer(view, bits, true, true)];
    readings.push({ label: `uint${bits}, high octet first`, value: signs(unsignedBig, signedBig) }, { label: `uint${bits}, low octet first`, value: signs(unsignedLow, signedLow) });
  };
  if (length === 1) {
    const octet = octets[0] ?? 0;
    readings.push({ label: 'uint8', value: signs(BigInt(octet), BigInt(view.getInt8(0))) }, { label: 'Bits 7 to 0', value: octet.toString(2).padStart(8, '0').replace(/(....)/, '$1 ') });
  }
  if (length === 2) whole(16);
  if (length === 4) {
    whole(32);
    readings.push({ label: 'float32, high octet first', value: shown(view.getFloat32(0, false)) }, { label: 'float32, low octet first', value: shown(view.getFloat32(0, true)) });
  }
  if (length === 8) {
    whole(64);
    readings.push({ label: 'float64, high octet first', value: String(view.getFloat64(0, false)) }, { label: 'float64, low octet first', value: String(view.getFloat64(0, true)) });
  }
  const text = [...octets.subarray(0, MOST_TEXT)];
  if (length > 1 && text.every((octet) => octet >= 0x20 && octet < 0x7f)) readings.push({ label: 'Text', value: String.fromCharCode(...text) });
  return readings;
}

function integer(view: DataView, bits: number, signed: boolean, low: boolean): bigint {
  let value = 0n;
  const octets = bits / 8;
  for (let at = 0; at < octets; at += 1) value = (value << 8n) | BigInt(view.getUint8(low ? octets - 1 - at : at));
  return signed ? BigInt.asIntN(bits, value) : value;
}

function signs(unsigned: bigint, signed: bigint): string {
  return signed < 0n ? `${unsigned}, signed −${-signed}` : String(unsigned);
}

/** Seven digits, as float32 has them. */
function shown(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(7))) : String(value);
}
