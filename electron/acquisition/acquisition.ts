import { AcquiredDevice } from './acquired-device';
import { processTimers } from './timers';
import type { Device } from '../../shared/domain/device';
import type { Clock, Driver } from '../protocols/protocol';
import type { PointCache } from './point-cache';
import type { SampleBus } from './sample-bus';
import type { Timers } from './timers';

export interface AcquisitionOptions {
  readonly clock: Clock;
  readonly bus: SampleBus;
  readonly cache: PointCache;
  readonly timers?: Timers;
}

export interface AddedDevice {
  readonly device: Device;
  readonly driver: Driver;
  /** Of the protocol: for devices and points without an interval of their own. */
  readonly defaultPollIntervalMs: number;
  /** See {@link AcquiredDevice}: called once when the driver's own code fails. */
  readonly onFailure: (error: unknown) => void;
}

/** Multiples of the golden ratio fill an interval evenly, however many there are. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/** Brings readings of drivers into cache and bus. One for each tenant; owns nothing but what {@link add} returns. */
export class Acquisition {
  readonly #options: AcquisitionOptions;
  #groups = 0;

  constructor(options: AcquisitionOptions) {
    this.#options = options;
  }

  /** Gives the driver its points and begins to poll or to listen. The owner closes what it gets. */
  add(added: AddedDevice): AcquiredDevice {
    const { clock, bus, cache, timers = processTimers } = this.#options;
    return new AcquiredDevice({ ...added, clock, bus, cache, timers, nextPhase: () => this.#nextPhase() });
  }

  #nextPhase(): number {
    this.#groups += 1;
    return (this.#groups * GOLDEN_RATIO) % 1;
  }
}
