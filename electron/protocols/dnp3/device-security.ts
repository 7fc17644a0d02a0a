import { DeviceKeys } from './device-keys';
import { HeldAuthority } from './held-authority';
import { SecurityAct } from './security-act';
import { SecurityWatch } from './security-watch';
import { UpdateKeyExchange } from './update-key-exchange';
import type { Dnp3Line, MasterSession } from '../../stacks/dnp3';
import type { ActCapability, Clock, DeviceContext, LineContext } from '../protocol';
import type { DeviceSettings } from './device-settings';

export interface DeviceSecurityParts {
  readonly settings: DeviceSettings;
  readonly secret: LineContext['secret'];
  readonly context: Pick<DeviceContext, 'keepSettings'>;
  readonly clock: Clock;
  /** What is to be said of it changed. */
  readonly onChange: () => void;
}

interface ActingParts {
  readonly session: MasterSession;
  readonly channel: Dnp3Line;
  readonly isConnected: () => boolean;
  readonly restart: () => void;
  readonly others: ActCapability;
}

/** Secure authentication of one device, put together: its keys, its authority, what became of it, what is done by hand. */
export class DeviceSecurity {
  readonly watch: SecurityWatch;
  readonly keys: DeviceKeys;
  readonly authority: HeldAuthority;
  readonly #parts: DeviceSecurityParts;

  constructor(parts: DeviceSecurityParts) {
    const { settings, secret, context, clock, onChange } = parts;
    this.#parts = parts;
    this.keys = new DeviceKeys({ settings, secret, keep: (kept) => context.keepSettings?.(kept) ?? Promise.reject(new Error('Nothing is kept of a device that is only tried')) });
    this.watch = new SecurityWatch({ settings, keys: this.keys, clock, onChange });
    this.authority = new HeldAuthority(settings.outstationName);
  }

  /** Actions by hand: those of authentication, and `others`. */
  acting({ session, channel, isConnected, restart, others }: ActingParts): ActCapability {
    const { settings, secret, clock } = this.#parts;
    const { watch, keys, authority } = this;
    return new SecurityAct({ exchange: new UpdateKeyExchange({ settings, session, channel, watch, keys, authority, secret, restart }), clock, isConnected, others });
  }
}
