import type { z } from 'zod';
import type { CommandForm } from '../../shared/contract/commands';
import type { ActionRequest, ActionResult } from '../../shared/contract/device-actions';
import type { DepthResult, Identification, PreparedRequest, RawRequest, RequestResult } from '../../shared/contract/device-requests';
import type { Diagnostics, ProtocolDescription, TestResult } from '../../shared/contract/devices';
import type { FieldLayer } from '../../shared/contract/frames';
import type { EventPath } from '../../shared/contract/event-path';
import type { Inspection, OctetField } from '../../shared/contract/points';
import type { Asked, LearnedUnit, ServerDescription } from '../../shared/contract/simulators';
import type { ConnectionState, Finding } from '../../shared/domain/device';
import type { Opaque, Point } from '../../shared/domain/point';
import type { Quality } from '../../shared/domain/quality';
import type { Fault } from '../../shared/domain/simulator';
import type { TemplateDocument, TemplateKind, TemplatePoint } from '../../shared/domain/template';
import type { Micros } from '../../shared/domain/time';
import type { Value } from '../../shared/domain/value';
import type { WordBit } from '../../shared/contract/word-bits';

/**
 * What a protocol offers to the product. Every folder beside this file implements {@link Protocol}, and only `engine`
 * knows which folders there are. What a protocol cannot do it does not have: capabilities are optional members,
 * never methods that do nothing.
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

/** Time comes in as a dependency, so that tests drive it. */
export interface Clock {
  /** UTC for stamps. */
  nowMicros(): Micros;
  /** Milliseconds that only go forward, for intervals. */
  monotonicMs(): number;
}

export interface DriverLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  /** Writes `what`, a sentence, with its cause in the system's words. @returns `what` and the id under which the cause stands in the log */
  failure(what: string, cause: unknown): string;
}

export interface Frame {
  readonly time: Micros;
  readonly direction: 'sent' | 'received';
  readonly octets: Uint8Array;
  /** `no-frame`: octets of which no frame could be cut; `late`: its request was given up; `stray`: nobody asked for it. */
  readonly note?: 'no-frame' | 'late' | 'stray';
}

/** What the product gives a line. */
export interface LineContext {
  readonly clock: Clock;
  readonly log: DriverLog;
  /** Opens a secret of the vault by its reference; null when there is none. Rejects in plain words where it does not open for this line. */
  secret(reference: string): Promise<string | null>;
  /** Every frame on the line, for the traffic view. */
  onFrame(frame: Frame): void;
  /** The line's own state changed. */
  onState(state: LineState): void;
}

export interface LineState {
  readonly state: 'closed' | 'opening' | 'open' | 'failed';
  /** Plain words; empty when there is no trouble. */
  readonly reason: string;
}

/** The one owner of a line: its channel, its order of requests, its statistics. */
export interface LineDriver {
  readonly state: LineState;
  createDevice(settings: Opaque, context: DeviceContext): Driver;
  /** Tries a device's settings on this line in steps, without disturbing the devices that work. Never throws. */
  testDevice(settings: Opaque, points: readonly Point[], signal: AbortSignal): Promise<TestResult>;
  diagnostics(): Diagnostics;
  /** Ends every request and closes the channel. After it nothing is called back. */
  close(): Promise<void>;
}

/** What the product gives a device. Callbacks may be called at any time until `close` resolves. */
export interface DeviceContext {
  /** For messages: the device's label. */
  readonly label: string;
  onState(state: DriverState): void;
  /** Something worth keeping was learned. */
  onFinding(finding: Finding): void;
  /** A finding of before is no longer true: the device answers after all. */
  onFindingGone?(kind: string, key: string): void;
  /** What was learned before. */
  readonly findings: readonly Finding[];
  /**
   * Wraps every function that the driver hands to a socket, a timer or a library: an error thrown in it takes down
   * this device alone, is logged with an id, and the device is made anew.
   */
  guard<A extends unknown[]>(action: (...args: A) => void): (...args: A) => void;
}

export interface DriverState {
  readonly state: ConnectionState;
  /** Plain words with the likely cause; empty when all is well. */
  readonly reason: string;
  readonly nextTryAt: Micros | null;
}

/**
 * One device. `connect` states a wish: the driver keeps the connection, tries again at growing intervals of at most
 * 30 s, and reports through {@link DeviceContext.onState}. It resolves when the wish is noted, not when it is fulfilled.
 */
