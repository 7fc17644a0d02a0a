import type { ObjectRange } from './object-range';
import type { ObjectValue } from './object-value';

/** One object or point of a block. */
export interface ObjectEntry {
  /** The point; the position in the block where the header carries no indexes. */
  readonly index: number;
  readonly value: ObjectValue;
}

/** An object header and what follows it. */
export interface ObjectBlock {
  readonly group: number;
  readonly variation: number;
  readonly range: ObjectRange;
  /** Empty where no data follows, except for the indexes of an indexed header. */
  readonly entries: readonly ObjectEntry[];
}
