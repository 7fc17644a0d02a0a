import type { Dnp3Line } from '../../stacks/dnp3';
import type { Diagnostics } from '../../../shared/contract/devices';
import type { Micros } from '../../../shared/domain/time';
import type { DeviceSettings } from './device-settings';
import type { LineSettings } from './line-settings';
import type { Stations } from './link-probe';
import type { RoundTrips } from '../round-trips';
import type { Trouble } from './trouble-words';

/** Whoever wants the line open: a device, or a connection test. */
export interface LineMember {
  onConnecting(): void;
  onOpen(): void;
  onLost(trouble: Trouble, nextTryAt: Micros): void;
}

/** What a device sees of its line. */
export interface LineView {
  readonly settings: LineSettings;
  readonly roundTrips: RoundTrips;
  /** The channel with its sessions; it outlives connections. */
  readonly channel: Dnp3Line;
  /** A member states its wish. */
  want(member: LineMember): void;
  unwant(member: LineMember): void;
  /** Whether another device that wants the line speaks between the same two addresses. */
  isTaken(device: LineMember & Pick<DeviceSettings, 'masterAddress' | 'outstationAddress'>): boolean;
  /** The addresses of the line's devices. */
  stations(): readonly Stations[];
  diagnostics(): Diagnostics;
}