export interface Driver {
  connect(): void;
  disconnect(): Promise<void>;
  /** The points of the device, whenever they change. */
  setPoints(points: readonly Point[]): void;
  diagnostics(): Diagnostics;
  /** Mean round trip of late, milliseconds; null when not known. */
  roundTripMs(): number | null;
  close(): Promise<void>;

  /** For protocols that are asked. */
  readonly poll?: PollCapability;
  /** For protocols that push. */
  readonly push?: PushCapability;
  readonly write?: WriteCapability;
  readonly inspect?: InspectCapability;
  readonly browse?: BrowseCapability;
  readonly request?: RequestCapability;
  readonly identify?: IdentifyCapability;
  readonly depth?: DepthCapability;
  readonly act?: ActCapability;
  readonly command?: CommandCapability;
  readonly eventPath?: EventPathCapability;
  readonly inventory?: InventoryCapability;
}

/** A value as it came: decoded, not scaled. */
export interface Reading {
  readonly pointId: string;
  readonly value: Value;
  /** The point's own octets as they came; null where there are none. */
  readonly raw: Uint8Array | null;
  readonly quality: Quality;
  readonly sourceTime: Micros | null;
  readonly receivedTime: Micros;
}

export interface PollCapability {
  /**
   * Reads points of this device, in as few requests as its limits allow. Resolves with one reading for each point, bad
   * ones with their reason; never rejects for what a peer does. Points need not be among those set.
   */
  read(points: readonly Point[], options: { readonly urgent: boolean; readonly signal: AbortSignal }): Promise<Reading[]>;
  /** How many requests reading these would take now; what is known to be refused counts as none. */
  requestsFor?(points: readonly Point[]): number;
}

/** Requests that a person makes up by hand: functions of the protocol that no point stands for. */
export interface RequestCapability {
  /** What it would send. Pure. */
  prepare(request: RawRequest): PreparedRequest;
  /** Sends it once, ahead of polls, whatever it is: whether it may is the caller's business. Never rejects. */
  send(request: RawRequest, signal: AbortSignal): Promise<RequestResult>;
}

export interface IdentifyCapability {
  /** Asks the device what it is. Never rejects: what did not work is said in its section. */
  read(signal: AbortSignal): Promise<Identification>;
}

/** For devices that may take several requests at once. */
export interface DepthCapability {
  /** Measures stepwise how many it takes, and keeps the result as the last. Rejects only when cancelled. */
  measure(progress: (step: string, done: number, total: number) => void, signal: AbortSignal): Promise<DepthResult>;
  /** Null before the first measurement. */
  last(): DepthResult | null;
}

export interface PushCapability {
  /** Readings as they come for the points set; bad ones when the connection is lost. Returns the end of it. */
  subscribe(listener: (readings: readonly Reading[]) => void): () => void;
}

export interface WriteCapability {
  /** What writing a raw value would send. Pure: nothing is sent. `current`: the point's last octets, where known. */
  prepare(point: Point, rawValue: Value, current: Uint8Array | null): PreparedCommand;
  /** Sends it once, ahead of polls. Never repeated by a retry unless the protocol makes that safe. */
  execute(point: Point, rawValue: Value, signal: AbortSignal): Promise<CommandResult>;
}

