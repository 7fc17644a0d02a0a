import type { ActionRequest, ActionResult } from '../../shared/contract/device-actions';
import type { DepthResult, Identification, PreparedRequest, RawRequest, RequestResult } from '../../shared/contract/device-requests';
import type { Diagnostics, TestResult } from '../../shared/contract/devices';
import type { Inspection } from '../../shared/contract/points';
import type { ConnectionState, Finding } from '../../shared/domain/device';
import type { Opaque, Point } from '../../shared/domain/point';
import type { Quality } from '../../shared/domain/quality';
import type { Micros } from '../../shared/domain/time';
import type { Value } from '../../shared/domain/value';
import type { Clock, DriverLog, Frame } from './driver-environment';
import type { EventPathCapability } from './event-source';
import type { FilesCapability } from './files';
import type { WriteCapability, CommandCapability } from './writing';

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
  /**
   * Keeps settings of the device that the driver goes by already, secrets among them in the vault: the driver is not made
   * anew for them, and they are no step to undo. Gives them as they are kept; rejects in plain words. Missing where a device is only tried.
   */
  keepSettings?(settings: Opaque): Promise<Opaque>;
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
  readonly files?: FilesCapability;
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

/** What can be done with a device by hand; the description says what. */
export interface ActCapability {
  /** Does it once, whether it may is the caller's business. Never rejects. */
  run(request: ActionRequest, signal: AbortSignal): Promise<ActionResult>;
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
