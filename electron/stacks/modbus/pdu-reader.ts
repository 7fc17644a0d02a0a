import type { ModbusField } from './dissection';
import { hex, readU16 } from './octets';

/** Walks over a PDU and names its fields; stops, with a problem, where octets are missing. */
export class PduReader {
  readonly fields: ModbusField[] = [];
  readonly #octets: Uint8Array;
  readonly #base: number;
  readonly #brief: boolean;
  #at = 0;
  problem: string | undefined;

  /** `base`: where the PDU's first octet lies in its frame. `brief`: groups have no children. */
  constructor(octets: Uint8Array, base: number, brief = false) {
    this.#octets = octets;
    this.#base = base;
    this.#brief = brief;
  }

  get left(): number {
    return this.#octets.length - this.#at;
  }

  u8(name: string, text: (value: number) => string = String): number {
    return this.#take(name, 1, () => this.#octets[this.#at] ?? 0, text);
  }

  u16(name: string, text: (value: number) => string = String): number {
    return this.#take(name, 2, () => readU16(this.#octets, this.#at), text);
  }

  /** So many octets as they are; fewer where the PDU ends. `text`: what they say, their hexadecimal form unless given. */
  octets(name: string, length: number, text: (octets: Uint8Array) => string = hex): Uint8Array {
    if (this.problem !== undefined) return new Uint8Array(0);
    const octets = this.#next(length);
    this.fields.push({ name, offset: this.#base + this.#at - octets.length, length: octets.length, text: text(octets) });
    return octets;
  }

  /** A group of fields over the next `length` octets, as far as they are there. */
  group(name: string, length: number, text: string, children: (octets: Uint8Array, offset: number) => readonly ModbusField[]): void {
    if (this.problem !== undefined) return;
    const octets = this.#next(length);
    const offset = this.#base + this.#at - octets.length;
    this.fields.push({ name, offset, length: octets.length, text, children: this.#brief ? [] : children(octets, offset) });
  }

  /** What is left over, which should be nothing. */
  rest(): void {
    if (this.problem !== undefined || this.left === 0) return;
    this.problem = `${this.left} octets too many`;
    this.fields.push({ name: 'Surplus', offset: this.#base + this.#at, length: this.left, text: hex(this.#octets.subarray(this.#at)) });
    this.#at = this.#octets.length;
  }

  #next(length: number): Uint8Array {
    const there = Math.min(length, this.left);
    const octets = this.#octets.subarray(this.#at, this.#at + there);
    this.#at += there;
    if (there < length) this.problem = `${length - there} octets are missing`;
    return octets;
  }

  #take(name: string, length: number, read: () => number, text: (value: number) => string): number {
    if (this.problem !== undefined) return 0;
    if (this.left < length) {
      this.problem = `the octets end before "${name}"`;
      return 0;
    }
    const value = read();
    this.fields.push({ name, offset: this.#base + this.#at, length, text: text(value) });
    this.#at += length;
    return value;
  }
}
