import type { Point } from '../../../shared/domain/point';
import type { NamedBit } from '../../components/format/word-bits';

/** A heading over the points of one table. */
export interface GroupRow {
  readonly kind: 'group';
  readonly key: string;
  readonly title: string;
  readonly count: number;
}

export interface PointRow {
  readonly kind: 'point';
  /** The point's id. */
  readonly key: string;
  readonly point: Point;
  /** The address in each notation of the protocol. */
  readonly addresses: readonly string[];
  /** 1 for a bit shown under its register. */
  readonly depth: 0 | 1;
  /** True for a register whose bits are points of their own: shown in hexadecimal. */
  readonly statusWord: boolean;
  /** The parts of a word that are points, by bit; none for other points. */
  readonly bits: readonly NamedBit[];
  readonly group: string;
}

export type MapRow = GroupRow | PointRow;
