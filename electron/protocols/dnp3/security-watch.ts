import { AUTH_ERROR, STATISTIC } from '../../stacks/dnp3';
import { FIND_UPDATE_KEY } from './security-actions';
import { securityTrouble, statisticLabel, type SecurityTrouble } from './security-words';
import type { AuthenticationEvent, MasterSession, StatisticName } from '../../stacks/dnp3';
import type { Diagnostics } from '../../../shared/contract/devices';
import type { Micros } from '../../../shared/domain/time';
import type { Clock } from '../protocol';
import type { DeviceKeys } from './device-keys';
import type { SecuritySettings } from './security-settings';

/** What became of asking for session keys by an update key. */
export type KeyTrial = 'works' | 'refused' | 'silent';

export interface SecurityWatchParts {
  readonly settings: SecuritySettings;
  readonly keys: DeviceKeys;
  readonly clock: Clock;
  /** What is to be said of it changed. */
  readonly onChange: () => void;
}

/** Longer than an outstation that is there takes to say yes or no, and than the pauses between tries while it does not. */
const LONGEST_TRIAL_MS = 20_000;

/** Secure authentication of one device: which of its update keys serves, and what became of it in words. */
export class SecurityWatch {
  /** While a change or a trial of update keys is under way keys are not settled by themselves. */
  undecided = false;
  readonly #parts: SecurityWatchParts;
  #trouble: SecurityTrouble | null = null;
  #since: Micros = 0;
  #lastError: { readonly text: string; readonly time: Micros } | null = null;
  #trial: ((trial: KeyTrial) => void) | null = null;

  constructor(parts: SecurityWatchParts) {
    this.#parts = parts;
  }

  /** Whether there is a key to be opened before the first request. */
  get wantsKey(): boolean {
    const { settings, keys } = this.#parts;
    return settings.authentication && keys.updateKeys.of(settings.userNumber) === undefined;
  }

  /** The trouble with it in one sentence or two; empty without. */
  get text(): string {
    return this.#trouble === null ? '' : `${this.#trouble.title}. ${this.#trouble.next}`;
  }

  /** Takes the keys out of the vault. Without any the device reads, and says what is missing. */
  async openKey(): Promise<void> {
    const { settings, keys } = this.#parts;
    if (settings.updateKey === '' && settings.otherUpdateKey === '') return this.#say('no-key-entered');
    await keys.open();
    if (this.wantsKey) this.#say('no-key-in-vault');
  }

  /** What becomes of the next asking for session keys; `silent` where nothing does for long. */
  nextTrial(signal: AbortSignal): Promise<KeyTrial> {
    return new Promise((resolve) => {
      const end = (trial: KeyTrial): void => {
        clearTimeout(limit);
        signal.removeEventListener('abort', give);
        if (this.#trial === end) this.#trial = null;
        resolve(trial);
      };
      const give = (): void => end('silent');
      const limit = setTimeout(give, LONGEST_TRIAL_MS);
      this.close();
      this.#trial = end;
      signal.addEventListener('abort', give, { once: true });
      if (signal.aborted) give();
    });
  }

  /** Nobody tells of it any more. */
  close(): void {
    this.#trial?.('silent');
  }

  /** What the session tells. */
  take(event: AuthenticationEvent): void {
    switch (event.kind) {
      case 'keys':
        this.#trial?.('works');
        this.#settle();
        return this.#clear();
      case 'asked':
        return this.#say('asked');
      case 'refused':
        // Whoever ordered it is told.
        this.#lastError = { text: event.failure.message.replace(/\.$/, ''), time: this.#parts.clock.nowMicros() };
        return;
      case 'no-keys':
        return this.#noKeys(event.failure);
    }
  }

  #noKeys(failure: Extract<AuthenticationEvent, { kind: 'no-keys' }>['failure']): void {
    if (failure.kind === 'closed') return;
    const answered = failure.kind === 'authentication';
    this.#lastError = { text: failure.message.replace(/\.$/, ''), time: this.#parts.clock.nowMicros() };
    this.#trial?.(answered ? 'refused' : 'silent');
    // Also where nothing is said: an outstation that refused a key a few times says nothing more.
    this.#tryOther();
    if (!answered) {
      if (this.#trouble === null) this.#say('silent');
      return;
    }
    if (failure.code === AUTH_ERROR.unknownUser) return this.#say('unknown-user');
    if (failure.code === AUTH_ERROR.authenticationFailed) return this.#say('wrong-key');
    this.#say('refused', failure.message.replace(/^The session keys of user \d+ were not changed: /, '').replace(/\.$/, ''));
  }

  /** The next try goes by the other key, where there are two. */
  #tryOther(): void {
    const { keys } = this.#parts;
    if (this.undecided || !keys.has('other') || !keys.has('first')) return;
    keys.use(keys.active === 'first' ? 'other' : 'first');
  }

  /** Session keys came by one of two update keys: it is the one that the outstation has. */
  #settle(): void {
    const { keys } = this.#parts;
    if (this.undecided || !keys.has('other')) return;
    // Where that can't be kept both stay, and are tried again at the next start.
    keys.settle(keys.active).catch(() => undefined);
  }

  conditions(session: MasterSession, now: number): NonNullable<Diagnostics['conditions']> {
    const { settings, clock } = this.#parts;
    const common = { id: 'SECURE_AUTHENTICATION', action: null };
    const last = this.#lastError === null ? [] : [{ id: 'LAST_AUTHENTICATION_ERROR', action: null, trouble: false, title: `Last authentication error: ${this.#lastError.text}`, next: this.#trouble === null ? 'It is over; nothing is to be done' : this.#trouble.next, since: this.#lastError.time }];
    if (this.#trouble !== null) return [{ ...common, action: this.#parts.keys.has('other') ? FIND_UPDATE_KEY : null, trouble: true, title: this.#trouble.title, next: this.#trouble.next, since: this.#since }, ...last];
    const keys = session.security?.keysOf(settings.userNumber, now);
    if (keys === undefined) return last;
    const inS = Math.max(0, Math.round((keys.changeAt - now) / 1000));
    return [{ ...common, trouble: false, title: `User ${settings.userNumber} has session keys`, next: `They are changed ${inS < 90 ? `in ${inS} s` : `in ${Math.round(inS / 60)} min`}`, since: clock.nowMicros() - Math.round((now - keys.since) * 1000) }, ...last];
  }

  /** Every security statistic of this side by its name in group 121. */
  counters(session: MasterSession): Diagnostics['counters'] {
    const { security } = session;
    if (security === undefined) return [];
    return STATISTICS.map((name) => ({ label: statisticLabel(name), value: security.statistics.value(name) }));
  }

  #say(kind: Parameters<typeof securityTrouble>[0], detail = ''): void {
    const said = securityTrouble(kind, this.#parts.settings.userNumber, detail);
    if (this.#trouble?.title === said.title) return;
    this.#trouble = said;
    this.#since = this.#parts.clock.nowMicros();
    this.#parts.onChange();
  }

  #clear(): void {
    if (this.#trouble === null) return;
    this.#trouble = null;
    this.#parts.onChange();
  }
}

function isStatistic(name: string): name is StatisticName {
  return Object.hasOwn(STATISTIC, name);
}

const STATISTICS = Object.keys(STATISTIC).filter(isStatistic);
