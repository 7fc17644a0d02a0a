import { randomBytes } from 'node:crypto';
import { methodOf } from './held-authority';
import { openKey } from './open-key';
import { updateKeyOf } from './security-settings';
import type { Dnp3Line, MasterSession, TaskOutcome } from '../../stacks/dnp3';
import type { LineContext } from '../protocol';
import type { ActionAnswer } from './action-outcome';
import type { DeviceKeys, WhichKey } from './device-keys';
import type { HeldAuthority } from './held-authority';
import type { DeviceSettings } from './device-settings';
import type { UpdateKeyValues } from './security-actions';
import type { SecurityWatch, KeyTrial } from './security-watch';

export interface UpdateKeyExchangeParts {
  readonly settings: DeviceSettings;
  readonly session: MasterSession;
  readonly channel: Dnp3Line;
  readonly watch: SecurityWatch;
  readonly keys: DeviceKeys;
  readonly authority: HeldAuthority;
  readonly secret: LineContext['secret'];
  /** Ends the session on the line and begins it anew: session keys are asked for at once. */
  readonly restart: () => void;
}

const METHODS = { 3: 'AES-128 key wrap, HMAC-SHA-1', 4: 'AES-256 key wrap, HMAC-SHA-256' } as const;
const BOTH_KEPT = 'Both keys are in the vault, and the one that the outstation has is found when it is connected next';

/** Changes the update key of a device's user over the line, and finds out which of two keys the outstation has. */
export class UpdateKeyExchange {
  readonly #parts: UpdateKeyExchangeParts;

  constructor(parts: UpdateKeyExchangeParts) {
    this.#parts = parts;
  }

  /** Gives the user another key. Once sent it goes on to its end, whatever the signal says: half a change helps nobody. */
  async change(values: UpdateKeyValues, signal: AbortSignal): Promise<ActionAnswer> {
    const { settings, keys, authority, watch, secret } = this.#parts;
    const missing = this.#missing();
    if (missing !== null) return notSent(missing);
    const authorityKey = values.authorityKey === '' ? await openKey(settings.authorityKey, secret) : updateKeyOf(values.authorityKey);
    if (authorityKey === null) return notSent(settings.authorityKey === '' ? "The authority's key is needed: in this dialog, or in the settings of the device" : "The authority's key is not in the vault of this computer, or is damaged: enter it again");
    const octets = values.method === 3 ? 16 : 32;
    if (methodOf(authorityKey) !== values.method) return notSent(`Method ${values.method} takes a key of the authority of ${octets * 2} hexadecimal digits, and this one has ${authorityKey.length * 2}`);
    const key = values.newKey === '' ? Uint8Array.from(randomBytes(octets)) : updateKeyOf(values.newKey);
    if (key === null || key.length !== octets) return notSent(`Method ${values.method} takes a new update key of ${octets * 2} hexadecimal digits`);
    if (signal.aborted) return notSent('It was given up before anything was sent');
    watch.undecided = true;
    try {
      try {
        await keys.begin(key);
      } catch (cause) {
        return notSent(`The new key could not be kept in the vault${reasonOf(cause)}`);
      }
      authority.hold(authorityKey);
      const outcome = await this.#exchange(key);
      return await this.#end(outcome, values, signal);
    } finally {
      authorityKey.fill(0);
      authority.forget();
      watch.undecided = false;
    }
  }

  /** Tries the keys of a change whose end is not known, the one that serves now first. */
  async find(signal: AbortSignal): Promise<ActionAnswer> {
    const { keys, watch, settings } = this.#parts;
    if (!settings.authentication) return notSent('Secure authentication is off in the settings of the device');
    if (!keys.has('first') && !keys.has('other')) return notSent(`No update key of user ${settings.userNumber} is entered`);
    watch.undecided = true;
    try {
      return await this.#tried(keys.active === 'first' ? ['first', 'other'] : ['other', 'first'], '', signal);
    } finally {
      watch.undecided = false;
    }
  }

