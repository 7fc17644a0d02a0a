import { KEY_STATUS } from './auth-codes';
import { sessionKeyTask } from './auth-master-keys';
import type { SessionKeys } from './auth-session-keys';
import type { MasterAuthSettings } from './auth-settings';
import type { AuthStatistics } from './auth-statistics';
import type { MasterUsers } from './auth-users';
import { UserKeys } from './auth-user-keys';
import { IIN } from './iin';
import type { MasterTask, TaskFailure } from './master-task';
import type { UpdateKeys } from './update-keys';

export interface RekeyEnvironment {
  submit(task: MasterTask, now: number): void;
  wake(at: number): void;
  now(): number;
  /** A user has new keys, good for use. */
  changed(user: number): void;
  /** A user's keys were not changed. */
  failed(user: number, failure: TaskFailure): void;
}

/** Pauses between failed changes grow to so many times the first. */
const LONGEST_PAUSES = 12;

/** When a master changes session keys: at the start, by time and count, after failures and restarts; and holds them. */
export class Rekey {
  readonly #settings: MasterAuthSettings;
  readonly #users: MasterUsers;
  readonly #updateKeys: UpdateKeys;
  readonly #retryDelayMs: number;
  readonly #statistics: AuthStatistics;
  readonly #environment: RekeyEnvironment;
  readonly #keys: UserKeys;
  readonly #running = new Set<number>();
  readonly #wanted = new Set<number>();
  readonly #notBefore = new Map<number, number>();
  /** Pauses since keys were changed last, each twice as long as the one before: a wrong update key does not keep the line busy. */
  readonly #pauses = new Map<number, number>();
  #open = false;
  #generation = 0;
  #rekeysLeft: number;
  #restartSeen = true;

  constructor(settings: MasterAuthSettings, users: MasterUsers, updateKeys: UpdateKeys, retryDelayMs: number, statistics: AuthStatistics, environment: RekeyEnvironment) {
    this.#settings = settings;
    this.#users = users;
    this.#updateKeys = updateKeys;
    this.#retryDelayMs = retryDelayMs;
    this.#statistics = statistics;
    this.#environment = environment;
    // Keys serve until new ones have come, though they are due.
    this.#keys = new UserKeys({ intervalMs: 2 * settings.sessionKeyIntervalMs, count: 2 * settings.sessionKeyCount });
    this.#rekeysLeft = settings.maxRekeys;
  }

  get keys(): UserKeys {
    return this.#keys;
  }

  opened(now: number): void {
    this.#open = true;
    this.#generation += 1;
    this.#running.clear();
    this.#wanted.clear();
    this.#notBefore.clear();
    this.#pauses.clear();
    this.#restartSeen = true;
    this.tick(now);
  }

  closed(): void {
    this.#open = false;
    this.#generation += 1;
    this.#keys.dropAll();
  }

  /** Something was authenticated: failures begin anew. */
  succeeded(user: number): void {
    this.#keys.used(user);
    this.#rekeysLeft = this.#settings.maxRekeys;
  }

  /** An authentication failed, perhaps because the keys differ: they are changed, unless that was of no use a few times. */
  failed(user: number, now: number): void {
    if (this.#rekeysLeft === 0) return;
    this.#rekeysLeft -= 1;
    this.#statistics.add('rekeysDueToAuthenticationFailure');
    this.#wanted.add(user);
    this.tick(now);
  }

  /** A user has another update key: the session keys that the old one wrapped are good no more. */
  updateKeyChanged(user: number, now: number): void {
    this.#keys.drop(user, KEY_STATUS.notInitialized);
    this.#notBefore.delete(user);
    this.#pauses.delete(user);
    this.#wanted.add(user);
    this.tick(now);
  }

  /** A user is no more. */
  forgotten(user: number): void {
    this.#keys.forget(user);
    this.#wanted.delete(user);
    this.#notBefore.delete(user);
    this.#pauses.delete(user);
  }

  /** An outstation that restarted has no keys. */
  indications(iin: number, now: number): void {
    const restarted = (iin & IIN.deviceRestart) !== 0;
    if (restarted && !this.#restartSeen) {
      this.#notBefore.clear();
      this.#pauses.clear();
      this.#statistics.add('rekeysDueToRestart');
      for (const { number } of this.#users.all) this.#wanted.add(number);
    }
    this.#restartSeen = restarted;
    this.tick(now);
  }

  tick(now: number): void {
    if (!this.#open) return;
    const { sessionKeyIntervalMs, sessionKeyCount } = this.#settings;
    for (const user of this.#users.all) {
      const updateKey = this.#updateKeys.of(user.number);
      if (updateKey === undefined || this.#running.has(user.number)) continue;
      const due = this.#wanted.has(user.number) || this.#keys.due(user.number, { intervalMs: sessionKeyIntervalMs, count: sessionKeyCount }, now);
      const notBefore = this.#notBefore.get(user.number) ?? 0;
      if (due && now >= notBefore) this.#change({ number: user.number, updateKey }, now);
      else this.#environment.wake(due ? notBefore : (this.#keys.since(user.number) ?? now) + sessionKeyIntervalMs);
    }
  }

  #change(user: { readonly number: number; readonly updateKey: Uint8Array }, now: number): void {
    this.#running.add(user.number);
    this.#wanted.delete(user.number);
    const generation = this.#generation;
    const task = sessionKeyTask(user, this.#settings, (keys, outcome) => {
      if (generation !== this.#generation) return;
      if (!outcome.ok) this.#environment.failed(user.number, outcome.failure);
      this.#changed(user.number, keys);
    });
    this.#environment.submit(task, now);
  }

  #changed(user: number, keys: SessionKeys | undefined): void {
    const now = this.#environment.now();
    this.#running.delete(user);
    if (this.#users.numbered(user) === undefined) return this.tick(now);
    if (keys === undefined) {
      this.#statistics.add('failedSessionKeyChanges');
      const pauses = this.#pauses.get(user) ?? 1;
      this.#pauses.set(user, Math.min(pauses * 2, LONGEST_PAUSES));
      this.#notBefore.set(user, now + pauses * this.#retryDelayMs);
      // Keys that the outstation may not have any more are no reason to stop.
      this.#wanted.add(user);
      // Old keys that are due are not trusted for longer; such that are good stay.
      if (this.#keys.status(user, now) !== KEY_STATUS.ok) this.#keys.drop(user, KEY_STATUS.communicationFailure);
    } else {
      this.#statistics.add('sessionKeyChanges');
      this.#notBefore.delete(user);
      this.#pauses.delete(user);
      this.#keys.set(user, keys, now);
      this.#environment.changed(user);
    }
    this.tick(now);
  }
}
