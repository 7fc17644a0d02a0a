import type { Diagnostics } from '../../../shared/contract/devices';
import type { Micros } from '../../../shared/domain/time';
import type { BrokerConnection } from './broker-connection';
import type { LineSettings } from './line-settings';
import type { RoundTrips } from '../round-trips';
import type { Trouble } from './trouble-words';

/** What a line tells a device. */
export interface LineMember {
  onConnecting(): void;
  onConnected(): void;
  onLost(trouble: Trouble, nextTryAt: Micros): void;
  onMessage(filter: string, payload: Uint8Array, retained: boolean): void;
  /** The broker does not give the topic filter to this user. */
  onRefused(filter: string, reason: string): void;
}

/** What a device sees of its line. */
export interface LineView {
  readonly settings: LineSettings;
  readonly roundTrips: RoundTrips;
  /** The open connection; null while there is none. */
  readonly connection: BrokerConnection | null;
  /** A device states its wish. */
  want(device: LineMember): void;
  unwant(device: LineMember): Promise<void>;
  remove(device: LineMember): Promise<void>;
  /** What a device wants of the broker from now on. */
  setFilters(device: LineMember, wanted: ReadonlyMap<string, 0 | 1 | 2>): void;
  notePublished(): void;
  diagnostics(): Diagnostics;
}
