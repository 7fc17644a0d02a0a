import type { z } from 'zod';
import type { ProtocolDescription } from '../../shared/contract/devices';
import type { Finding } from '../../shared/domain/device';
import type { Opaque, Point } from '../../shared/domain/point';
import type { TemplateDocument, TemplateKind, TemplatePoint } from '../../shared/domain/template';
import type { WordBit } from '../../shared/contract/word-bits';
import type { DissectorCapability } from './dissection';
import type { LineContext, LineDriver } from './driver';
import type { ServerCapability } from './serving';

export type * from './dissection';
export type * from './driver';
export type * from './driver-environment';
export type * from './event-source';
export type * from './files';
export type * from './serving';
export type * from './writing';

/**
 * What a protocol offers to the product; the files named above hold its parts, others import them from here. Every
 * folder beside this file implements {@link Protocol}, and only `engine` knows which folders there are. What a protocol
 * cannot do it does not have: capabilities are optional members, never methods that do nothing.
 */
export interface Protocol {
  readonly description: ProtocolDescription;

  /** Schemas of what is opaque to everybody else. Defaults fill in what is missing. */
  readonly lineSettings: z.ZodType<Opaque>;
  readonly deviceSettings: z.ZodType<Opaque>;
  readonly pointAddress: z.ZodType<Opaque>;

  /** Lines whose settings give the same key are one line (`tcp 192.168.40.21:502`). */
  lineKey(settings: Opaque): string;
  /** Whom the line's secrets are told to; a change of it asks for them again. The line's key where it is missing. */
  peerKey?(settings: Opaque): string;
  /** What people call the line when it has no name: `192.168.40.21:502`, `COM5 19200 8E1`. */
  lineLabel(settings: Opaque): string;

  /** Names of the values that every point at such an address has (the four states of a double-bit input); missing or empty where there are none. */
  stateNames?(address: Opaque): Point['enumeration'];
  /** What is wrong with a point (a coil of type float32, a range past 65535), in plain words; null when nothing is. */
  checkPoint(point: Point): string | null;
  /** The address as text in each of the description's notations, for screens and files. */
  addressTexts(point: Point): string[];
  /** The address part of the API's key `<sensor_type>_<address>`. */
  addressKey(point: Point): string;
  /** Columns that the address takes in CSV and XLSX, beside those of every point. */
  readonly addressColumns: AddressColumns;

  /** Makes the one owner of a line. Opens nothing yet: a line opens with its first connected device. */
  createLine(settings: Opaque, context: LineContext): LineDriver;

  /** What the published route `protocols/status` tells of the protocol as `metrics`; nothing where it is missing. */
  apiMetrics?(counts: ProtocolCounts): Record<string, number>;

  /** Kinds of files of the protocol's own that describe points; the description names them. */
  readonly mapFiles?: readonly MapFileFormat[];
  readonly addressSpace?: AddressSpaceCapability;
  readonly wordBits?: WordBitsCapability;
  readonly selfDescription?: SelfDescriptionCapability;
  readonly server?: ServerCapability;
  readonly dissector?: DissectorCapability;
  readonly scanner?: ScannerCapability;
}

/** A protocol's devices in the open project, summed up. Requests and responses are those of the lines since they opened. */
export interface ProtocolCounts {
  readonly devicesConnected: number;
  readonly points: number;
  readonly requests: number;
  readonly responses: number;
}

export interface AddressColumns {
  readonly headers: readonly string[];
  /** By header, other spellings of it that are met in lists of devices; compared by letters and digits alone. */
  readonly spellings?: Readonly<Record<string, readonly string[]>>;
  /** Every field of the address as text, by header. Loses nothing. */
  format(point: Point): Record<string, string>;
  /** The inverse; cells that are missing or empty take the default. Headers in other spellings are the caller's business. */
  parse(cells: Readonly<Record<string, string>>): { address: Opaque } | { problems: { column: string; message: string }[] };
}

