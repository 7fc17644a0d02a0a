import { AUTH_ERROR, UpdateKeys } from '../../stacks/dnp3';
import { updateKeyOf } from './security-settings';
import { securityTrouble, type SecurityTrouble } from './security-words';
import type { AuthenticationEvent, MasterSession } from '../../stacks/dnp3';
import type { Diagnostics } from '../../../shared/contract/devices';
import type { Micros } from '../../../shared/domain/time';
import type { Clock, LineContext } from '../protocol';
import type { SecuritySettings } from './security-settings';

export interface SecurityWatchParts {
  readonly settings: SecuritySettings;
  readonly secret: LineContext['secret'];
  readonly clock: Clock;
  /** What is to be said of it changed. */
  readonly onChange: () => void;
}

/** Secure authentication of one device: its update key out of the vault, and what became of it in words. */
export class SecurityWatch {
  readonly updateKeys = new UpdateKeys([]);
  readonly #parts: SecurityWatchParts;
  #trouble: SecurityTrouble | null = null;
  #since: Micros = 0;

  constructor(parts: SecurityWatchParts) {
    this.#parts = parts;
  }

  /** Whether there is a key to be opened before the first request. */
  get wantsKey(): boolean {
    const { authentication, userNumber } = this.#parts.settings;
    return authentication && this.updateKeys.of(userNumber) === undefined;
  }

  /** The trouble with it in one sentence or two; empty without. */
  get text(): string {
    return this.#trouble === null ? '' : `${this.#trouble.title}. ${this.#trouble.next}`;
  }

  /** Takes the key out of the vault. Without it the device reads, and says what is missing. */
  async openKey(): Promise<void> {
    const { settings, secret } = this.#parts;
    if (settings.updateKey === '') return this.#say('no-key-entered');
    let text: string | null;
    try {
      text = await secret(settings.updateKey);
    } catch {
      // Why is said by the settings, where it is entered again.
      text = null;
    }
    const key = text === null ? null : updateKeyOf(text);
    if (key === null) return this.#say('no-key-in-vault');
    this.updateKeys.change(settings.userNumber, key);
  }

  /** What the session tells. */
  take(event: AuthenticationEvent): void {
    switch (event.kind) {
      case 'keys':
        return this.#clear();
      case 'asked':
        return this.#say('asked');
      case 'refused':
        // Whoever ordered it is told.
        return;
      case 'no-keys': {
        const { failure } = event;
        if (failure.kind === 'closed') return;
        if (failure.kind !== 'authentication') {
          // An outstation that refused a key a few times says nothing more.
          if (this.#trouble === null) this.#say('silent');
          return;
        }
        if (failure.code === AUTH_ERROR.unknownUser) return this.#say('unknown-user');
        if (failure.code === AUTH_ERROR.authenticationFailed) return this.#say('wrong-key');
        return this.#say('refused', failure.message.replace(/^The session keys of user \d+ were not changed: /, '').replace(/\.$/, ''));
      }
    }
  }

  conditions(session: MasterSession, now: number): NonNullable<Diagnostics['conditions']> {
    const { settings, clock } = this.#parts;
    const common = { id: 'SECURE_AUTHENTICATION', action: null };
    if (this.#trouble !== null) return [{ ...common, trouble: true, title: this.#trouble.title, next: this.#trouble.next, since: this.#since }];
    const keys = session.security?.keysOf(settings.userNumber, now);
    if (keys === undefined) return [];
    const inS = Math.max(0, Math.round((keys.changeAt - now) / 1000));
    return [{ ...common, trouble: false, title: `User ${settings.userNumber} has session keys`, next: `They are changed ${inS < 90 ? `in ${inS} s` : `in ${Math.round(inS / 60)} min`}`, since: clock.nowMicros() - Math.round((now - keys.since) * 1000) }];
  }

  counters(session: MasterSession): Diagnostics['counters'] {
    const { security } = session;
    if (security === undefined) return [];
    const { statistics } = security;
    return [
      { label: 'Session keys changed', value: statistics.value('sessionKeyChanges') },
      { label: 'Session keys not changed', value: statistics.value('failedSessionKeyChanges') },
      { label: 'Critical messages sent', value: statistics.value('criticalMessagesSent') },
      { label: 'Messages that were authentic', value: statistics.value('successfulAuthentications') },
      { label: 'Authentications that failed', value: statistics.value('authenticationFailures') },
      { label: 'Challenges without reply', value: statistics.value('replyTimeouts') },
      { label: 'Authentication errors sent', value: statistics.value('errorMessagesSent') },
      { label: 'Authentication errors received', value: statistics.value('errorMessagesReceived') },
    ];
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
