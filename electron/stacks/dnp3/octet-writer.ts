import { writeSized, writeU16, writeU32, writeU48 } from './octets';

/** Writes into a buffer of fixed size. Callers ask `room` first; what goes beyond the end is lost. */
export class OctetWriter {
  readonly #octets: Uint8Array;
  readonly #view: DataView;
  #length = 0;

  constructor(capacity: number) {
    this.#octets = new Uint8Array(capacity);
    this.#view = new DataView(this.#octets.buffer);
  }

  get length(): number {
    return this.#length;
  }

  get room(): number {
    return this.#octets.length - this.#length;
  }

  /** A copy of what was written. */
  take(): Uint8Array {
    return this.#octets.slice(0, this.#length);
  }

  /** Goes back to an earlier length. */
  truncate(length: number): void {
    this.#octets.fill(0, length, this.#length);
    this.#length = length;
  }

  u8(value: number): void {
    this.#octets[this.#length] = value;
    this.#length += 1;
  }

  u16(value: number): void {
    writeU16(this.#octets, this.#length, value);
    this.#length += 2;
  }

  u32(value: number): void {
    writeU32(this.#octets, this.#length, value);
    this.#length += 4;
  }

  u48(value: number): void {
    writeU48(this.#octets, this.#length, value);
    this.#length += 6;
  }

  f32(value: number): void {
    this.#view.setFloat32(this.#length, value, true);
    this.#length += 4;
  }

  f64(value: number): void {
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  sized(size: 1 | 2 | 4, value: number): void {
    writeSized(this.#octets, this.#length, size, value);
    this.#length += size;
  }

  bytes(octets: Uint8Array): void {
    this.#octets.set(octets, this.#length);
    this.#length += octets.length;
  }

  /** Overwrites what was written, for counts and ranges known only at the end. */
  patch(at: number, size: 1 | 2 | 4, value: number): void {
    writeSized(this.#octets, at, size, value);
  }

  /** Sets bits in an octet that was written. */
  or(at: number, bits: number): void {
    this.#octets[at] = (this.#octets[at] ?? 0) | bits;
  }
}
