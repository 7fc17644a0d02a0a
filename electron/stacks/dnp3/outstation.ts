import { attributeObject, type Attribute } from './attributes';
import type { Database } from './database';
import type { FileStore } from './file-server';
import type { OutstationHandler } from './outstation-handler';
import type { OutstationShared } from './outstation-functions';
import type { OutstationEnvironment } from './outstation-environment';
import { OutstationSession } from './outstation-session';
import type { OutstationSettings } from './outstation-settings';

/** An outstation: one database, and a session for each master it knows. */
export class Outstation {
  readonly #shared: OutstationShared;
  readonly #sessions = new Map<OutstationSession, () => void>();

  /** Throws on a device attribute that is none. */
  constructor(database: Database, handler: OutstationHandler, options: { readonly needTime?: boolean; readonly attributes?: readonly Attribute[]; readonly files?: FileStore } = {}) {
    const { needTime = false, attributes = [] } = options;
    for (const attribute of attributes) attributeObject(attribute);
    this.#shared = { database, handler, needTime, attributes, files: options.files };
  }

  /** Asks the masters to set the time; cleared when one did. */
  get needTime(): boolean {
    return this.#shared.needTime;
  }

  set needTime(needTime: boolean) {
    this.#shared.needTime = needTime;
  }

  /** A session for one master, which gets its own copy of every event from now on. */
  session(settings: OutstationSettings, environment: OutstationEnvironment, now: number): OutstationSession {
    const session = new OutstationSession(settings, this.#shared, environment, now);
    const stop = this.#shared.database.listen((event, at) => session.event(event, at));
    this.#sessions.set(session, stop);
    return session;
  }

  /** Ends a session: it gets no more events. */
  drop(session: OutstationSession): void {
    this.#sessions.get(session)?.();
    this.#sessions.delete(session);
  }
}
