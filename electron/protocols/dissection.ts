import type { FieldLayer } from '../../shared/contract/frames';
import type { Opaque, Point } from '../../shared/domain/point';
import type { Frame } from './driver-environment';

export interface DissectedField {
  readonly name: string;
  /** Octets from the first of those taken apart. */
  readonly offset: number;
  readonly length: number;
  readonly text: string;
  /** What the octets are for; that of the field around it where it is missing. */
  readonly layer?: FieldLayer;
  readonly children: readonly DissectedField[];
}

/** What is known besides the octets. */
export interface DissectionContext {
  /** The frame that this one answers. */
  readonly asked?: Uint8Array;
  /** Frames that carry one message together, in their order, this one among them. */
  readonly together?: readonly Uint8Array[];
  /** The points of whom the frame is to or from, for their names. */
  readonly points?: readonly Point[];
  /** Only what a list tells is wanted: fields may be left out. */
  readonly brief?: boolean;
}

/** A frame taken apart for people. */
export interface Dissection {
  readonly summary: string;
  /** What is wrong with the frame; empty when nothing is. */
  readonly problem: string;
  /** What a frame in order says is wrong elsewhere: an exception, an indication. Empty when nothing is. */
  readonly notice: string;
  /** Who is asked or answers, as {@link DissectorCapability.stationOf} names a device: `Unit 3`. Empty where it is not told. */
  readonly station: string;
  /** `03 Read holding registers`; empty where there is none. */
  readonly function: string;
  /** What the answer to this frame has among its {@link answers}; null where none is expected. */
  readonly asks: string | null;
  /** What the frame that this one answers asks; null where it answers none. */
  readonly answers: string | null;
  /** Of a message in several frames: what those of one message have in common, and whether this is the first or the last. */
  readonly part: { readonly key: string; readonly first: boolean; readonly last: boolean } | null;
  /** The layers, the outermost first. */
  readonly fields: readonly DissectedField[];
  /** The message that the frames of the context carry together. */
  readonly assembled: { readonly title: string; readonly octets: Uint8Array; readonly fields: readonly DissectedField[] } | null;
}

/** How a line's frames stand in a capture file so that other programs know them. */
export type CaptureForm =
  /** As what is carried by a connection of its own between made-up addresses; `port` is the other side's. */
  | { readonly kind: 'tcp' | 'udp'; readonly port: number }
  /** As they are, with the name of Wireshark's dissector for them. */
  | { readonly kind: 'named'; readonly dissector: string }
  /** As octets that no other program knows. */
  | { readonly kind: 'raw' };

/** Takes frames of a line or a served port apart for the traffic view. Pure; any octets give a dissection. */
export interface DissectorCapability {
  /** `direction`: as the side that asks sees it, requests are sent. `lineSettings`: of the line, or of the served port. */
  dissect(octets: Uint8Array, direction: Frame['direction'], lineSettings: Opaque, context?: DissectionContext): Dissection;
  /** How frames name the device, or the served unit, with these settings. */
  stationOf(deviceSettings: Opaque): string;
  /** `lineSettings`: of the line, or of the served port. */
  captureForm(lineSettings: Opaque): CaptureForm;
}
