import type { OutstationAuthSettings } from './auth-settings';
import { DEFAULT_LINK, type LinkSettings } from './link-association';
import { DEFAULT_MAX_FRAGMENT } from './fragment';
import type { PointType } from './point-types';

/** One master session of an outstation. Times in ms. */
export interface OutstationSettings {
  readonly link: LinkSettings;
  /** Octets of the fragments sent and taken: 249 to 2048 by convention. */
  readonly maxSent: number;
  readonly maxReceived: number;
  readonly confirmTimeoutMs: number;
  readonly selectTimeoutMs: number;
  readonly maxControls: number;
  /** Events held for this master, of each type. */
  readonly eventLimit: (type: PointType) => number;
  /** Secure authentication; without it every request counts. */
  readonly authentication?: OutstationAuthSettings;
  readonly unsolicited: {
    /** Whether unsolicited responses are sent at all. */
    readonly allowed: boolean;
    /** Classes that are enabled from the start; level 2 has none. */
    readonly classes: readonly (1 | 2 | 3)[];
    /** How often a response without confirm is sent again at once. */
    readonly retries: number;
    /** After that, how long until the next attempt. */
    readonly retryDelayMs: number;
    /** How long events are gathered before they are sent. */
    readonly gatherMs: number;
  };
}

export const DEFAULT_OUTSTATION: Omit<OutstationSettings, 'link'> = {
  maxSent: DEFAULT_MAX_FRAGMENT,
  maxReceived: DEFAULT_MAX_FRAGMENT,
  confirmTimeoutMs: 10_000,
  selectTimeoutMs: 10_000,
  maxControls: 32,
  eventLimit: () => 1000,
  unsolicited: { allowed: false, classes: [], retries: 3, retryDelayMs: 10_000, gatherMs: 0 },
};

/** Link settings of an outstation with the defaults. */
export function outstationLink(localAddress: number, masterAddress: number, own: Partial<LinkSettings> = {}): LinkSettings {
  return { ...DEFAULT_LINK, ...own, role: 'outstation', localAddress, remoteAddress: masterAddress };
}