/** What a file states of a point; what it leaves open stays as it is, or has its default. */
export interface StatedPoint {
  /** Fields of the point but its address; checked by whoever takes them. */
  readonly fields: Opaque;
  readonly address: Opaque;
}

export interface DescribedPoint extends StatedPoint {
  /** Where it stands in the file: a line or a row, from 1. */
  readonly row: number;
}

/** What a file of a protocol says. */
export interface ReadMapFile {
  readonly points: readonly DescribedPoint[];
  /** Headers of the columns of a point list that it tells; null: all. */
  readonly columns: readonly string[] | null;
  /** Settings of the device that it states. */
  readonly settings: Opaque;
  /** What else it says, and what of it was not understood: nothing is dropped in silence. */
  readonly notes: readonly string[];
}

/** A kind of file in which the protocol's devices are described. */
export interface MapFileFormat {
  readonly id: string;
  /** Reads it in slices, so that others have their turn. @throws MapFileProblem */
  read(octets: Uint8Array): Promise<ReadMapFile>;
  /** Read back it gives the same points. `label`: what people call the device. */
  write(device: { readonly label: string; readonly settings: Opaque; readonly points: readonly Point[] }): Promise<Uint8Array>;
}

/** Where a point lies: its table, its first place from 0, how many it takes. */
export interface AddressSpan {
  readonly table: string;
  readonly from: number;
  readonly count: number;
  /** Bits of the one place that it takes, as a mask; null where it takes places whole. */
  readonly bits: number | null;
}

/** For protocols whose addresses count: places in tables of known size. All pure. */
export interface AddressSpaceCapability {
  readonly tables: readonly { readonly id: string; readonly title: string; readonly size: number }[];
  /** Null for a point whose address is none. */
  span(point: Point): AddressSpan | null;
  /** The address so many places further (or back), with everything in it that counts along; null where that leaves the table. */
  moved(address: Opaque, by: number): Opaque | null;
  /** What is known of a device's addresses besides its points: what it refused, what its settings forbid. */
  known(device: { readonly settings: Opaque; readonly findings: readonly Finding[] }): readonly (Omit<AddressSpan, 'bits'> & { readonly state: 'refused' | 'forbidden' })[];
}

/** For protocols whose words hold bits that can be points of their own. Bits are counted from a word's least significant, 0. All pure. */
export interface WordBitsCapability {
  /** The address of each bit of a word as a point of its own, the least significant first; null where the point is no word. */
  addresses(word: Point, deviceSettings: Opaque): readonly Opaque[] | null;
  /** By the word's id, the points that are bits of it, the least significant first. A point is a bit of one word at most. */
  find(points: readonly Point[], deviceSettings: Opaque): ReadonlyMap<string, readonly WordBit[]>;
}

export interface Found {
  readonly deviceSettings: Opaque;
  readonly title: string;
  readonly evidence: string;
}

export interface ScannerCapability {
  /** Asks for what is there; calls back at each find and step, ends early when told. */
  scan(
    line: LineDriver,
    options: Opaque,
    progress: { found(found: Found): void; step(done: number, total: number, now: string): void },
    signal: AbortSignal,
  ): Promise<void>;
}

/** What a device says of itself, as it would stand in a template. */
export type SelfDescription =
  | {
      readonly ok: true;
      readonly vendor: string;
      readonly model: string;
      readonly kind: TemplateKind;
      readonly document: TemplateDocument;
      /** Device settings that the points need. */
      readonly settings: Opaque;
      readonly points: readonly TemplatePoint[];
      /** What a person should know: what was not understood, what the device does not implement. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

/** For devices that describe themselves in a way that is standardised (SunSpec). */
export interface SelfDescriptionCapability {
  /** The standard's name. */
  readonly title: string;
  /** Reads it without disturbing the devices that work. Never throws for what a peer does; ends early when told. */
  read(line: LineDriver, settings: Opaque, progress: { step(done: number, total: number | null, now: string): void }, signal: AbortSignal): Promise<SelfDescription>;
}
