import { objectOctets, objectFault, writeObject } from './objects-encoder';
import { objectType, type Layout } from './object-table';
import type { ObjectValue } from './object-value';
import { OctetWriter } from './octet-writer';

interface Run {
  readonly group: number;
  readonly variation: number;
  readonly layout: Layout;
  readonly kind: 'range' | 'indexed';
  readonly size: 1 | 2;
  /** Where the stop or the count is patched. */
  readonly patchAt: number;
  count: number;
  last: number;
}

/** Where objects may begin: behind control, function code and internal indications. */
const HEADER_OCTETS = 4;

/**
 * Fills one response fragment with points, as many to a header as follow one another. Every `write` says whether there was
 * room; where there was none nothing was written.
 */
export class ResponseWriter {
  readonly #writer: OctetWriter;
  #run: Run | undefined;
  #commonTime: number | undefined;

  constructor(maxOctets: number) {
    this.#writer = new OctetWriter(maxOctets);
    for (let i = 0; i < HEADER_OCTETS; i += 1) this.#writer.u8(0);
  }

  get empty(): boolean {
    return this.#writer.length === HEADER_OCTETS;
  }

  /** The fragment with its header filled in. */
  finish(control: number, functionCode: number, iin: number): Uint8Array {
    this.#writer.patch(0, 1, control);
    this.#writer.patch(1, 1, functionCode);
    this.#writer.patch(2, 2, iin);
    return this.#writer.take();
  }

  /** A point with its index given by a range. */
  writeStatic(group: number, variation: number, index: number, value: ObjectValue): boolean {
    const run = this.#run;
    if (run?.kind === 'range' && run.group === group && run.variation === variation && run.last + 1 === index && (run.size === 2 || index <= 0xff)) {
      if (!this.#append(run, index, value)) return false;
      this.#writer.patch(run.patchAt, run.size, index);
      return true;
    }
    const size = index <= 0xff ? 1 : 2;
    return this.#begin({ group, variation, kind: 'range', size, index, value });
  }

  /** An event behind its index. Relative times get a common time of occurrence in front where they need a new one. */
  writeEvent(group: number, variation: number, index: number, value: ObjectValue, relative: boolean): boolean {
    const before = this.#writer.length;
    const time = value.time ?? 0;
    if (relative && (this.#commonTime === undefined || time < this.#commonTime || time - this.#commonTime > 0xffff)) {
      if (!this.#writeCommonTime(time)) return false;
    }
    const own = relative ? { ...value, relative: time - (this.#commonTime ?? time) } : value;
    const run = this.#run;
    if (run?.kind === 'indexed' && run.group === group && run.variation === variation && (run.size === 2 || (index <= 0xff && run.count < 0xff))) {
      if (!this.#append(run, index, own)) return false;
      this.#writer.patch(run.patchAt, run.size, run.count);
      return true;
    }
    if (this.#begin({ group, variation, kind: 'indexed', size: index <= 0xff ? 1 : 2, index, value: own })) return true;
    this.#writer.truncate(before);
    this.#commonTime = undefined;
    return false;
  }

  /** One object behind a count of one, such as a time. */
  writeSingle(group: number, variation: number, value: ObjectValue): boolean {
    const type = objectType(group, variation);
    if (type === undefined || objectFault(type.layout, variation, value) !== undefined || this.#writer.room < 4 + objectOctets(type.layout, value)) return false;
    this.#run = undefined;
    for (const octet of [group, variation, 0x07, 1]) this.#writer.u8(octet);
    writeObject(type.layout, value, this.#writer);
    return true;
  }

  #writeCommonTime(time: number): boolean {
    if (!this.writeSingle(51, 1, { time })) return false;
    this.#commonTime = time;
    return true;
  }

  #begin(start: { readonly group: number; readonly variation: number; readonly kind: 'range' | 'indexed'; readonly size: 1 | 2; readonly index: number; readonly value: ObjectValue }): boolean {
    const { group, variation, kind, size, index, value } = start;
    const type = objectType(group, variation);
    if (type === undefined) return false;
    const before = this.#writer.length;
    if (this.#writer.room < 3 + (kind === 'range' ? 2 : 1) * size) return false;
    this.#writer.u8(group);
    this.#writer.u8(variation);
    this.#writer.u8(kind === 'range' ? size - 1 : size === 1 ? 0x17 : 0x28);
    if (kind === 'range') this.#writer.sized(size, index);
    const patchAt = this.#writer.length;
    this.#writer.sized(size, kind === 'range' ? index : 1);
    const run: Run = { group, variation, layout: type.layout, kind, size, patchAt, count: 0, last: index };
    if (!this.#append(run, index, value)) {
      this.#writer.truncate(before);
      return false;
    }
    this.#run = run;
    return true;
  }

  #append(run: Run, index: number, value: ObjectValue): boolean {
    const { layout } = run;
    if (layout.kind === 'bits') {
      const bit = run.count * layout.width;
      if ((bit & 7) === 0) {
        if (this.#writer.room < 1) return false;
        this.#writer.u8(0);
      }
      this.#writer.or(this.#writer.length - 1, ((value.value ?? 0) & (layout.width === 1 ? 1 : 3)) << (bit & 7));
    } else {
      const prefix = run.kind === 'indexed' ? run.size : 0;
      if (this.#writer.room < prefix + objectOctets(layout, value) || objectFault(layout, run.variation, value) !== undefined) return false;
      if (run.kind === 'indexed') this.#writer.sized(run.size, index);
      writeObject(layout, value, this.#writer);
    }
    run.count += 1;
    run.last = index;
    return true;
  }
}