  #missing(): string | null {
    const { settings, keys } = this.#parts;
    if (!settings.authentication) return 'Secure authentication is off in the settings of the device';
    if (settings.userName === '') return "The authority knows the user by a name: enter the user's name in the settings of the device";
    if (settings.outstationName === '') return "The authority knows the outstation by a name: enter the outstation's name in the settings of the device";
    return keys.has('other') ? 'An earlier change has not come to its end: find out which update key works first' : null;
  }

  #exchange(key: Uint8Array): Promise<TaskOutcome> {
    const { session, channel, settings } = this.#parts;
    return new Promise((resolve) => session.changeUpdateKey(settings.userNumber, key, resolve, channel.now));
  }

  async #end(outcome: TaskOutcome, { method, newKey }: UpdateKeyValues, signal: AbortSignal): Promise<ActionAnswer> {
    const { settings } = this.#parts;
    if (outcome.ok) {
      const kept = await this.#settle('other');
      return {
        outcome: 'done',
        message: `The outstation has shown that it has the new update key of user ${settings.userNumber}. It is in use from now on${kept}`,
        rows: [
          { label: 'User', value: `${settings.userNumber}, ${settings.userName}` },
          { label: 'Method', value: `${method}, ${METHODS[method]}` },
          { label: 'New key', value: `${newKey === '' ? 'made by this application' : 'as it was entered'}, in the vault` },
        ],
        suggestions: [{ title: 'Other masters of the same user', how: 'They need the new key too, or a user of their own' }],
      };
    }
    const { kind, message } = outcome.failure;
    const said = message.replace(/\.$/, '');
    if (kind === 'busy' || kind === 'invalid' || kind === 'cancelled') {
      await this.#settle('first');
      return notSent(said);
    }
    // An error proves nothing: anybody can send one. Only a key that works tells.
    const answered = kind === 'authentication';
    return this.#tried(answered ? ['first', 'other'] : ['other', 'first'], answered ? `${said}. ` : 'The answer was lost. ', signal, answered ? 'refused' : 'no_answer');
  }

  /** Tries the keys one after the other; the first that works is the one in use. */
  async #tried(order: readonly WhichKey[], before: string, signal: AbortSignal, otherwise: 'refused' | 'no_answer' = 'no_answer'): Promise<ActionAnswer> {
    const { keys, settings } = this.#parts;
    const rows: { label: string; value: string }[] = [];
    const pending = keys.has('other');
    for (const which of order.filter((each) => keys.has(each))) {
      const trial = await this.#try(which, signal);
      rows.push({ label: which === 'first' ? (pending ? 'Key of before' : 'Update key') : 'New key', value: TRIED[trial] });
      if (trial !== 'works') continue;
      const kept = pending ? await this.#settle(which) : '';
      const works = which === 'other' ? 'The outstation has the new update key' : pending ? 'The outstation still has the update key of before' : 'The outstation has this update key';
      return { outcome: which === 'first' && before !== '' ? otherwise : 'done', message: `${before}${works} of user ${settings.userNumber}: it gave session keys for it${kept}`, rows };
    }
    return { outcome: otherwise, message: `${before}${pending ? `Which key it has could not be found out now. ${BOTH_KEPT}` : `The update key of user ${settings.userNumber} does not work`}`, rows };
  }

  async #try(which: WhichKey, signal: AbortSignal): Promise<KeyTrial> {
    const { keys, watch, restart, channel } = this.#parts;
    if (!channel.open) return 'silent';
    keys.use(which);
    const heard = watch.nextTrial(signal);
    restart();
    return heard;
  }

  /** Empty, or what to add where it could not be kept. */
  async #settle(which: WhichKey): Promise<string> {
    try {
      await this.#parts.keys.settle(which);
      return '';
    } catch (cause) {
      return `. That could not be kept${reasonOf(cause)}. ${BOTH_KEPT}`;
    }
  }
}

const TRIED: Readonly<Record<KeyTrial, string>> = { works: 'works', refused: 'refused', silent: 'no answer' };

function notSent(message: string): ActionAnswer {
  return { outcome: 'not_sent', message };
}

/** Whoever keeps settings rejects in plain words. */
function reasonOf(cause: unknown): string {
  return cause instanceof Error ? `: ${cause.message.replace(/\.$/, '')}` : '';
}
