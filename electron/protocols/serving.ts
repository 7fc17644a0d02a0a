import type { z } from 'zod';
import type { Asked, LearnedUnit, ServerDescription } from '../../shared/contract/simulators';
import type { Opaque, Point } from '../../shared/domain/point';
import type { Fault } from '../../shared/domain/simulator';
import type { Micros } from '../../shared/domain/time';
import type { Value } from '../../shared/domain/value';
import type { ChangeCapability } from './event-source';
import type { Clock, DriverLog, Frame } from './driver-environment';

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
  /** Whether a line with these settings leads to a port of this computer. `address`: where it listens. Missing: never known. */
  leadsTo?(lineSettings: Opaque, port: { readonly settings: Opaque; readonly address: string }): boolean;
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
  /** When the present value of a point became what it is, as far as it is known. */
  changedAt?(pointId: string): Micros | null;
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

/** A file that a unit serves. */
export interface ServedFile {
  /** The unit's key. */
  readonly unit: string;
  readonly path: string;
  readonly size: number;
  readonly changed: Micros;
  /** The client that wrote it; empty for what was there from the start. */
  readonly writtenBy: string;
}

/** For protocols whose units keep files. */
export interface ServedFilesCapability {
  list(): readonly ServedFile[];
  /** Null where there is none. */
  read(unit: string, path: string): Uint8Array | null;
}

export interface ServerContext {
  readonly clock: Clock;
  readonly log: DriverLog;
  /** What the server says of itself where the protocol has words for that. */
  readonly identity: { readonly name: string; readonly product: string; readonly version: string };
  /** Opens a secret of the vault by its reference; null when there is none. Missing where there is no vault. */
  secret?(reference: string): Promise<string | null>;
}

/**
 * Hears every frame of a port, in both directions, for the traffic view. `peer`: who is connected, as its clients are named.
 * The octets may lie in a buffer that is used again.
 */
export type ServedFrameListener = (direction: Frame['direction'], octets: Uint8Array, peer: string) => void;

/** One source with everything that is known of those who asked for it; ports share it. */
export interface ServerHost {
  /** Opens a port; rejects with plain words when it can't (a port in use). `onLost`: it is gone by itself. */
  open(settings: Opaque, onLost: (reason: string) => void, onFrame?: ServedFrameListener): Promise<Server>;
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
  readonly changes?: ChangeCapability;
  readonly switches?: SwitchCapability;
  readonly files?: ServedFilesCapability;
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
