import { indicationsOf } from './indication-words';
import type { Diagnostics } from '../../../shared/contract/devices';
import type { Micros } from '../../../shared/domain/time';
import type { DeviceSettings } from './device-settings';

/** Since when each internal indication is set, as the outstation's answers say it. */
export class ConditionLog {
  readonly #settings: DeviceSettings;
  #since = new Map<string, Micros>();
  #iin = 0;

  constructor(settings: DeviceSettings) {
    this.#settings = settings;
  }

  /** The indications of an answer. */
  take(iin: number, now: Micros): void {
    if (iin === this.#iin && iin === 0) return;
    this.#iin = iin;
    this.#since = new Map(indicationsOf(iin, this.#settings).map(({ id }) => [id, this.#since.get(id) ?? now]));
  }

  conditions(): NonNullable<Diagnostics['conditions']> {
    return indicationsOf(this.#iin, this.#settings).map(({ id, title, next, action, trouble }) => ({ id, title, next, action, trouble, since: this.#since.get(id) ?? 0 }));
  }
}
