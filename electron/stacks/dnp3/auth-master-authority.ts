import { userStatusTask } from './auth-master-status';
import { updateKeyTask } from './auth-master-update';
import type { MasterAuthSettings } from './auth-settings';
import type { AuthStatistics } from './auth-statistics';
import type { MasterUsers } from './auth-users';
import type { MasterTask, TaskOutcome } from './master-task';
import type { UpdateKeys } from './update-keys';
import type { UserStatus } from './user-status';

export interface MasterAuthorityParts {
  readonly settings: MasterAuthSettings;
  readonly users: MasterUsers;
  readonly updateKeys: UpdateKeys;
  readonly statistics: AuthStatistics;
  submit(task: MasterTask, now: number): void;
  /** A user has another update key: session keys follow. */
  keyChanged(user: number): void;
  /** A user is no more. */
  forgotten(user: number): void;
}

type Done = (outcome: TaskOutcome) => void;

/** What a master does for the authority of its settings: changes an outstation's users and their update keys. */
export class MasterAuthority {
  readonly #parts: MasterAuthorityParts;

  constructor(parts: MasterAuthorityParts) {
    this.#parts = parts;
  }

  /** @param who number of a user that the master knows, or the name of one that the outstation knows: its number is learned */
  changeUpdateKey(who: number | string, key: Uint8Array, done: Done, now: number): void {
    const { settings, users, updateKeys, statistics } = this.#parts;
    const known = typeof who === 'number' ? users.numbered(who) : users.named(who);
    if (known === undefined && typeof who === 'number') return done({ ok: false, failure: { kind: 'invalid', message: `There is no user ${who}.` } });
    if (known === undefined && !users.room) return done({ ok: false, failure: { kind: 'busy', message: 'There is no room for another user.' } });
    // Told by name, the outstation says the number: it may be another one than before, when the user was deleted and added again.
    const user = typeof who === 'string' ? { name: who } : { number: who, ...(known?.name === undefined ? {} : { name: known.name }) };
    const task = updateKeyTask(user, key, settings, (outcome, number) => {
      statistics.add(outcome.ok ? 'updateKeyChanges' : 'failedUpdateKeyChanges');
      if (outcome.ok && number !== undefined) {
        if (user.name !== undefined) this.#learn(number, user.name);
        updateKeys.change(number, key);
        this.#parts.keyChanged(number);
      }
      done(outcome);
    });
    this.#parts.submit(task, now);
  }

  changeUser(status: UserStatus, done: Done, now: number): void {
    const task = userStatusTask(status, this.#parts.settings, (outcome) => {
      if (outcome.ok && status.operation === 'delete') this.#forget(status.name);
      done(outcome);
    });
    this.#parts.submit(task, now);
  }

  /** A user that was deleted and added again has another number than before. */
  #learn(number: number, name: string): void {
    if (this.#parts.users.named(name)?.number !== number) this.#forget(name);
    this.#parts.users.learn(number, name);
  }

  #forget(name: string): void {
    const { users, updateKeys } = this.#parts;
    const known = users.named(name);
    if (known === undefined) return;
    users.forget(known.number);
    updateKeys.forget(known.number);
    this.#parts.forgotten(known.number);
  }
}
