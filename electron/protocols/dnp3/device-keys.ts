import { UpdateKeys } from '../../stacks/dnp3';
import { openKey } from './open-key';
import type { Opaque } from '../../../shared/domain/point';
import type { LineContext } from '../protocol';
import type { SecuritySettings } from './security-settings';

/** `first` is the update key of the settings, `other` one that is tried where the first is refused: the new one of a change whose end is not known. */
export type WhichKey = 'first' | 'other';

interface HeldKey {
  readonly reference: string;
  readonly key: Uint8Array;
}

export interface DeviceKeysParts {
  readonly settings: SecuritySettings;
  readonly secret: LineContext['secret'];
  /** Keeps settings of the device, secrets among them in the vault; gives them as they are kept. Rejects in plain words. */
  readonly keep: (settings: Opaque) => Promise<Opaque>;
}

/** The update keys of a device's user out of the vault: one as a rule, two while it is not known which of them the outstation has. */
export class DeviceKeys {
  readonly updateKeys = new UpdateKeys([]);
  readonly #parts: DeviceKeysParts;
  #held: Readonly<Record<WhichKey, HeldKey | null>> = { first: null, other: null };
  #active: WhichKey = 'first';

  constructor(parts: DeviceKeysParts) {
    this.#parts = parts;
  }

  get active(): WhichKey {
    return this.#active;
  }

  has(which: WhichKey): boolean {
    return this.#held[which] !== null;
  }

  /** Takes the keys out of the vault. Never rejects: one that does not open is none. */
  async open(): Promise<void> {
    const { settings, secret } = this.#parts;
    const take = async (reference: string): Promise<HeldKey | null> => {
      const key = await openKey(reference, secret);
      return key === null ? null : { reference, key };
    };
    this.#held = { first: await take(settings.updateKey), other: await take(settings.otherUpdateKey) };
    this.use(this.#held.first === null ? 'other' : 'first');
  }

  /** Session keys are asked for by this one from now on. */
  use(which: WhichKey): void {
    const held = this.#held[which];
    if (held === null) return;
    this.#active = which;
    this.updateKeys.change(this.#parts.settings.userNumber, held.key);
  }

  /** A new key that the outstation may soon have: in the vault before anything is sent, so that nothing loses it. */
  async begin(key: Uint8Array): Promise<void> {
    const kept = await this.#parts.keep({ otherUpdateKey: Buffer.from(key).toString('hex') });
    this.#held = { ...this.#held, other: { reference: textOf(kept['otherUpdateKey']), key: Uint8Array.from(key) } };
  }

  /** The outstation has shown which key it has: that one alone is kept from now on. */
  async settle(which: WhichKey): Promise<void> {
    const held = this.#held[which];
    if (held === null) return;
    await this.#parts.keep({ updateKey: held.reference, otherUpdateKey: '' });
    this.#held = { first: held, other: null };
    this.use('first');
  }
}

function textOf(value: Opaque[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}
