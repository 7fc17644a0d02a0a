import { randomBytes } from 'node:crypto';
import { DEFAULT_OUTSTATION_AUTH, FUNCTION, securityStatisticPoints, UpdateKeys } from '../../../stacks/dnp3';
import type { OutstationAuthSettings, PointConfig } from '../../../stacks/dnp3';
import type { ServerContext } from '../../protocol';
import { HeldAuthority } from '../held-authority';
import { openKey } from '../open-key';
import { macNumber } from '../security-settings';
import { mayDo } from './security-roles';
import type { UnitSettings } from './unit-settings';

/** What is asked of masters beyond what always has to be authenticated: commands, writes, restarts, files and the like. */
const ALSO_CRITICAL: Readonly<Record<UnitSettings['alsoCritical'], readonly number[]>> = {
  none: [],
  reads: [FUNCTION.read],
  all: Object.values(FUNCTION).filter((code) => code !== FUNCTION.response && code !== FUNCTION.unsolicitedResponse && code !== FUNCTION.confirm),
};

/** Secure authentication of one served outstation: its users, and their update keys out of the vault. A user without key gets nothing done. */
export class ServedSecurity {
  readonly #settings: UnitSettings;
  readonly #authority: HeldAuthority;
  readonly #updateKeys = new UpdateKeys([], (user, key) => this.#opened.set(user, key));
  /** The right keys: out of the vault, or as they came over the line. */
  readonly #opened = new Map<number, Uint8Array>();
  #wrong = false;

  constructor(settings: UnitSettings) {
    this.#settings = settings;
    this.#authority = new HeldAuthority(settings.outstationName);
  }

  /** What a session authenticates by; undefined where the outstation asks for nothing. */
  get authentication(): OutstationAuthSettings | undefined {
    if (!this.#settings.authentication) return undefined;
    const { macAlgorithm, aggressiveMode, alsoCritical, sessionKeysHoldS, authorityKey } = this.#settings;
    return {
      ...DEFAULT_OUTSTATION_AUTH,
      users: this.#settings.users.map(({ number, name, role }) => ({ number, ...(name === '' ? {} : { name }), permits: (functionCode: number) => mayDo(role, functionCode) })),
      updateKeys: this.#updateKeys,
      ...(authorityKey === '' ? {} : { authority: this.#authority }),
      macAlgorithm: macNumber(macAlgorithm),
      aggressiveMode,
      alsoCritical: ALSO_CRITICAL[alsoCritical],
      sessionKeyIntervalMs: sessionKeysHoldS * 1000,
    };
  }

  /** The points of group 121. */
  get statistics(): readonly PointConfig[] {
    return this.#settings.authentication ? securityStatisticPoints(DEFAULT_OUTSTATION_AUTH) : [];
  }

  /** Whether it has other keys than those of its settings. */
  get wrong(): boolean {
    return this.#wrong;
  }

  set wrong(wrong: boolean) {
    this.#wrong = wrong;
    for (const [user, key] of this.#opened) this.#use(user, key);
  }

  /** Users that can't authenticate, for want of a key. */
  get usersWithoutKey(): readonly number[] {
    return this.#settings.authentication ? this.#settings.users.flatMap(({ number }) => (this.#opened.has(number) ? [] : [number])) : [];
  }

  /** Takes the keys out of the vault. Never rejects: a key that does not open is none. */
  async openKeys(secret: ServerContext['secret']): Promise<void> {
    if (!this.#settings.authentication) return;
    const open = (reference: string): Promise<Uint8Array | null> => openKey(reference, async (each) => (await secret?.(each)) ?? null);
    const authority = await open(this.#settings.authorityKey);
    if (authority !== null) this.#authority.hold(authority);
    for (const { number, updateKey } of this.#settings.users) {
      const key = await open(updateKey);
      if (key === null) continue;
      this.#opened.set(number, key);
      this.#use(number, key);
    }
  }

  #use(user: number, key: Uint8Array): void {
    if (!this.#wrong) return this.#updateKeys.change(user, key);
    this.#updateKeys.change(user, Uint8Array.from(randomBytes(key.length)));
    this.#opened.set(user, key);
  }
}
