/** A frame taken apart for people: what it is in a line, and its fields in the order of the octets. */
export interface Dnp3Dissection {
  readonly summary: string;
  readonly fields: readonly Dnp3Field[];
  /** What is wrong with the frame, when something is. The fields then end where sense ends. */
  readonly problem?: string;
}

export type Dnp3Layer = 'link' | 'transport' | 'application' | 'objects' | 'checksum';

export interface Dnp3Field {
  readonly name: string;
  /** Of the outermost fields: the layer that they belong to; missing for octets that belong to none. */
  readonly layer?: Dnp3Layer;
  /** Of an object: its group, its variation and its point. */
  readonly point?: { readonly group: number; readonly variation: number; readonly index: number };
  /** Octets from the first. A field over a block's border has the checksum between in its length. */
  readonly offset: number;
  readonly length: number;
  readonly text: string;
  readonly children?: readonly Dnp3Field[];
}

/** Where the octets of a fragment from `start` to before `end` lie among those that are shown. */
export type Place = (start: number, end: number) => { readonly offset: number; readonly length: number };

/** A fragment by itself. */
export const asItIs: Place = (start, end) => ({ offset: start, length: end - start });