export type PreparedCommand =
  | {
      readonly ok: true;
      readonly operation: string;
      readonly connection: string;
      readonly octets: readonly OctetField[];
      /** The new value's octets. */
      readonly raw: Uint8Array;
      readonly consequences: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

export type CommandResult =
  /** `unacknowledged`: it was sent, and nobody says whether it arrived. */
  | { readonly outcome: 'accepted'; readonly durationMs: number; readonly unacknowledged?: true }
  /** `advice`: what a person does about it, a sentence without its point. */
  | { readonly outcome: 'refused'; readonly exception: string; readonly durationMs: number; readonly advice?: string }
  /** It may have been carried out. */
  | { readonly outcome: 'no_answer'; readonly message: string; readonly durationMs: number }
  | { readonly outcome: 'not_sent'; readonly message: string };

/** For protocols whose commands are more than a value: what to do for how long, asked first or at once. */
export interface CommandCapability {
  /** Null for a point of which nothing can be chosen. Pure. */
  form(point: Point): Omit<CommandForm, 'feedbackPointId'> | null;
  /** Whether this other point of the device shows what came of commands to the point. Pure. */
  isFeedbackOf(point: Point, other: Point): boolean;
  /** What it would send. `rawValue` counts only where the form takes a value. Pure. */
  prepare(point: Point, rawValue: Value, options: Opaque): PreparedOutput;
  /** Sends it once, ahead of polls, whole. Never rejects. */
  execute(point: Point, rawValue: Value, options: Opaque, watch: CommandWatch): Promise<CommandResult>;
  /** The first of two steps. Nothing else is asked of the device until the second, or until the selection ends. Never rejects. */
  select(point: Point, rawValue: Value, options: Opaque, watch: CommandWatch): Promise<CommandResult | SelectedOutput>;
}

export interface CommandWatch {
  readonly signal: AbortSignal;
  /** The device has agreed to it (select) and is now told to do it. */
  onSelected(): void;
}

/** An output that waits for its second step. */
export interface SelectedOutput {
  readonly outcome: 'selected';
  readonly durationMs: number;
  /** How long it may be operated from now on, milliseconds. */
  readonly holdsMs: number;
  /** Operates it, once. Never rejects. */
  operate(): Promise<CommandResult>;
  cancel(): void;
  /** Resolves when it is no longer selected for another reason than these two: the time is up, the connection is lost. */
  readonly lapsed: Promise<string>;
}

export type PreparedOutput =
  | {
      readonly ok: true;
      /** With everything that was chosen: it is what the audit trail says. */
      readonly operation: string;
      readonly connection: string;
      readonly octets: readonly OctetField[];
      readonly consequences: readonly string[];
      readonly twoSteps: boolean;
      /** The raw value that the feedback should show; null where only a change can be told. */
      readonly expected: Value;
    }
  | { readonly ok: false; readonly problem: string };

/** What can be done with a device by hand; the description says what. */
export interface ActCapability {
  /** Does it once, whether it may is the caller's business. Never rejects. */
  run(request: ActionRequest, signal: AbortSignal): Promise<ActionResult>;
}

/** For devices that keep events and send them later. */
export interface EventPathCapability {
  state(): EventPath;
  /** Counts anew; the gaps of a point that counts by one are lost events. */
  reset(countingPointId: string | null): void;
}

/** All that a device has, as it answered. */
export interface Inventory {
  /** Points of the map that it has, with what it told of them in place of what the map says, and points that the map does not have. */
  readonly points: readonly Point[];
  readonly notes: readonly string[];
}

/** For devices that answer with all they have when asked for everything. */
export interface InventoryCapability {
  /** Asks for everything; `points`: those of the map. Rejects in plain words where nothing came of it, and when cancelled. */
  read(points: readonly Point[], progress: (step: string, done: number, total: number) => void, signal: AbortSignal): Promise<Inventory>;
}

export interface InspectCapability {
  /** Every reading of the point's octets, the present one among them. */
  readings(point: Point, raw: Uint8Array): Inspection['readings'];
  /** The response in which the point's last value came, and where in it the point's octets are. */
  lastResponse(pointId: string): { octets: Uint8Array; from: number; length: number; facts: { label: string; value: string }[] } | null;
}

export interface BrowseNode {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly hasChildren: boolean;
  /** The point that adding it would make; null where it holds no value. */
  readonly suggestion: Opaque | null;
}

export interface BrowseCapability {
  children(parentId: string | null, signal: AbortSignal): Promise<BrowseNode[]>;
}

/** Serves points to others: simulators and the gateway's northbound side. */
export interface ServerCapability {
  /** Of a port. */
  readonly settings: z.ZodType<Opaque>;
  /** Of what is served as one device; takes the settings of a device of the protocol too. */
  readonly unitSettings: z.ZodType<Opaque>;
  readonly description: ServerDescription;
  /** Tells units of one server apart: two with the same key can't be served together. */
  unitKey(settings: Opaque): string;
  /** What people call the unit: `Unit 3`. */
  unitLabel(settings: Opaque): string;
  /** What people call the port: `127.0.0.1:1502`, `COM5 19200 8E1`. */
  portLabel(settings: Opaque): string;
  /** A fault's settings and scope with their defaults, or in plain words what is wrong with them. */
  checkFault(fault: Pick<Fault, 'kind' | 'settings' | 'scope'>): { readonly settings: Opaque; readonly scope: Opaque } | { readonly problem: string };
  /**
   * Raw values that the definition of points tells of themselves, by point: octets for "no value", what a device says of
   * itself. Missing: none.
   */
  ownValues?(points: readonly Point[], of: { readonly vendor: string; readonly model: string }): ReadonlyMap<string, Value>;
  /** Serves one source on any number of ports. */
  createHost(source: ServedSource, context: ServerContext): ServerHost;
}

export interface ServedSource {
  /** Groups of points by what the protocol calls a device (a unit identifier for Modbus), in the settings of such. */
  readonly devices: readonly { readonly settings: Opaque; readonly points: readonly Point[] }[];
  /** What is answered where there is no device or point: nothing special, zero to everything, or a refusal. */
  readonly unknown?: 'absent' | 'zero' | 'refuse';
  /** The present raw value of a point; undefined while it can't be told: whoever asks is refused. */
  read(pointId: string): Value | undefined;
  /** A client writes by what the protocol calls the operation (`16 Write multiple registers`), for people; false refuses. */
  write(pointId: string, rawValue: Value, client: string, operation: string): boolean;
}

/** A switch of the description to be set, or an action to be done. */
export interface SwitchOrder {
  /** The unit's key. */
  readonly unit: string;
  readonly switchId: string;
  readonly on: boolean;
  readonly settings: Opaque;
  /** Null: the unit as a whole. */
  readonly pointIds: readonly string[] | null;
}

/** For protocols whose units have states beside the values of their points. */
export interface SwitchCapability {
  /** Does what is ordered; null, or in plain words why it can't. */
  order(order: SwitchOrder): string | null;
  on(): readonly { readonly unit: string; readonly switchId: string; readonly whole: boolean; readonly detail: string }[];
  /** Ids of those that are on for a point, singly or as part of its unit. */
  onAt(pointId: string): readonly string[];
}

export interface ServerContext {
  readonly clock: Clock;
  readonly log: DriverLog;
  /** What the server says of itself where the protocol has words for that. */
  readonly identity: { readonly name: string; readonly product: string; readonly version: string };
  /** Opens a secret of the vault by its reference; null when there is none. Missing where there is no vault. */
  secret?(reference: string): Promise<string | null>;
}

/** One source with everything that is known of those who asked for it; ports share it. */
export interface ServerHost {
  /** Opens a port; rejects with plain words when it can't (a port in use). `onLost`: it is gone by itself. */
  open(settings: Opaque, onLost: (reason: string) => void): Promise<Server>;
  /** Serves this from now on; clients stay. */
  serve(source: ServedSource): void;
  /** The faults that are met from now on. The chance begins anew with another seed. */
  setFaults(faults: readonly Fault[], seed: number): void;
  /** The next answer or connection in scope meets it, once. */
  faultOnce(fault: Pick<Fault, 'kind' | 'settings' | 'scope'>): void;
  /** By fault, how many it met. */
  faultsMet(): Record<string, number>;
  counts(): { readonly requests: number; readonly refused: number };
  /** What was asked, the most asked first, and how many kinds of requests were not kept apart. */
  asked(): { readonly asked: Asked[]; readonly notKept: number };
  forgetAsked(): void;
  /** Devices and points made from what was asked and is not served. */
  learned(): LearnedUnit[];
  /** Values may be others now: called after each step of time, for protocols that tell changes by themselves. */
  tick?(): void;
  readonly switches?: SwitchCapability;
}

export interface ServedClientState {
  readonly address: string;
  readonly since: Micros;
  readonly requests: number;
}

export interface Server {
  /** Where it listens: `127.0.0.1:1502`. */
  readonly address: string;
  /** Who is connected; on a serial line, the line itself. */
  clients(): ServedClientState[];
  close(): Promise<void>;
}

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

/** Takes a line's frames apart for the traffic view. Pure; any octets give a dissection. */
export interface DissectorCapability {
  dissect(octets: Uint8Array, direction: Frame['direction'], lineSettings: Opaque, context?: DissectionContext): Dissection;
  /** How frames name the device with these settings. */
  stationOf(deviceSettings: Opaque): string;
  captureForm(lineSettings: Opaque): CaptureForm;
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
